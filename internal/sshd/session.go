package sshd

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// The exit statuses of the package's own refusals, as of moto's commands.
const (
	exitFailed = 1
	exitUsage  = 2
)

// parting is how long the end of a session waits for the client.
const parting = 2 * time.Second

// startsWithin is how long a client may have a channel and ask for nothing to run on it.
const startsWithin = 10 * time.Second

// longestCommand is how long a command may take.
const longestCommand = time.Hour

// Session is a terminal, or one command, of an agent who signed in.
type Session struct {
	conn    *conn
	who     identity
	channel ssh.Channel
	ctx     context.Context
	end     context.CancelCauseFunc
	resized chan Size
	gone    chan struct{} // closed once the client has closed its side too
	ending  sync.Once

	// Only the loop of requests uses the fields below, until the session runs.
	terminal string // its name; "" for none
	size     Size
	env      map[string]string
	command  string
	executes bool
	running  sync.WaitGroup
	started  bool

	begun bool // an event has told so
}

func newSession(c *conn, channel ssh.Channel) *Session {
	s := &Session{conn: c, who: c.identity(), channel: channel, resized: make(chan Size, 1), gone: make(chan struct{}), env: map[string]string{}}
	s.ctx, s.end = context.WithCancelCause(c.ctx)
	return s
}

// Agent is who signed in.
func (s *Session) Agent() string { return s.who.agent }

// Address is where the agent's client is.
func (s *Session) Address() string { return s.conn.from.String() }

// Command is the command line, and whether the client asked for one. Its text must
// never be logged.
func (s *Session) Command() (line string, ok bool) { return s.command, s.executes }

// Terminal is the client's terminal, if it has one.
func (s *Session) Terminal() (name string, size Size, ok bool) {
	return s.terminal, s.size, s.terminal != ""
}

// Getenv is the environment of the session: TERM, COLORTERM, NO_COLOR and LANG, as far
// as the client sent them.
func (s *Session) Getenv(name string) string {
	if name == "TERM" {
		return s.terminal
	}
	return s.env[name]
}

// Resized gives the sizes of the terminal as they change, the newest only.
func (s *Session) Resized() <-chan Size { return s.resized }

// Read reads what the client sends. A command gets nothing.
func (s *Session) Read(p []byte) (int, error) {
	if s.executes {
		return 0, io.EOF
	}
	n, err := s.channel.Read(p)
	s.conn.hear()
	s.conn.took(n)
	return n, err
}

// piece is the most that is written at once. The SSH library keeps two buffers for each
// session as long as the longest packet so far: a key needs some ten bytes of them, a whole
// page four thousand.
const piece = 1 << 10

// Write writes to the client. It waits while the client takes nothing; End and Drop end that.
func (s *Session) Write(p []byte) (written int, err error) {
	for some := range slices.Chunk(p, piece) {
		n, err := s.channel.Write(some)
		if written += n; err != nil {
			return written, err
		}
	}
	return written, nil
}

// Stderr writes errors to the client.
func (s *Session) Stderr() io.Writer { return s.channel.Stderr() }

// Say writes a sentence, and does not wait for long. It writes it where errors go: a
// Write may still be waiting for the client, and a channel's two outputs are apart.
func (s *Session) Say(text string) { s.say(text + "\n") }

func (s *Session) say(text string) {
	if s.terminal != "" {
		text = text[:len(text)-1] + "\r\n"
	}
	s.promptly(func() { _, _ = io.WriteString(s.channel.Stderr(), text) })
}

// promptly does something for which the client is needed. If that takes too long, the
// client is gone or does not read: its connection is closed.
func (s *Session) promptly(f func()) {
	done := make(chan struct{})
	go panics.Caught(s.conn.server.opts.Log, "what a client is told", func() {
		defer close(done)
		f()
	})
	patience := time.NewTimer(parting)
	defer patience.Stop()
	select {
	case <-done:
	case <-patience.C:
		s.Drop()
		<-done
	}
}

