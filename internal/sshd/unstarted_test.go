package sshd

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// within fails a test that waits too long for something.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(patient):
		t.Fatalf("%s takes for ever", what)
	}
}

// bare opens a channel and asks for nothing on it.
func bare(t *testing.T, c *ssh.Client) ssh.Channel {
	t.Helper()
	channel, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go ssh.DiscardRequests(requests)
	return channel
}

// TestUnstartedChannelsHoldUpNothing: neither the end of the server, nor that of a
// connection that lasts too long, is idle or whose key is revoked.
func TestUnstartedChannelsHoldUpNothing(t *testing.T) {
	for name, limit := range map[string]func(*Limits){
		"idle":     func(l *Limits) { l.Idle = 20 * time.Millisecond },
		"too long": func(l *Limits) { l.Longest = 20 * time.Millisecond },
		"revoked":  nil,
		"closing":  nil,
	} {
		key := newKey(t)
		agents := []Agent{{Name: "priya", Keys: []ssh.PublicKey{key.PublicKey()}}}
		var now atomic.Pointer[Access]
		now.Store(accessTo(t, agents, nil, ""))
		o := options(nil)
		o.Access = now.Load
		if limit != nil {
			limit(&o.Limits)
		}
		s := serve(t, o)
		c := s.must(t, key)
		if limit == nil {
			bare(t, c)
		} else if _, requests, err := c.OpenChannel("session", nil); err == nil { // unless it has ended already
			go ssh.DiscardRequests(requests)
		}
		switch name {
		case "revoked":
			now.Store(accessTo(t, agents, nil, string(ssh.MarshalAuthorizedKey(key.PublicKey()))))
			s.Recheck(s.opts.Access())
		case "closing":
			within(t, "closing the server", s.Close)
		}
		within(t, name, func() { _ = c.Wait() })
	}
}

// TestAChannelHasToStart: one on which nothing was asked for is closed after a while, and
// one that runs is not.
func TestAChannelHasToStart(t *testing.T) {
	access, key := onlyPriya(t)
	s := prepare(t, options(access))
	late := make(chan time.Time)
	s.after = func(d time.Duration) <-chan time.Time {
		if d != startsWithin {
			t.Errorf("a channel has %v", d)
		}
		return late
	}
	s.listen(t, func(l net.Listener) net.Listener { return l })
	c := s.must(t, key)
	_, typed, shown := shell(t, c)
	shown.await(t, "hello priya")
	late <- time.Time{} // the session that runs
	channel := bare(t, c)
	late <- time.Time{}
	within(t, "the end of the channel", func() { _, _ = io.ReadAll(channel) })
	if ok, err := channel.SendRequest("shell", true, nil); ok || err == nil {
		t.Errorf("a session starts: %v, %v", ok, err)
	}
	_, _ = io.WriteString(typed, "still here")
	shown.await(t, "still here")
}

// stuck is a listener whose connections take nothing more from the server, once told.
type stuck struct {
	net.Listener

	now   atomic.Bool
	stuck chan struct{}
}

func (l *stuck) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &stuckConn{Conn: c, from: l, closed: make(chan struct{})}, err
}

type stuckConn struct {
	net.Conn

	from   *stuck
	once   sync.Once
	closed chan struct{}
}

func (c *stuckConn) Write(p []byte) (int, error) {
	if c.from.now.Load() {
		select {
		case c.from.stuck <- struct{}{}:
		default:
		}
		<-c.closed
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

func (c *stuckConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}

// TestAClientThatTakesNoAnswers: a channel that cannot even be accepted does not hold up
// the end of the server.
func TestAClientThatTakesNoAnswers(t *testing.T) {
	access, key := onlyPriya(t)
	s := prepare(t, options(access))
	sticky := &stuck{stuck: make(chan struct{}, 1)}
	s.listen(t, func(l net.Listener) net.Listener { sticky.Listener = l; return sticky })
	c := s.must(t, key)
	if said, _, _ := run(t, c, "x"); said != "priya asks for x" {
		t.Fatalf("%q", said)
	}
	sticky.now.Store(true)
	go func() { _, _, _ = c.OpenChannel("session", nil) }()
	within(t, "an answer", func() { <-sticky.stuck })
	within(t, "closing the server", s.Close)
}

// TestAPanicAmongRequestsEndsTheSession: what waits for the client to close its side does
// not wait without end.
func TestAPanicAmongRequestsEndsTheSession(t *testing.T) {
	access, _ := onlyPriya(t)
	server := prepare(t, options(access)).Server
	here, there := net.Pipe()
	defer there.Close() //nolint:errcheck // nothing was written
	c := &conn{server: server, net: here}
	c.ctx, c.end = server.ctx, func(error) {}
	s := newSession(c, nil)
	requests := make(chan *ssh.Request, 1)
	requests <- nil // a defect
	if !panics.Caught(nil, "a channel", func() { s.serve(requests) }) {
		t.Fatal("there is no panic")
	}
	select {
	case <-s.gone:
	default:
		t.Error("the end of the session is waited for")
	}
	if _, err := there.Read(make([]byte, 1)); err == nil || s.ctx.Err() == nil {
		t.Errorf("the connection goes on: %v", err)
	}
}
