package sshd

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// mostChannels is how many sessions one connection may have at once.
const mostChannels = 8

// conn is one connection.
type conn struct {
	server *Server
	net    net.Conn
	from   netip.Addr
	ctx    context.Context // its cause says why the sessions end
	end    context.CancelCauseFunc

	heard    atomic.Pointer[time.Time] // when the client sent something, or a session began or ended
	commands atomic.Int32              // that run; they are not idle
	running  atomic.Int32              // sessions that run, or that are ending

	exchanges atomic.Int64 // of keys, that have begun

	// Under the server's lock: whether an agent's key was offered, and whether the connection
	// was closed while it was signing in, for others.
	known, evicted bool

	mu       sync.Mutex
	who      identity        // zero until the client has signed in
	client   *ssh.ServerConn // nil until then too
	long     bool            // long input came since an exchange of keys began
	renewing bool            // renew runs
	idle     *time.Timer     // looks whether the client has sent something
	channels int
	over     bool           // no more channels
	under    sync.WaitGroup // the channels
}

// identityKey is where the permissions of a connection keep who signed in.
type identityKey struct{}

// serve serves a connection to its end.
func (c *conn) serve() {
	s := c.server
	admitted := ""
	defer func() {
		_ = c.net.Close()
		c.finish(ErrGone)
		if admitted != "" {
			s.gate.part(admitted)
		}
		s.gate.disconnect(c.from)
		s.remove(c)
		s.opts.Gone()
	}()
	client, channels, requests := c.signIn()
	if client == nil {
		return
	}
	admitted = c.identity().agent
	c.hear()
	c.expire(client)
	for {
		select {
		case channel, more := <-channels:
			if !more {
				return
			}
			c.open(channel)
		case r, more := <-requests:
			if !more {
				requests = nil
			} else if r.WantReply { // there is none that this server grants
				_ = r.Reply(false, nil)
			}
		}
	}
}

// finish ends the sessions and waits until they have ended. A client may hold up a
// channel on which nothing runs by taking no answers: then its connection is closed.
func (c *conn) finish(cause error) {
	c.mu.Lock()
	c.over = true
	c.mu.Unlock()
	c.end(cause)
	ended := make(chan struct{})
	go panics.Caught(c.server.opts.Log, "the end of a connection", func() {
		defer close(ended)
		c.under.Wait()
	})
	look := time.NewTicker(parting)
	defer look.Stop()
	for {
		select {
		case <-ended:
			return
		case <-look.C:
			if c.running.Load() == 0 {
				_ = c.net.Close()
			}
		}
	}
}

