package payment

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/payment/servertest"
)

// simOutcome is what came of one run.
type simOutcome struct {
	world                  world
	violations             []string
	steps, faults, crashes int
	attempts, sent, alarms int
	strikes                [strikes]int
	blown                  [servertest.Blows]int // by a server
	trace                  string
}

// simulate runs one seed.
func simulate(t *testing.T, seed uint64, m mutant, trace bool) simOutcome {
	t.Helper()
	return simulateOn(t, nil, seed, m, trace)
}

// simulateOn runs one seed with its journals on a server, or in memory for nil.
func simulateOn(t *testing.T, server *servertest.World, seed uint64, m mutant, trace bool) (out simOutcome) {
	t.Helper()
	synctest.Test(t, func(*testing.T) {
		s := newSim(server, seed, m)
		if trace {
			s.trace = &strings.Builder{}
			fmt.Fprintln(s.trace, s.world)
		}
		s.run()
		out = simOutcome{
			world: s.world, violations: s.violations, steps: s.steps, faults: s.faults, crashes: s.crashes,
			attempts: len(s.order), sent: len(s.bank.booked), alarms: s.alarms, strikes: s.strikes,
		}
		if trace {
			out.trace = s.trace.String()
		}
	})
	return out
}

func newSim(server *servertest.World, seed uint64, m mutant) *sim {
	s := &sim{
		world: newWorld(seed), rng: rand.New(rand.NewPCG(seed, 2)), began: time.Now(), //nolint:gosec // repeatable, not secret
		faulty: true, taking: true, calm: make(chan struct{}), ended: make(chan struct{}),
		arrivals: make(chan *turn, 1024), attempts: map[string]*attempted{}, mutant: m,
	}
	if m.world != nil {
		m.world(&s.world)
	}
	if server != nil {
		s.begins(server)
	}
	s.newBook("M0")
	if s.second {
		s.newBook("N0")
	}
	return s
}

// run is the life of a shop: a time in which everything goes wrong, a time in
// which nothing does and everything has to become known, and the reckoning.
func (s *sim) run() {
	s.invite()
	shared := &host{boot: "shared"}
	for i := range s.consoles {
		h := shared
		if s.clocks == manyClocks || s.machines {
			h = &host{boot: fmt.Sprint("host ", i)}
		}
		b := s.books[0]
		if s.second && i == s.consoles-1 {
			b = s.books[1]
		}
		go s.console(i, h, b)
	}
	for i := range s.checkers {
		go s.checker(i, shared, s.books[i%len(s.books)])
	}
	if s.portal {
		go s.portalPeople()
	}
	if s.restores {
		go s.admin(s.books[0])
	}
	if s.server != nil {
		go s.shake()
	}
	s.schedule(s.began.Add(s.faultsFor))

	s.faulty, s.taking = false, false
	s.setRight()
	close(s.calm)
	s.log("", "from now on nothing goes wrong")
	calm := time.Now()
	s.schedule(calm.Add(doubt.SendingTime(s.deadline)))
	if !s.known() {
		// A fault drawn before the calm may still kill a process that was
		// sending, and with it a check that has just begun.
		s.schedule(calm.Add(doubt.SendingTime(s.deadline) + resolve.CheckLease + 10*time.Second))
		for _, b := range s.books {
			s.listed(b)
		}
	}
	for end := calm.Add(s.settling()); !s.known() && time.Now().Before(end); {
		s.schedule(time.Now().Add(min(10*time.Second, time.Until(end))))
	}
	s.settled()
	if s.slow || s.supervisor || s.restores { // what was called not taken may turn up at its next check
		s.schedule(time.Now().Add(s.maxBook + s.maxLag + doubt.SlowGap + time.Minute))
	}
	for _, b := range s.books {
		if !b.replaced.IsZero() {
			s.remembers(b)
		}
		s.reckon(b)
	}
	s.charged()
	if s.server != nil {
		s.verifies()
	}
	s.end()
}

// setRight sets the clocks of the hosts of one journal right, in most seeds.
// Where they stay hours apart, each host finds that the others have put its
// checks off, and all of them check every second until everything is known.
func (s *sim) setRight() {
	if s.server != nil {
		s.server.SetRight()
	}
	if s.clocks != manyClocks || s.seed%5 == 0 {
		return
	}
	for _, p := range s.processes {
		if !p.host.recording(s) {
			p.host.offset.Store(0)
		}
	}
}

// console is a desk: an agent's calls, and one process after the other.
func (s *sim) console(i int, h *host, b *book) {
	var calls []*caller
	for life := 1; ; life++ {
		name := fmt.Sprintf("c%d.%d", i+1, life)
		s.step(name + " starts")
		if s.over.Load() {
			return
		}
		if life == 1 { // some callers get through to two desks
			for _, c := range s.callers {
				if c.id%s.consoles == i || s.chance(0.3) {
					calls = append(calls, c)
				}
			}
		}
		p := s.start(name, h, b)
		if p == nil {
			s.rest(name, 30*time.Second)
			continue
		}
		ctx, stop := context.WithCancel(context.Background())
		p.stop = stop
		if s.restores || s.chance(0.2) {
			go p.reconcile()
		}
		go p.drain()
		go p.resolver.Run(ctx)
		go p.work(&calls)
		<-p.dead
		s.rest(name, 90*time.Second)
	}
}

// checker is `moto resolve`, called now and then.
func (s *sim) checker(i int, h *host, b *book) {
	for life := 1; ; life++ {
		name := fmt.Sprintf("r%d.%d", i+1, life)
		s.rest(name, 3*time.Minute)
		s.step(name + " starts")
		if s.over.Load() || !s.faulty {
			return
		}
		p := s.start(name, h, b)
		if p == nil {
			continue
		}
		p.check()
		p.step("ends")
		p.die("")
	}
}

func (p *process) check() {
	open, err := p.resolver.Store.Unresolved(context.Background(), plenty)
	if err != nil {
		return
	}
	for _, e := range open {
		if e.State != journal.Known {
			e, err := p.resolver.Check(context.Background(), e.ID)
			if p.supervisor && (err == nil && e.State != journal.Known || errors.Is(err, journal.ErrBusy)) && p.step("asks a supervisor") {
				p.supervise(e)
			}
		}
	}
}

// rest is the time between two lives.
func (s *sim) rest(name string, most time.Duration) {
	if s.step(name + " rests"); s.over.Load() {
		return
	}
	s.pause(s.between(0, most))
}

// pause is cut short when nothing goes wrong any more.
func (s *sim) pause(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.calm:
	case <-s.ended:
	}
}
