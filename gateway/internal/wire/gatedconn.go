package wire

import (
	"net"
	"sync"
	"sync/atomic"
)

// mostCollected is how much of a request goes out in one write. Payments are far
// shorter.
const mostCollected = 64 << 10

// gatedConn is the connection where bytes really go out, below TLS. What goes
// out before it is armed belongs to connecting. Once it is armed it collects the
// request, ciphertext only, and sends it in one write behind one question to the
// gate: between the two there is nothing that allocates, waits or logs. A write
// of plain text is not kept, because card digits would be; it passes the gate as
// it comes, in one piece as well.
type gatedConn struct {
	net.Conn
	passage *passage
	sealed  bool
	begun   atomic.Bool // it has been armed
	armed   atomic.Bool
	mu      sync.Mutex // one writer at a time while armed
	waiting []byte
}

// arm begins the request.
func (c *gatedConn) arm() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sealed {
		c.waiting = make([]byte, 0, mostCollected/4)
	}
	c.begun.Store(true)
	c.armed.Store(true)
}

// Write implements net.Conn.
func (c *gatedConn) Write(p []byte) (int, error) {
	if !c.armed.Load() {
		return c.Conn.Write(p)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case !c.armed.Load(): // sent meanwhile
		return c.Conn.Write(p)
	case !c.sealed:
		return c.pass(p)
	}
	if c.waiting = append(c.waiting, p...); len(c.waiting) < mostCollected {
		return len(p), nil
	}
	if err := c.send(); err != nil {
		return 0, err
	}
	return len(p), nil
}

// finish sends what has been collected and disarms: what follows is the end of
// the connection. A connection that was refused or broke stays armed.
func (c *gatedConn) finish() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.send(); err != nil {
		return err
	}
	c.armed.Store(false)
	return nil
}

func (c *gatedConn) send() error {
	if len(c.waiting) == 0 {
		return nil
	}
	_, err := c.pass(c.waiting)
	c.waiting = c.waiting[:0]
	return err
}

// pass is the last code before bytes go out.
func (c *gatedConn) pass(p []byte) (int, error) {
	if c.passage.pass() {
		return c.Conn.Write(p)
	}
	drop(c.Conn)
	return 0, errRefused
}

// Close implements net.Conn. A request that is given up without an answer is not
// left to the system to send.
func (c *gatedConn) Close() error {
	if c.begun.Load() && !c.passage.hasAnswer() {
		drop(c.Conn)
		return nil
	}
	return c.Conn.Close()
}
