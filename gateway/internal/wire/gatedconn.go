package wire

import (
	"net"
	"sync"
	"sync/atomic"
)

// mostCollected is how much of a request one write sends. Payments are far shorter.
const mostCollected = 64 << 10

// gatedConn is the connection below TLS, where bytes really go out. Bytes before it
// is armed belong to connecting. Once armed, it collects the ciphertext of the
// request and sends it in one write behind one decision of the gate; between the
// two nothing allocates, waits or logs. It does not collect plain text, which may
// hold card digits: that passes the gate as it comes, in one piece as well.
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

// finish sends the collected bytes and disarms: later bytes only end the
// connection. A connection that was refused or broke stays armed.
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

// Close implements net.Conn. It stops the system from sending the rest of a request
// that was given up without an answer.
func (c *gatedConn) Close() error {
	if c.begun.Load() && !c.passage.hasAnswer() {
		drop(c.Conn)
		return nil
	}
	return c.Conn.Close()
}
