package pgtest

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync/atomic"
	"syscall"
)

// Loss is what a Line does with a commit.
type Loss int

// The losses.
const (
	LosesNothing Loss = iota
	LosesAnswer       // the commit takes place, and its answer does not arrive
	LosesCommit       // the server never gets it, and the connection breaks
	LosesAll          // the answer is lost, and the server cannot be reached until Mend
)

// Line is the way between a journal and its server, and loses what a test wants: Dial is
// for postgres.Server.
type Line struct {
	// Commit says what happens to the next commit; nil loses nothing. It is set before the
	// line is used.
	Commit func() Loss

	cut  atomic.Bool
	lost atomic.Int64
	sent atomic.Int64
}

// Sent is how often something was sent to the server: once or more for each query.
func (l *Line) Sent() int64 { return l.sent.Load() }

// Lost is how many commits were struck.
func (l *Line) Lost() int64 { return l.lost.Load() }

// Cut makes the server unreachable for new connections, and Mend ends that.
func (l *Line) Cut() { l.cut.Store(true) }

// Mend lets connections be made again.
func (l *Line) Mend() { l.cut.Store(false) }

// Dial connects to the server.
func (l *Line) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if l.cut.Load() {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &lineConn{Conn: conn, line: l}, nil
}

type lineConn struct {
	net.Conn

	line *Line
	deaf atomic.Bool // the next answer is lost
}

func (c *lineConn) Write(b []byte) (int, error) {
	c.line.sent.Add(1)
	if c.line.Commit == nil || !bytes.Contains(b, []byte("commit\x00")) {
		return c.Conn.Write(b)
	}
	switch loss := c.line.Commit(); loss {
	case LosesNothing:
	case LosesCommit:
		c.line.lost.Add(1)
		_ = c.Close()
		return 0, io.ErrClosedPipe
	case LosesAnswer, LosesAll:
		c.line.lost.Add(1)
		if loss == LosesAll {
			c.line.Cut()
		}
		c.deaf.Store(true)
	}
	return c.Conn.Write(b)
}

func (c *lineConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.deaf.Load() { // it has arrived, so the commit took place
		_ = c.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}
