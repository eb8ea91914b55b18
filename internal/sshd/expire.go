package sshd

import (
	"context"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// expire ends a connection that lasts too long, that sends nothing for too long, or
// whose server closes. No goroutine waits for that: each would cost memory for as long as
// the connection lasts.
func (c *conn) expire(client *ssh.ServerConn) {
	limits, log := c.server.opts.Limits, c.server.opts.Log
	longest := time.AfterFunc(limits.Longest, func() { panics.Caught(log, "what ends a long connection", func() { c.end(ErrTooLong) }) })
	c.listen(limits.Idle)
	context.AfterFunc(c.ctx, func() {
		panics.Caught(log, "what ends a connection", func() {
			longest.Stop()
			c.deafen()
			c.finish(nil) // the cause that came first counts
			_ = client.Close()
		})
	})
}

// listen looks after a while whether the client has sent something.
func (c *conn) listen(after time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ctx.Err() == nil {
		c.idle = time.AfterFunc(after, func() { panics.Caught(c.server.opts.Log, "what ends an idle connection", c.unheard) })
	}
}

// unheard ends a connection that has sent nothing for too long.
func (c *conn) unheard() {
	limit := c.server.opts.Limits.Idle
	left := limit - time.Since(*c.heard.Load())
	if c.commands.Load() > 0 {
		left = limit
	}
	if left <= 0 {
		c.end(ErrIdle)
		return
	}
	c.listen(max(left, time.Millisecond))
}

// deafen ends what listen began.
func (c *conn) deafen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idle != nil { // else the server closed just before
		c.idle.Stop()
	}
}
