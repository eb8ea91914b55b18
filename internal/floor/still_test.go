//go:build unix

package floor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/crypto/ssh"
)

// pipes is a listener of connections within a bubble of time.
type pipes struct {
	conns chan net.Conn
	over  chan struct{}
	close func()
}

// Accept implements net.Listener.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.over:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (p *pipes) Close() error {
	p.close()
	return nil
}

// Addr implements net.Listener.
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// piped is one end of a connection within a bubble. Both ends of one begin by writing, so it
// has room for what the other has not read yet.
type piped struct {
	net.Conn // none: what is not here is not used

	in, out chan []byte
	rest    []byte
	over    chan struct{}
	close   func()
	written atomic.Int64
}

// newPipe makes both ends of a connection.
func newPipe() (ours, theirs *piped) {
	there, back, over := make(chan []byte, 1000), make(chan []byte, 1000), make(chan struct{})
	end := sync.OnceFunc(func() { close(over) })
	return &piped{in: back, out: there, over: over, close: end}, &piped{in: there, out: back, over: over, close: end}
}

// Read implements net.Conn.
func (p *piped) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		select {
		case p.rest = <-p.in:
		case <-p.over:
			return 0, io.EOF
		}
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// Write implements net.Conn.
func (p *piped) Write(b []byte) (int, error) {
	p.written.Add(1)
	select {
	case p.out <- bytes.Clone(b):
		return len(b), nil
	case <-p.over:
		return 0, net.ErrClosed
	}
}

// Close implements net.Conn.
func (p *piped) Close() error {
	p.close()
	return nil
}

// SetDeadline implements net.Conn. No test is about one.
func (*piped) SetDeadline(time.Time) error { return nil }

// LocalAddr implements net.Conn.
func (*piped) LocalAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// RemoteAddr implements net.Conn.
func (*piped) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// stillHall is a floor in a bubble of time, which counts the messages that its consoles get.
type stillHall struct {
	*hall

	pipes *pipes
	mu    sync.Mutex
	woken map[string]int // by the type of the message
}

func newStillHall(t *testing.T) *stillHall {
	t.Helper()
	h := &stillHall{hall: emptyHall(t, "http://127.0.0.1:1/json/", `idle_timeout = "24h"`, everyone, func(*hall) {}), woken: map[string]int{}}
	h.pipes = &pipes{conns: make(chan net.Conn), over: make(chan struct{})}
	h.pipes.close = sync.OnceFunc(func() { close(h.pipes.over) })
	h.opts.Filter = func(msg tea.Msg) tea.Msg {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.woken[fmt.Sprintf("%T", msg)]++
		return msg
	}
	ctx, stop := context.WithCancel(t.Context())
	l, err := h.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close() // no connection of the system: the bubble does not know when one is idle
	go func() { h.done <- h.serve(ctx, h.pipes) }()
	t.Cleanup(func() {
		stop()
		if err := <-h.done; err != nil {
			t.Error(err)
		}
		h.close()
	})
	return h
}

// opens signs an agent in, and opens a payment.
func (h *stillHall) opens(t *testing.T, agent string) *piped {
	t.Helper()
	ours, line := newPipe()
	t.Cleanup(ours.close)
	h.pipes.conns <- line
	conn, channels, requests, err := ssh.NewClientConn(ours, "", &ssh.ClientConfig{
		User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(h.keys[agent])}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // the test's own server
	})
	if err != nil {
		t.Fatal(err)
	}
	c := h.on(ssh.NewClient(conn, channels, requests))
	c.shows(home)
	c.types("n")
	c.shows("Still to ask")
	return line
}

// passes lets time pass, and returns what woke the consoles in it.
func (h *stillHall) passes(d time.Duration) map[string]int {
	synctest.Wait()
	h.mu.Lock()
	h.woken = map[string]int{}
	h.mu.Unlock()
	time.Sleep(d)
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.woken)
}

// TestAnIdleConsoleIsLeftAlone: in an hour, a served console in which nothing happens is
// woken by its own watch over an idle keyboard, and by nothing else. It draws the warning
// and the lock.
func TestAnIdleConsoleIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStillHall(t)
		line := h.opens(t, "priya")
		h.passes(80 * time.Second) // the bank cannot be reached, which a console is told
		before := line.written.Load()
		// Every 90 seconds, the age at which a card is wiped, until the warning in the fourteenth
		// minute and the lock in the fifteenth.
		bounds := map[string]int{"ui.idleMsg": 11, "tea.clearScreenMsg": 1}
		woken := h.passes(time.Hour)
		for what, n := range woken {
			if n > bounds[what] {
				t.Errorf("woken %d times by %s, at most %d are expected", n, what, bounds[what])
			}
		}
		if woken["ui.idleMsg"] == 0 {
			t.Error("the lock did not come")
		}
		if n := line.written.Load() - before; n < 2 || n > 4 {
			t.Errorf("%d writes, for a warning and a lock", n)
		}
		if woken = h.passes(time.Hour); len(woken) > 0 {
			t.Errorf("a locked console is woken: %v", woken)
		}
	})
}
