package payment

import (
	"errors"
	"time"

	"motoconsole/internal/payment/servertest"
)

// The simulation with its journals on a PostgreSQL server.

// begins is the beginning of a bubble with a server.
func (s *sim) begins(server *servertest.World) {
	s.server = server
	s.restores = false // that is the affair of the server's keeper
	server.Begin(func(format string, args ...any) { s.log("server", format, args...) }, func(after time.Duration, do func()) {
		go func() {
			s.pause(after)
			s.step("server goes on")
			do()
		}()
	})
}

// openOn is the journal as a process finds it, if the process can reach the server.
func (s *sim) openOn(p *process) (openBook, error) {
	journal := 0
	if p.book != s.books[0] {
		journal = 1
	}
	b, err := s.server.Open(journal, p.now, p.die)
	s.step(p.name + " has opened the journal") // that may have taken a while
	if err != nil {
		return nil, err
	}
	return b, nil
}

// asksServer makes a call to the server to which a fault happens.
func (p *process) asksServer(f fault, what string, call func() error) error {
	b, is := p.memory.(*servertest.Book)
	if !is {
		return errors.New("the journal is not on a server")
	}
	b.Meets(p.blowOf(f), p.between(0, 40*time.Second))
	err := call()
	b.Meets(servertest.None, 0)
	p.step("has asked to " + what) // another may have been woken in the same moment
	return err
}

// blowOf is what a fault at a write means on a server.
func (s *sim) blowOf(f fault) servertest.Blow {
	switch {
	case f.instead:
		return servertest.DiesBefore
	case f.before:
		return servertest.DiesAfter
	case f.lost != nil:
		return servertest.Before(s.rng)
	case f.unknown != nil:
		return servertest.Unsure(s.rng)
	default:
		return servertest.None
	}
}

// shake is what happens to the server at any step, whatever the consoles do.
func (s *sim) shake() {
	for s.rest("server", 2*time.Minute); ; s.rest("server", 3*time.Minute) {
		if s.step("server ails"); s.over.Load() || !s.faulty {
			return
		}
		if end := s.server.Ail(s.rng); end != nil {
			s.rest("server ails", 70*time.Second)
			s.step("server is well again")
			end()
		}
	}
}

// leasesHold reports that no lease can end early: a journal's clock is right. In memory it is
// that of the host.
func (s *sim) leasesHold() bool {
	if s.server != nil {
		return !s.server.SetsClock
	}
	return s.clocks == rightClocks
}

// verifies judges that the chains of the journals are whole.
func (s *sim) verifies() {
	for _, wrong := range s.server.Verify() {
		s.violated("I7", "the journal is not as it was written: %s", wrong)
	}
}