// signIn is the handshake. It returns nil if the client does not sign in.
func (c *conn) signIn() (*ssh.ServerConn, <-chan ssh.NewChannel, <-chan *ssh.Request) {
	s := c.server
	var tried, late, signed, evicted bool
	var asked factored // for a second factor
	var reason error   // of the newest key
	var offered string // its fingerprint
	over := sync.OnceFunc(func() {
		var known bool
		evicted, known = s.signed(c)
		failed := tried || late
		if evicted { // it is no failure of an agent
			failed = !known
		}
		s.gate.signedIn(c.from, failed && !signed)
	})
	defer over()
	defer func() {
		if asked.who.agent != "" {
			s.gate.answered(asked.who.agent)
		}
	}()
	config := *s.config
	config.AddHostKey(hostKey{s.opts.HostKey, func() { c.exchanges.Add(1) }})
	// What the callback keeps is for the event. Who signed in is in the permissions.
	config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) { //nolint:gosec // see above
		tried, offered = true, fingerprint(key)
		who, options, err := s.opts.Access().identify(key, s.opts.Now)
		if reason = err; err != nil {
			if _, tell := errors.AsType[told](err); tell {
				err = &ssh.BannerError{Err: err, Message: "moto: " + err.Error() + ".\r\n"}
			}
			return nil, err
		}
		s.offers(c)
		return &ssh.Permissions{CriticalOptions: options, ExtraData: map[any]any{identityKey{}: who}}, nil
	}
	config.VerifiedPublicKeyCallback = func(_ ssh.ConnMetadata, _ ssh.PublicKey, may *ssh.Permissions, _ string) (*ssh.Permissions, error) {
		return c.second(may, &asked)
	}
	_ = c.net.SetDeadline(time.Now().Add(s.opts.Limits.Handshake))
	client, channels, requests, err := ssh.NewServerConn(c.net, &config)
	if err != nil {
		late = errors.Is(err, os.ErrDeadlineExceeded)
		switch over(); {
		case asked.refused: // that has its event
		case asked.who.agent != "":
			s.event(c.refusedCode(asked.who, "the second factor was not given", ForCode))
		case evicted && tried:
			s.event(Event{Kind: Refused, Address: c.from.String(), Result: errCrowded, Reason: ForPace, Key: offered})
		case tried:
			if reason == nil {
				reason = errUnsigned
			}
			s.event(Event{Kind: Refused, Address: c.from.String(), Result: reason.Error(), Reason: reasonOf(reason), Key: offered})
		}
		return nil, nil, nil
	}
	// The permissions are those of the key that signed, and not of one that was offered.
	who, ok := client.Permissions.ExtraData[identityKey{}].(identity)
	if !ok {
		return nil, nil, nil
	}
	c.mu.Lock()
	c.who, c.client = who, client
	c.mu.Unlock()
	// The key may have been revoked since it was offered. If it is revoked from here on,
	// Recheck finds it.
	refuse := func(why string, reason Reason) {
		s.event(Event{Kind: Refused, Agent: who.agent, Address: c.from.String(), Result: why, Reason: reason, Key: who.fingerprint, Serial: who.serial})
	}
	if _, _, err := s.opts.Access().identify(who.key, s.opts.Now); err != nil {
		refuse(err.Error(), reasonOf(err))
		return nil, nil, nil
	}
	signed = true
	if refusal := s.gate.admit(who.agent); refusal != "" {
		refuse(refusal, ForRoom)
		return nil, nil, nil
	}
	_ = c.net.SetDeadline(time.Time{})
	over() // an agent who has signed in makes room for no other client, however long the event takes
	s.gate.trust(c.from)
	s.event(Event{Kind: SignedIn, Agent: who.agent, Address: c.from.String(), Result: "signed in", Key: who.fingerprint, Serial: who.serial})
	return client, channels, requests
}

// identity is who signed in.
func (c *conn) identity() identity {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.who
}

// errUnsigned is the refusal of a client whose key is an agent's, without more.
var errUnsigned = errors.New("the key did not sign, or the client is not where its certificate says")

// hear notes that the client is there.
func (c *conn) hear() {
	now := time.Now()
	c.heard.Store(&now)
}

// open answers a request for a channel.
func (c *conn) open(asked ssh.NewChannel) {
	if asked.ChannelType() != "session" {
		_ = asked.Reject(ssh.Prohibited, "moto serves its console and nothing else")
		return
	}
	if refusal := c.enter(); refusal != "" {
		_ = asked.Reject(ssh.ResourceShortage, refusal)
		return
	}
	go panics.Caught(c.server.opts.Log, "a channel", func() {
		defer c.leave()
		channel, requests, err := asked.Accept()
		if err != nil {
			return
		}
		defer func() { _ = channel.Close() }()
		go panics.Caught(c.server.opts.Log, "unread input", func() { c.discard(channel.Stderr()) })
		newSession(c, channel).serve(requests)
		c.discard(channel) // a session that was refused, or never began, read nothing
	})
}

// discard takes what a client sends and no session reads, so that none of it is kept.
func (c *conn) discard(from io.Reader) {
	for room := make([]byte, 512); ; {
		n, err := from.Read(room)
		c.took(n)
		if clear(room[:n]); err != nil {
			return
		}
	}
}

// enter counts a channel, or says why there is none.
func (c *conn) enter() (refusal string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.channels >= mostChannels:
		return "this connection has too many sessions"
	case c.over || !c.server.begin():
		return "this server is closing: sign in again in a moment"
	}
	c.channels++
	c.under.Add(1)
	return ""
}

func (c *conn) leave() {
	c.hear()
	c.mu.Lock()
	c.channels--
	c.mu.Unlock()
	c.server.opts.Gone()
	c.server.sessions.Done()
	c.under.Done()
}
