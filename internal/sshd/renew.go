package sshd

import (
	"io"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// The SSH library decrypts each packet in a buffer of its cipher, where it stays until the
// next packets are written over it. After a long one, such as a paste, the next are keys,
// and shorter: the rest of the paste would stay for as long as the connection lasts, and the
// collector frees no buffer that is in use. An exchange of keys makes a new cipher, and then
// the collector frees the old one. The library begins an exchange after keysLast bytes, so
// a request of that length, which clients ignore, brings one about.

// longInput is how much a packet may carry for the packet of the next key to overwrite it,
// but for a few characters: that reaches over the first 22 bytes.
const longInput = 16

// keysLast is how many bytes go either way between two exchanges of keys.
const keysLast = 32 << 10

// renewPause is how long after long input an exchange begins. What comes meanwhile needs
// no exchange of its own.
const renewPause = 500 * time.Millisecond

// renewLate is when the log tells of a client that answers no requests.
const renewLate = 30 * time.Second

// unheard is a request that every client knows, or says that it does not know.
const unheard = "keepalive@openssh.com"

// hostKey is the server's key for one connection. It tells of each exchange of keys.
type hostKey struct {
	ssh.Signer
	exchanging func()
}

// Sign implements ssh.Signer. What the server sends from here on goes by the new keys.
func (k hostKey) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	k.exchanging()
	return k.Signer.Sign(rand, data)
}

// took notes how much came at once.
func (c *conn) took(n int) {
	if n <= longInput {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.long = true
	if !c.renewing && c.client != nil {
		c.renewing = true
		go panics.Caught(c.server.opts.Log, "an exchange of keys", c.renew)
	}
}

// wantsRenewal reports that something long came since the last exchange began.
func (c *conn) wantsRenewal() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renewing, c.long = c.long, false
	return c.renewing
}

// renew exchanges keys until nothing long has come since.
func (c *conn) renew() {
	for c.wantsRenewal() {
		select {
		case <-c.server.after(renewPause):
		case <-c.ctx.Done(): // the connection takes its buffers along
			return
		}
		late := time.AfterFunc(renewLate, func() { panics.Caught(c.server.opts.Log, "a client that does not answer", c.warnUnanswered) })
		err := c.exchange()
		late.Stop()
		if err != nil {
			return
		}
		c.server.opts.Gone()
	}
}

func (c *conn) warnUnanswered() {
	c.server.opts.Log.Warn("a client does not answer requests, so what was pasted may stay in memory until its connection ends", "address", c.from.String())
}

// exchange has keys exchanged. What is sent while an exchange is under way does not count
// towards the next one, so it sends more until one has begun.
func (c *conn) exchange() (err error) {
	for before := c.exchanges.Load(); err == nil && c.exchanges.Load() == before; {
		for range 2 { // a client need not take more than 32,768 bytes at once
			if _, _, err = c.client.SendRequest(unheard, false, make([]byte, keysLast/2)); err != nil {
				return err
			}
		}
		_, _, err = c.client.SendRequest(unheard, true, nil)
	}
	if err == nil { // the answer to this comes by the new keys
		_, _, err = c.client.SendRequest(unheard, true, nil)
	}
	return err
}
