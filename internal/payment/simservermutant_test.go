package payment

import (
	"context"
	"strings"
	"sync"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/servertest"
)

// TestServerSimulationCatches breaks one rule at a time that matters on a server, and the
// simulation has to find it by one of the invariants that it ought to break.
func TestServerSimulationCatches(t *testing.T) {
	effort.Whole(t)
	if paymenttest.RaceEnabled {
		t.Skip("the race detector has nothing to find here, and is slow")
	}
	const most = 200
	farm := servertest.NewFarm(t, most)
	for name, m := range map[string]struct {
		mutant
		by []string
	}{
		"sent before the intent is recorded": {mutant{store: func(p *process, s journal.Store) journal.Store {
			return sendsFirst{Store: s, p: p, early: map[string]journal.Entry{}}
		}}, []string{"I2"}},
		"an outcome without an answer is taken for recorded": {mutant{store: func(_ *process, s journal.Store) journal.Store { return believesOutcomes{s} }}, []string{"I7"}},
		"a commit without an answer is taken for failed, and the card is charged again": {
			mutant{store: func(p *process, s journal.Store) journal.Store { return startsAnew{s, p} }}, []string{"I1", "I3"},
		},
		"leases go by the clock of each host": {mutant{hostClock: true, world: clocksApart}, []string{"I16"}},
		"leases end as they begin":            {mutant{store: noLeases, world: clocksApart}, []string{"I16"}},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			what := ""
			paymenttest.InParallel(t, most, func(t *testing.T, seed uint64) bool {
				out := simulateServed(t, farm, seed, m.mutant, false)
				mu.Lock()
				defer mu.Unlock()
				for _, v := range out.violations {
					for _, i := range m.by {
						if what == "" && strings.HasPrefix(v, i+":") {
							what = v
							t.Logf("caught by seed %d: %s", seed, v)
						}
					}
				}
				return what == ""
			})
			if what == "" {
				t.Errorf("not caught in %d seeds", most)
			}
		})
	}
}

// clocksApart gives each desk a host, with a clock of its own, and lets little else go wrong.
func clocksApart(w *world) {
	w.clocks, w.consoles, w.faultRate = manyClocks, 3, 0.3
}

// believesOutcomes takes an outcome for recorded when the server has not answered.
type believesOutcomes struct{ journal.Store }

func (s believesOutcomes) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	e, err := s.Store.Record(ctx, id, c)
	if journal.FaultOf(err) != journal.FaultAway {
		return e, err
	}
	if e, err = s.Get(ctx, id); err == nil {
		err = c.Apply(&e)
	}
	return e, err
}

// startsAnew takes an outcome without an answer for one that was not recorded, and begins
// the whole payment once more.
type startsAnew struct {
	journal.Store
	p *process
}

func (s startsAnew) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	e, err := s.Store.Record(ctx, id, c)
	if t := s.p.attempts[id]; t != nil && c.Step == journal.StepAnswered && journal.FaultOf(err) == journal.FaultAway {
		_, _ = line{s.p}.Auth(ctx, gateway.AuthRequest{Site: simSite, OrderReference: id, Amount: t.Charge.Amount})
	}
	return e, err
}
