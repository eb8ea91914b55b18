package wire

import (
	"context"
	"errors"
	"net"
)

// errRefused reports a write that the gate held back.
var errRefused = errors.New("the request was held back")

// passage is one exchange's way through the gate. Once it has ended, nothing more
// leaves. net/http may still be at work in the background: it goes on connecting
// after a request has been given up.
type passage struct {
	gate *Gate
	ctx  context.Context
	// The gate's lock guards the fields below.
	ended    bool
	left     bool // bytes have left
	refused  bool // the gate was shut, or it was late: that is final
	answered bool // an answer has begun
	conn     net.Conn
}

// pass reports whether bytes may leave, and if so notes that they have. The caller
// writes them at once.
func (p *passage) pass() bool {
	g := p.gate
	g.mu.Lock()
	open := !p.ended && !p.refused && p.ctx.Err() == nil
	if open && g.closed() {
		open, p.refused = false, true
	}
	if open {
		p.left, g.left = true, true
	}
	g.mu.Unlock()
	return open
}

// end stops all further bytes. It reports whether anything has left, and whether
// the gate held something back.
func (p *passage) end() (left, refused bool) {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	p.ended = true
	return p.left, p.refused
}

// answer notes that an answer has begun. It ends the passage if nothing has left.
func (p *passage) answer() (left, refused bool) {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	p.answered, p.ended = true, p.ended || !p.left
	return p.left, p.refused
}

func (p *passage) hasAnswer() bool {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	return p.answered
}

func (p *passage) hasEnded() bool {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	return p.ended
}

// connect puts the passage in front of a connection. It closes a connection that
// comes too late. sealed says that every byte written to the connection is
// ciphertext.
func (p *passage) connect(conn net.Conn, sealed bool) (*gatedConn, error) {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	if p.ended {
		_ = conn.Close()
		return nil, errRefused
	}
	p.conn = conn
	return &gatedConn{Conn: conn, passage: p, sealed: sealed}, nil
}

// abort ends the passage and drops the connection, with any part of the request
// that the system has not sent: the system would go on trying for minutes.
func (p *passage) abort() (left, refused bool) {
	left, refused = p.end()
	p.gate.mu.Lock()
	conn := p.conn
	p.gate.mu.Unlock()
	if conn != nil {
		drop(conn)
	}
	return left, refused
}

// drop closes a connection and throws away what it has not sent.
func drop(conn net.Conn) {
	if tcp, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
