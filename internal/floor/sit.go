package floor

import (
	"context"
	"errors"
	"sync"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/sshd"
	"motoconsole/ui"
)

// objects is how long a terminal may object to another that asks for its console.
const objects = 10 * time.Second

// patience is how long a terminal may take to be given back.
const patience = time.Second

// The causes with which a session ends, beside those of its line.
var (
	errNotBack = errors.New("the agent did not come back")
	errOver    = errors.New("the session is over")
	errSite    = errors.New("the agent may not work at this site any more")
	errMemory  = errors.New("there was no memory for card data")
)

// endedBy is the cause of an end by a supervisor. The journal keeps the name of the agent, by
// which its other events name them, and the agent is shown the display name.
type endedBy struct{ agent, shown string }

// Error implements error.
func (by endedBy) Error() string { return by.agent + " ended the session" }

// handle runs what an agent asks for over a line.
func (f *Floor) handle(ctx context.Context, s *sshd.Session) int {
	if line, is := s.Command(); is {
		return f.command(ctx, s, line)
	}
	for {
		st, fresh, refusal := f.claim(s.Agent())
		switch {
		case refusal != "":
			return s.Refuse(refusal)
		case fresh:
			first, seated := make(chan *sshd.Session, 1), make(chan *line, 1)
			first <- s
			f.start("a session", func() { st.run(first, seated) })
			if l := <-seated; l != nil {
				return st.serve(ctx, s, l)
			}
			return exitFailed
		}
		<-st.opened
		l, how, refusal := st.join(ctx, s)
		switch {
		case refusal != "":
			return s.Refuse(refusal)
		case l != nil:
			s.Begin(how)
			return st.serve(ctx, s, l)
		case ctx.Err() != nil:
			return exitFailed
		}
		// The session ended meanwhile: a fresh one begins.
	}
}

// command runs a command line of an agent.
func (f *Floor) command(ctx context.Context, s *sshd.Session, line string) int {
	return f.opts.Command(ctx, s, f.door.of(s.Agent()), line, func(kind journal.AuditKind, result string) {
		f.own.Note(journal.Audit{Kind: kind, Agent: s.Agent(), Address: s.Address(), Result: result})
	})
}

// claim is the session of an agent. A fresh one is counted, and has to be run. Its rights
// are read again once recheck knows it: they may have changed just before.
func (f *Floor) claim(agent string) (st *seat, fresh bool, refusal string) {
	if st, fresh, refusal = f.seatOf(agent); fresh {
		st.regrant()
	}
	return st, fresh, refusal
}

// seatOf is the seat of an agent, or a fresh one.
func (f *Floor) seatOf(agent string) (st *seat, fresh bool, refusal string) {
	settings := f.door.of(agent)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closing {
		return nil, false, "This server is closing: sign in again in a moment."
	}
	if st = f.seats[agent]; st != nil && st.ctx.Err() == nil {
		return st, false, ""
	}
	if refusal = f.server.Enter(agent); refusal != "" {
		return nil, false, refusal
	}
	st = &seat{floor: f, agent: agent, settings: settings, begun: f.now(), opened: make(chan struct{}), input: newInput()}
	st.isOpen = sync.OnceFunc(func() { close(st.opened) })
	st.grant.Set(settings.Grant)
	st.settings.Grant = st.grant.Grant()
	st.ctx, st.end = context.WithCancelCause(context.Background())
	f.seats[agent], f.all[st] = st, true
	return st, true, ""
}

// unseat lets the agent's next sign-in begin a fresh session.
func (f *Floor) unseat(st *seat) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seats[st.agent] == st {
		delete(f.seats, st.agent)
	}
}

// leave ends what claim began.
func (f *Floor) leave(st *seat) {
	f.unseat(st)
	st.end(errOver)
	f.mu.Lock()
	delete(f.all, st)
	f.mu.Unlock()
	f.server.Leave(st.agent)
	f.own.Note(journal.Audit{Kind: journal.AuditEnd, Agent: st.agent, Address: st.addressNow(), Result: "the console ended: " + st.why()})
	f.changed()
}

// why is why the session ended.
func (st *seat) why() string {
	if cause := context.Cause(st.ctx); !errors.Is(cause, errOver) {
		return cause.Error()
	}
	return "the agent left it"
}

// serve keeps a line until it has left the seat, and returns its exit status.
func (st *seat) serve(ctx context.Context, s *sshd.Session, l *line) int {
	ended := ctx.Done()
	for {
		select {
		case size := <-s.Resized():
			st.resize(l, size)
		case <-l.gone:
			return l.code
		case <-ended:
			ended = nil
			if cause := context.Cause(ctx); errors.Is(cause, sshd.ErrGone) {
				st.drop(l)
			} else if st.has(l) { // else it ends with another line
				st.end(cause)
			}
		}
	}
}

// join shows the session on another terminal: at once if it has none, else if the one
// that it has does not object. It returns no line if the session is over, or the client
// gone.
func (st *seat) join(ctx context.Context, s *sshd.Session) (l *line, how, refusal string) {
	st.mu.Lock()
	old, screen := st.line, st.screen
	switch {
	case st.over || st.ctx.Err() != nil:
		st.mu.Unlock()
		return nil, "", ""
	case st.asked:
		st.mu.Unlock()
		return nil, "", "Another terminal has asked for your console just now: sign in again in a moment."
	case old == nil:
		st.mu.Unlock()
		return st.attach(s), "came back", ""
	}
	st.asked = true
	from := st.address
	st.mu.Unlock()
	defer func() {
		st.mu.Lock()
		st.asked = false
		st.mu.Unlock()
	}()
	kept := make(chan struct{})
	if screen != nil {
		screen.Send(ui.WantedMsg{
			Says: "! You are signing in at " + s.Address() + ". Press a key to keep the console here; otherwise it moves there in 10 seconds.",
			Keep: sync.OnceFunc(func() { close(kept) }),
		})
	}
	s.Say("Your console is open at another terminal, at " + from + ". It moves here in 10 seconds, unless a key is pressed there.")
	select {
	case <-kept:
		return nil, "", "A key was pressed at your other terminal, so your console stays there: leave it there, then sign in again."
	case <-ctx.Done():
		if screen != nil {
			screen.Send(ui.WantedMsg{})
		}
		return nil, "", ""
	case <-st.ctx.Done():
		return nil, "", ""
	case <-old.gone:
	case <-st.floor.after(objects):
		st.takeFrom(old, s.Address())
	}
	return st.attach(s), "took over", ""
}

// takeFrom takes the session away from a terminal, and tells it why. Keys typed
// there no longer count, and a card typed there is wiped.
func (st *seat) takeFrom(old *line, to string) {
	st.input.unset(old.ssh)
	st.mu.Lock()
	screen := st.screen
	st.mu.Unlock()
	if screen != nil {
		screen.Send(ui.LostMsg{})
		released := screen.Release()
		late := time.NewTimer(patience)
		defer late.Stop()
		select {
		case <-released:
		case <-screen.Done():
		case <-late.C:
			old.ssh.Drop() // the write under way ends
			select {
			case <-released:
			case <-screen.Done():
			}
		}
	}
	if _, had := st.detach(old); !had {
		return
	}
	defer st.floor.forget()
	defer st.close(old)
	old.ssh.Say("Your console moved to another terminal, at " + to + ", where you signed in.")
	old.ssh.End(exitFailed)
}
