package payment

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing/synctest"
	"time"

	"motoconsole/internal/payment/servertest"
)

// This file and the others named sim are a simulation: consoles, checkers and a bank
// in one bubble of fake time, where one seed decides everything that happens.
// Processor, Resolver and doubt.Rule are the real ones. Every call into the
// journal or to the gateway, and every act of an agent, is a step, and at each step
// something may go wrong, up to the death of the process.

// sim is one run.
type sim struct {
	world
	rng   *rand.Rand
	began time.Time
	// faulty is while things go wrong, taking while agents begin payments.
	faulty, taking bool
	calm, ended    chan struct{} // closed when faulty ends, and at the end
	over           atomic.Bool

	arrivals chan *turn
	waiting  []*turn

	server    *servertest.World // with the journals; nil keeps them in memory
	books     []*book
	caller    atomic.Pointer[process] // whose clock the journal reads
	bank      ledger
	processes []*process
	callers   []*caller
	attempts  map[string]*attempted // by order reference as sent
	order     []*attempted          // in the order of their confirmation
	called    sync.Map              // what the trace calls entries with random ids
	mutant    mutant

	suffixes               int
	steps, faults, crashes int
	strikes                [strikes]int
	alarms                 int
	violations             []string
	trace                  *strings.Builder // nil keeps none
}

// turn is a goroutine that stands before a step.
type turn struct {
	what string
	run  chan struct{}
}

// step gives way to the others: it returns when the schedule lets this
// goroutine go on. From then until it sleeps, waits or takes another step, it
// is the only one at work, and only such a goroutine draws from rng or changes
// the run.
func (s *sim) step(what string) {
	if s.over.Load() {
		return
	}
	t := &turn{what: what, run: make(chan struct{})}
	s.arrivals <- t
	<-t.run
}

// schedule lets steps be taken, one at a time, until the fake time given.
func (s *sim) schedule(until time.Time) {
	// The odd nanosecond keeps every other goroutine from waking at the same instant.
	end := time.NewTimer(time.Until(until) + time.Nanosecond)
	defer end.Stop()
	for {
		if len(s.waiting) == 0 {
			select {
			case t := <-s.arrivals:
				s.waiting = append(s.waiting, t)
			case <-end.C:
				return
			}
		}
		s.collect()
		i := 0
		if len(s.waiting) > 1 {
			i = s.rng.IntN(len(s.waiting))
		}
		next := s.waiting[i]
		s.waiting = slices.Delete(s.waiting, i, i+1)
		close(next.run)
		s.collect()
	}
}

// collect waits until no process is at work and lists those that stand before a
// step, in an order that does not depend on which came first.
func (s *sim) collect() {
	synctest.Wait()
	for len(s.arrivals) > 0 {
		s.waiting = append(s.waiting, <-s.arrivals)
	}
	slices.SortStableFunc(s.waiting, func(a, b *turn) int { return cmp.Compare(a.what, b.what) })
}

// end kills every process and lets all that wait end.
func (s *sim) end() {
	synctest.Wait()
	for _, p := range s.processes {
		p.die("")
	}
	s.over.Store(true)
	close(s.ended)
	s.collect()
	for _, t := range s.waiting {
		close(t.run)
	}
	time.Sleep(2 * time.Hour) // what is still tried again in the background ends
	if s.server != nil {
		s.server.End()
	}
}

// violated notes a broken rule.
func (s *sim) violated(rule, format string, args ...any) {
	text := rule + ": " + fmt.Sprintf(format, args...)
	s.violations = append(s.violations, text)
	s.log("", "VIOLATED %s", text)
}

// log writes a line of the trace.
func (s *sim) log(who, format string, args ...any) {
	if s.trace == nil {
		return
	}
	fmt.Fprintf(s.trace, "%10.3fs  %-6s %s\n", time.Since(s.began).Seconds(), who, fmt.Sprintf(format, args...))
}

// between is a random duration.
func (s *sim) between(from, to time.Duration) time.Duration {
	if to <= from {
		return from
	}
	return from + time.Duration(s.rng.Int64N(int64(to-from)))
}

// chance is true with probability p.
func (s *sim) chance(p float64) bool { return s.rng.Float64() < p }

// goes counts a step and reports whether something goes wrong at it.
func (s *sim) goes() (wrong bool) {
	if !s.faulty {
		return false
	}
	if s.steps++; !s.chance(s.faultRate) {
		return false
	}
	s.faults++
	return true
}
