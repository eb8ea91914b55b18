package faults

import (
	"context"
	"net"
	"sync"
	"time"
)

// Port is a listener with the faults that strike before HTTP. It can be shut
// for a while and opened again on the same address.
type Port struct {
	faults *Dealer
	addr   net.Addr
	ready  chan net.Conn
	wake   chan struct{} // ends an outage early
	Stop   <-chan struct{}
	close  context.CancelFunc
	Group  sync.WaitGroup // everything the port has started

	mu    sync.Mutex
	inner net.Listener // nil while the port is shut
	until time.Time    // when it opens again
}

// NewPort serves what l accepts.
func NewPort(l net.Listener, faults *Dealer) *Port {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Port{
		faults: faults,
		addr:   l.Addr(),
		ready:  make(chan net.Conn),
		wake:   make(chan struct{}, 1),
		Stop:   ctx.Done(),
		close:  cancel,
		inner:  l,
	}
	faults.register(p)
	p.Group.Go(p.run)
	return p
}

// Addr implements net.Listener.
func (p *Port) Addr() net.Addr { return p.addr }

// Accept implements net.Listener.
func (p *Port) Accept() (net.Conn, error) {
	select {
	case conn := <-p.ready:
		return conn, nil
	case <-p.Stop:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener. Connections that hang on purpose end.
func (p *Port) Close() error {
	p.faults.forget(p)
	p.close()
	p.shut(time.Time{})
	return nil
}

// leave shuts the port for a while; zero opens it again.
func (p *Port) leave(d time.Duration) {
	if d > 0 {
		p.shut(time.Now().Add(d))
		return
	}
	p.mu.Lock()
	p.until = time.Time{}
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default: // already told
	}
}

func (p *Port) shut(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = until
	if p.inner != nil {
		_ = p.inner.Close()
		p.inner = nil
	}
}

// run accepts until the port is closed.
func (p *Port) run() {
	for {
		l := p.open()
		if l == nil {
			return
		}
		switch conn, err := l.Accept(); {
		case err == nil:
			p.admit(conn)
		case p.is(l): // not shut: the system lacks a resource
			p.sleep(20 * time.Millisecond)
		}
	}
}

// open is the listener, after the end of an outage. It is nil once the port is
// closed.
func (p *Port) open() net.Listener {
	for {
		p.mu.Lock()
		l, away := p.inner, time.Until(p.until)
		if stopped(p.Stop) {
			p.mu.Unlock()
			return nil
		}
		if l == nil && away <= 0 {
			var lc net.ListenConfig
			if again, err := lc.Listen(context.Background(), p.addr.Network(), p.addr.String()); err == nil {
				p.inner, l = again, again
			}
			away = 20 * time.Millisecond // another process has the address: try again
		}
		p.mu.Unlock()
		if l != nil {
			return l
		}
		p.sleep(away)
	}
}

func (p *Port) is(l net.Listener) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.inner == l
}

// admit passes a connection on, or to the fault that strikes it.
func (p *Port) admit(conn net.Conn) {
	f, _ := p.faults.onConnection()
	switch f.Name {
	case "drop":
		_ = conn.Close()
	case "hang":
		p.Group.Go(func() {
			waitOrStop(p.Stop, f.Arg)
			_ = conn.Close()
		})
	case "slow":
		p.Group.Go(func() {
			waitOrStop(p.Stop, f.Arg)
			p.hand(conn)
		})
	case "refuse":
		p.hand(conn)
		p.leave(f.Arg)
	default:
		p.hand(conn)
	}
}

func (p *Port) hand(conn net.Conn) {
	select {
	case p.ready <- conn:
	case <-p.Stop:
		_ = conn.Close()
	}
}

// sleep waits until the port is closed or told to open, for d at most.
func (p *Port) sleep(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.wake:
	case <-p.Stop:
	}
}

func waitOrStop(stop <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-stop:
	}
}

func stopped(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}
