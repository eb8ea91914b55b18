package pgtest

import (
	"net"
	"os"
	"sync"
	"time"
)

// patience is the deadline of a connection that is silent. A connection of the system goes by
// the system's clock, also in a bubble of fake time.
type patience struct {
	mu       sync.Mutex
	deadline time.Time
	moved    chan struct{} // closed when the deadline is another
	closed   chan struct{}
	once     sync.Once
}

// wait waits until the channel is closed, and fails if the deadline or the end of the
// connection comes first.
func (p *patience) wait(until <-chan struct{}) error {
	late := time.NewTimer(0)
	defer late.Stop()
	for {
		p.mu.Lock()
		deadline, moved := p.deadline, p.moved
		p.mu.Unlock()
		if late.Stop(); !deadline.IsZero() {
			late.Reset(time.Until(deadline))
		}
		select {
		case <-until:
			return nil
		case <-p.closed:
			return net.ErrClosed
		case <-late.C:
			return os.ErrDeadlineExceeded
		case <-moved:
		}
	}
}

func (p *patience) until(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deadline = t
	close(p.moved)
	p.moved = make(chan struct{})
}

func (p *patience) end() { p.once.Do(func() { close(p.closed) }) }

// SetDeadline implements net.Conn.
func (c *lineConn) SetDeadline(t time.Time) error {
	c.until(t)
	return c.Conn.SetDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (c *lineConn) SetReadDeadline(t time.Time) error {
	c.until(t)
	return c.Conn.SetReadDeadline(t)
}
