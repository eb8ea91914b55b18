package pgtest

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
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
	LosesWord         // the commit takes place, and the connection is silent from then on
)

// Line is the way between a journal and its server, and loses what a test wants: Dial is
// for postgres.Server.
type Line struct {
	// Commit says what happens to the next commit; nil loses nothing. Struck is told when
	// the answer to a commit has arrived that is about to be lost; it may be nil. World is
	// what happens to the server, if anything. They are set before the line is used.
	Commit func() Loss
	Struck func()
	World  *Troubles

	cut  atomic.Bool
	lost atomic.Int64
	sent atomic.Int64
	got  atomic.Int64

	mu     sync.Mutex
	conns  map[*lineConn]bool
	parted chan struct{} // until it is closed nothing passes; nil while the line is whole
}

// Sent is how often something was sent to the server: once or more for each query.
func (l *Line) Sent() int64 { return l.sent.Load() }

// Got is how many bytes the server has sent.
func (l *Line) Got() int64 { return l.got.Load() }

// Lost is how many commits were struck.
func (l *Line) Lost() int64 { return l.lost.Load() }

// Cut makes the server unreachable for new connections, and Mend ends that.
func (l *Line) Cut() { l.cut.Store(true) }

// Break is Cut, and breaks the connections that there are.
func (l *Line) Break() {
	l.Cut()
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		c.hangUp()
	}
}

// Part lets nothing pass until Mend, and neither end hears of it.
func (l *Line) Part() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.parted == nil {
		l.parted = make(chan struct{})
	}
}

// Mend lets connections be made again, and ends Part. What was lost stays lost.
func (l *Line) Mend() {
	l.cut.Store(false)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.parted != nil {
		close(l.parted)
		l.parted = nil
	}
}

// silence is closed when something may arrive again; nil while it may.
func (l *Line) silence() <-chan struct{} {
	l.mu.Lock()
	parted := l.parted
	l.mu.Unlock()
	if parted != nil || l.World == nil {
		return parted
	}
	return l.World.still()
}

func (l *Line) isParted() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.parted != nil
}

// Dial connects to the server.
func (l *Line) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	if l.cut.Load() {
		return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
	}
	if l.isParted() {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: ctx.Err()}
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c := &lineConn{Conn: conn, line: l, patience: patience{moved: make(chan struct{}), closed: make(chan struct{})}}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conns == nil {
		l.conns = map[*lineConn]bool{}
	}
	l.conns[c] = true
	return c, nil
}

type lineConn struct {
	net.Conn

	line *Line
	deaf atomic.Int32 // the Loss of the next answer
	patience
}

func (c *lineConn) Write(b []byte) (int, error) {
	c.line.sent.Add(1)
	if w := c.line.World; w != nil {
		w.tick()
	}
	if c.line.Commit != nil && bytes.Contains(b, []byte("commit\x00")) {
		switch loss := c.line.Commit(); loss {
		case LosesNothing:
		case LosesCommit:
			c.line.lost.Add(1)
			_ = c.Close()
			return 0, io.ErrClosedPipe
		case LosesAnswer, LosesAll, LosesWord:
			c.line.lost.Add(1)
			if loss == LosesAll {
				c.line.Cut()
			}
			c.deaf.Store(int32(loss)) //nolint:gosec // a small number
		}
	}
	if c.line.isParted() {
		// The server gives up a transaction that it hears no more of. It does so by its own
		// clock, which a bubble of fake time cannot wait for.
		_ = c.Conn.Close()
		return len(b), nil
	}
	return c.Conn.Write(b)
}

func (c *lineConn) Read(b []byte) (int, error) {
	for silence := c.line.silence(); silence != nil; silence = c.line.silence() {
		if err := c.wait(silence); err != nil {
			return 0, err
		}
	}
	n, err := c.Conn.Read(b)
	c.line.got.Add(int64(n))
	loss := Loss(c.deaf.Load())
	if loss == LosesNothing {
		return n, err
	}
	// It has arrived, so the commit took place.
	if c.line.Struck != nil {
		c.line.Struck()
	}
	if loss == LosesWord {
		return 0, c.wait(nil)
	}
	_ = c.Close()
	return 0, io.ErrUnexpectedEOF
}

// Close ends the connection for both ends.
func (c *lineConn) Close() error {
	c.hangUp()
	c.line.mu.Lock()
	defer c.line.mu.Unlock()
	delete(c.line.conns, c)
	return nil
}

func (c *lineConn) hangUp() {
	_ = c.Conn.Close()
	c.end()
}
