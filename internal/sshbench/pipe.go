package sshbench

import (
	"bytes"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Pipes is a listener of connections within a bubble of time ([testing/synctest]): a bubble
// does not know when a connection of the system is idle, and its time stands still.
type Pipes struct {
	conns chan net.Conn
	over  chan struct{}
	close func()
}

// NewPipes makes a listener.
func NewPipes() *Pipes {
	p := &Pipes{conns: make(chan net.Conn), over: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.over) })
	return p
}

// Dial makes a connection, which the listener accepts: the client's end and the server's.
func (p *Pipes) Dial() (ours, theirs *Pipe) {
	there, back, over := make(chan []byte, 1000), make(chan []byte, 1000), make(chan struct{})
	end := sync.OnceFunc(func() { close(over) })
	ours, theirs = &Pipe{in: back, out: there, over: over, close: end}, &Pipe{in: there, out: back, over: over, close: end}
	p.conns <- theirs
	return ours, theirs
}

// Accept implements net.Listener.
func (p *Pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.over:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (p *Pipes) Close() error {
	p.close()
	return nil
}

// Addr implements net.Listener.
func (p *Pipes) Addr() net.Addr { return &net.TCPAddr{} }

// Pipe is one end of a connection. Both ends of one begin by writing, so it has room for
// what the other has not read yet.
type Pipe struct {
	in, out chan []byte
	rest    []byte
	over    chan struct{}
	close   func()
	writes  atomic.Int64
}

var _ net.Conn = (*Pipe)(nil)

// Writes is how often this end was written to.
func (p *Pipe) Writes() int64 { return p.writes.Load() }

// Read implements net.Conn.
func (p *Pipe) Read(b []byte) (int, error) {
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
func (p *Pipe) Write(b []byte) (int, error) {
	p.writes.Add(1)
	select {
	case p.out <- bytes.Clone(b):
		return len(b), nil
	case <-p.over:
		return 0, net.ErrClosed
	}
}

// Close implements net.Conn.
func (p *Pipe) Close() error {
	p.close()
	return nil
}

// SetDeadline implements net.Conn. No test is about one.
func (*Pipe) SetDeadline(time.Time) error { return nil }

// SetReadDeadline implements net.Conn.
func (*Pipe) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline implements net.Conn.
func (*Pipe) SetWriteDeadline(time.Time) error { return nil }

// LocalAddr implements net.Conn.
func (*Pipe) LocalAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// RemoteAddr implements net.Conn.
func (*Pipe) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
