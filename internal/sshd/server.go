package sshd

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// Options configure a Server.
type Options struct {
	HostKey ssh.Signer
	// Access is who may sign in now. It is asked for each key that a client offers.
	Access func() *Access
	Limits Limits
	// Handle runs a session, and returns its exit status. The context ends with the
	// connection, or when the session has to end.
	Handle func(ctx context.Context, s *Session) int
	// Second is the second factor, after the key; nil for none.
	Second SecondFactor
	// Seats says that Handle counts terminals itself, by Enter and Leave, and tells how they
	// begin, by Session.Begin or Refuse: a console may outlive its connection.
	Seats bool
	// Event receives what happens. It must not wait for long, except for a sign-in: the
	// client gets nothing for it before Event returns.
	Event func(Event)
	// Gone is told that a session or a connection has gone, which may have left in memory
	// what was typed. It must not wait.
	Gone func()
	// Log receives panics.
	Log *slog.Logger
	// Now is the time; nil is the system's.
	Now func() time.Time
}

// The causes with which the context of a session ends.
var (
	ErrClosing = errors.New("the server is closing")
	ErrIdle    = errors.New("the client sent nothing for too long")
	ErrTooLong = errors.New("the connection has reached its time limit")
	ErrGone    = errors.New("the client is gone")
	ErrRevoked = errors.New("the key was revoked")
	ErrRemoved = errors.New("the key no longer belongs to an agent")
	// ErrDisabled is for the session of an agent who was disabled meanwhile.
	ErrDisabled = errors.New("the agent was disabled")
)

// Server serves sessions to agents.
type Server struct {
	opts   Options
	config *ssh.ServerConfig
	gate   *gate
	after  func(time.Duration) <-chan time.Time // time.After, or a test's

	ctx  context.Context // ends the sessions
	stop context.CancelCauseFunc

	mu        sync.Mutex
	listeners map[net.Listener]bool
	conns     map[*conn]bool
	signing   []*conn // those that are signing in, oldest first: see crowd.go
	crowded   bool    // an event has told that there are too many of them
	closing   bool
	sessions  sync.WaitGroup
}

// version is what the server says of itself.
const version = "SSH-2.0-moto"

// New makes a server.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Event == nil {
		o.Event = func(Event) {}
	}
	if o.Gone == nil {
		o.Gone = func() {}
	}
	s := &Server{opts: o, gate: newGate(o.Limits, o.Now), after: time.After, listeners: map[net.Listener]bool{}, conns: map[*conn]bool{}}
	s.ctx, s.stop = context.WithCancelCause(context.Background())
	s.config = &ssh.ServerConfig{
		Config: ssh.Config{
			KeyExchanges: []string{ssh.KeyExchangeMLKEM768X25519, ssh.KeyExchangeCurve25519},
			Ciphers:      []string{ssh.CipherChaCha20Poly1305, ssh.CipherAES256GCM, ssh.CipherAES128GCM},

			RekeyThreshold: keysLast,
		},
		PublicKeyAuthAlgorithms: keyAlgorithms,
		ServerVersion:           version,
	}
	return s
}

// longestPause is how long Serve waits for what the system is short of.
const longestPause = time.Second

// scarce reports that a connection could not be accepted, and that the next may be: the
// process or the system has no more descriptors, or the client has gone already.
func scarce(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ECONNABORTED)
}

// Serve accepts connections until Close, or until the listener fails.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	if s.closing {
		s.mu.Unlock()
		return l.Close()
	}
	s.listeners[l] = true
	s.mu.Unlock()
	pause := time.Duration(0)
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			pause = 0
			s.accept(c)
		case s.ctx.Err() != nil || errors.Is(err, net.ErrClosed):
			return nil
		case pause >= time.Minute:
			return err
		default:
			pause = max(10*time.Millisecond, 2*pause)
			if scarce(err) {
				pause = min(pause, longestPause)
			}
			select {
			case <-s.after(pause):
			case <-s.ctx.Done():
				return nil
			}
		}
	}
}

// accept begins a connection, or closes it.
func (s *Server) accept(c net.Conn) {
	from := addressOf(c)
	if refusal, news := s.gate.connect(from); refusal != "" {
		_ = c.Close()
		if news {
			s.event(Event{Kind: Refused, Address: from.String(), Result: refusal, Reason: ForPace})
		}
		return
	}
	conn := &conn{server: s, net: c, from: from}
	conn.ctx, conn.end = context.WithCancelCause(s.ctx)
	out, news, ok := s.add(conn)
	if !ok {
		s.gate.signedIn(from, false)
		s.gate.disconnect(from)
		_ = c.Close()
		return
	}
	go panics.Caught(s.opts.Log, "a connection", conn.serve)
	if out != nil {
		_ = out.net.Close()
	}
	if news {
		s.event(Event{Kind: Refused, Address: out.from.String(), Result: "too many connections are signing in: those of the busiest network make room", Reason: ForPace})
	}
}

func (s *Server) remove(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// begin counts a session, unless the server is closing.
func (s *Server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing {
		return false
	}
	s.sessions.Add(1)
	return true
}

// Close takes no more connections or sessions, tells every session to end, waits until
// they have, and closes the connections. A session may take its time: a payment on its
// way is completed.
func (s *Server) Close() {
	s.mu.Lock()
	s.closing = true
	for l := range s.listeners {
		_ = l.Close()
	}
	s.mu.Unlock()
	s.stop(ErrClosing)
	s.sessions.Wait()
	for _, c := range s.connections() {
		_ = c.net.Close()
	}
}

// Recheck ends the sessions of those who may not sign in any more: whose keys have been
// revoked since, or who are no agents now.
func (s *Server) Recheck(access *Access) {
	for _, c := range s.connections() {
		if why := access.Keeps(Signer{c.identity()}); why != nil {
			c.end(why)
		}
	}
}

// Enter counts a console, or says why there is no room for it.
func (s *Server) Enter(agent string) (refusal string) { return s.gate.begin(agent) }

// Leave ends what Enter counted.
func (s *Server) Leave(agent string) { s.gate.end(agent) }

// connections are the connections of now. A connection's lock is never taken under the
// server's: a channel that begins takes them the other way round.
func (s *Server) connections() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.conns))
}

func (s *Server) event(e Event) {
	e.At = s.opts.Now()
	s.opts.Event(e)
}

// addressOf is the address of a connection's other end; zero if it has none.
func addressOf(c net.Conn) netip.Addr {
	if tcp, ok := c.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}
