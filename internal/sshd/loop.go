package sshd

import (
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/panics"
)

// serve answers the client's requests until the channel is gone and the session has
// ended. A channel on which nothing runs ends with its connection, and when its time to
// start is over.
func (s *Session) serve(requests <-chan *ssh.Request) {
	answered := false
	defer func() {
		if !answered { // a panic: this client gets no answer any more
			s.Drop()
		}
		close(s.gone)
		s.end(ErrGone)
		s.running.Wait()
	}()
	ended, late := s.ctx.Done(), s.conn.server.after(startsWithin)
	for {
		select {
		case r, more := <-requests:
			if !more {
				answered = true
				return
			}
			if r.Type == "exec" { // a command may name a card
				s.conn.took(len(r.Payload))
			}
			ok := s.answer(r)
			if r.WantReply {
				_ = r.Reply(ok, nil)
			}
			if ok && (r.Type == "shell" || r.Type == "exec") {
				s.start("a session", s.run)
			}
		case <-ended:
			ended = nil
			s.giveUp()
		case <-late:
			late = nil
			s.giveUp()
		}
	}
}

// start runs what ends the session when it is done.
func (s *Session) start(what string, f func()) {
	s.running.Add(1)
	s.conn.running.Add(1)
	go panics.Caught(s.conn.server.opts.Log, what, func() {
		defer s.running.Done()
		defer s.conn.running.Add(-1)
		f()
	})
}

// giveUp ends a session that has not started. The client still has to close its side, or
// is dropped.
func (s *Session) giveUp() {
	if s.started {
		return
	}
	s.started = true
	s.start("the end of a session", func() { s.End(exitFailed) })
}

// answer takes in a request, and reports whether it is granted.
func (s *Session) answer(r *ssh.Request) (ok bool) {
	if s.started {
		if r.Type != "window-change" {
			return false
		}
		size, ok := parseSize(r.Payload)
		if ok {
			s.resize(size)
		}
		return ok
	}
	switch r.Type {
	case "pty-req":
		if s.terminal != "" || !s.who.terminal {
			return false
		}
		s.terminal, s.size, ok = parseTerminal(r.Payload)
	case "window-change":
		var size Size
		if size, ok = parseSize(r.Payload); ok {
			s.size = size
		}
	case "env":
		var name, value string
		if name, value, ok = parseVariable(r.Payload); ok {
			s.env[name] = value
		}
	case "shell":
		s.started, ok = true, true
	case "exec":
		if s.command, ok = parseCommand(r.Payload); ok {
			s.started, s.executes = true, true
		}
	}
	return ok
}

// resize keeps the newest size. Only the loop of requests calls it.
func (s *Session) resize(size Size) {
	select {
	case <-s.resized:
	default:
	}
	s.resized <- size
}