// Drop closes the whole connection. Reads and writes end.
func (s *Session) Drop() { _ = s.conn.net.Close() }

// End tells the client the exit status and closes the session. When it returns, reads
// and writes end without waiting. The end of the handler does the same.
func (s *Session) End(status int) {
	s.ending.Do(func() {
		s.promptly(func() {
			_, _ = s.channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{uint32(status)})) //nolint:gosec // a small number
			_ = s.channel.Close()
			<-s.gone // the client answers, or it is dropped
		})
	})
}

// run runs the session, and tells the client how it ended.
func (s *Session) run() {
	status := exitUsage
	switch refusal := s.refusal(); {
	case refusal != "":
		s.event(Refused, refusal)
		s.say(refusal + "\n")
	default:
		if s.counted() {
			s.Begin("began")
		}
		if status = s.handle(); s.begun {
			s.event(Ended, s.how())
		}
	}
	s.End(status)
}

// counted reports that the package counts the session: Handle does not.
func (s *Session) counted() bool { return s.executes || !s.conn.server.opts.Seats }

// Begin tells how a session began. Handle calls it.
func (s *Session) Begin(how string) {
	s.begun = true
	s.event(Began, how)
}

// Refuse tells the agent, in a sentence, why there is no session, and returns the exit
// status. Handle calls it in place of Begin.
func (s *Session) Refuse(why string) (status int) {
	s.event(Refused, why)
	s.Say(why)
	return exitUsage
}

// Signer is who signed in.
func (s *Session) Signer() Signer { return Signer{s.who} }

// refusal is why the session does not run; "" if it does. A session that runs is
// counted.
func (s *Session) refusal() string {
	switch {
	case !s.executes && !s.who.terminal:
		return "Your certificate allows no terminal (permit-pty): ask for one that does."
	case !s.executes && s.terminal == "":
		return "The console needs a terminal: sign in without a command and without redirecting, or with ssh -t."
	}
	gate := s.conn.server.gate
	if !s.executes {
		if refusal := gate.terminal(s.Agent()); refusal != "" {
			return refusal
		}
	}
	switch {
	case !s.counted():
		return ""
	case s.executes:
		return gate.command(s.Agent())
	}
	return gate.begin(s.Agent())
}

func (s *Session) handle() (status int) {
	server := s.conn.server
	if s.counted() {
		defer server.gate.end(s.Agent())
	}
	if s.executes {
		s.conn.commands.Add(1)
		defer s.conn.commands.Add(-1)
		go panics.Caught(server.opts.Log, "unread input", func() { s.conn.discard(s.channel) })
	}
	s.conn.hear()
	if panics.Caught(server.opts.Log, "a session", func() { status = s.call() }) {
		s.say("A defect of moto ended this session. A payment on its way is completed, and its outcome recorded.\n")
		return exitFailed
	}
	return status
}

// call calls the handler. A terminal's handler ends by itself once its context has
// ended. A command may hang in a write to a client that does not read.
func (s *Session) call() int {
	handle := s.conn.server.opts.Handle
	if !s.executes {
		return handle(s.ctx, s)
	}
	ctx, cancel := context.WithTimeoutCause(s.ctx, longestCommand, ErrTooLong)
	defer cancel()
	done := make(chan struct{})
	defer close(done)
	go panics.Caught(s.conn.server.opts.Log, "what ends a command", func() {
		<-ctx.Done()
		select {
		case <-done:
		case <-time.After(parting):
			s.Drop()
		}
	})
	return handle(ctx, s)
}

// how is the way in which the session ended.
func (s *Session) how() string {
	if s.ctx.Err() == nil {
		return "left"
	}
	return context.Cause(s.ctx).Error()
}

func (s *Session) event(kind Kind, result string) {
	who, reason := s.who, Reason("")
	if kind == Refused {
		reason = ForSession
	}
	s.conn.server.event(Event{Kind: kind, Reason: reason, Agent: who.agent, Address: s.conn.from.String(), Result: result, Key: who.fingerprint, Serial: who.serial})
}
