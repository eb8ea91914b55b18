package operation

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
)

// moneyMutant breaks one thing of the engine that gives money back.
type moneyMutant struct {
	name   string
	line   func(Gateway) Gateway                 // of the operations
	query  func(payment.Querier) payment.Querier // of the resolver
	store  func(journal.Store) journal.Store     // of the operations
	engine func(journal.Store) journal.Store     // of both
	world  func(*moneyWorld)                     // in which it tells soon
}

func moneyMutants() []moneyMutant {
	return []moneyMutant{
		{name: "the last look is skipped", line: func(r Gateway) Gateway { return &looksOnce{Gateway: r, seen: map[string]gateway.QueryResult{}} }},
		{name: "unseen updates are ignored", store: func(s journal.Store) journal.Store {
			return remembers{s, func(e journal.Entry) (journal.Entry, bool) { return e, !doubt.IsPromise(e) }}
		}},
		{name: "evidence among the children is ignored", query: func(q payment.Querier) payment.Querier { return seesNoOrphans{q} }, store: func(s journal.Store) journal.Store { return heedsNoLook{s} }},
		{name: "limits hold for each operation only", store: func(s journal.Store) journal.Store {
			return remembersDays{s, func(e journal.Entry) bool { return e.State == journal.Open }}
		}},
		{name: "what is held counts for no day", world: smallDays, store: func(s journal.Store) journal.Store {
			return remembersDays{s, func(e journal.Entry) bool { return e.State == journal.Open || e.Operation != journal.OpHold }}
		}},
		{name: "rivals that were made are ignored", store: func(s journal.Store) journal.Store {
			return remembers{s, func(e journal.Entry) (journal.Entry, bool) {
				if e.RequestType() == journal.TypeRefund && e.State == journal.Known {
					const day = 24 * time.Hour // it counts as made, long ago
					e.IntentAt, e.AnsweredAt, e.ResolvedAt = e.IntentAt.Add(-day), e.AnsweredAt.Add(-day), e.ResolvedAt.Add(-day)
				}
				return e, true
			}}
		}},
		{name: "a reduction gives nothing back", store: func(s journal.Store) journal.Store {
			return remembers{s, func(e journal.Entry) (journal.Entry, bool) {
				if e.RequestType() == journal.TypeUpdate {
					e.Amount.Minor++ // which only the guard of giving back compares
				}
				return e, true
			}}
		}},
		{name: "a raise that does not show is forgotten", world: slowRaises, store: func(s journal.Store) journal.Store {
			return remembers{s, func(e journal.Entry) (journal.Entry, bool) {
				return e, e.Operation != journal.OpRaise || e.State != journal.Known
			}}
		}},
		{name: "the number of a series is forgotten", store: func(s journal.Store) journal.Store {
			return remembers{s, func(e journal.Entry) (journal.Entry, bool) { e.Initiation = ""; return e, true }}
		}},
		{name: "promises are not checked", engine: func(s journal.Store) journal.Store { return checksNoPromise{s} }},
	}
}

// TestSimulationOfMoneyCatches: each mutant is caught, and soon.
func TestSimulationOfMoneyCatches(t *testing.T) {
	if paymenttest.RaceEnabled {
		t.Skip("the race detector has nothing to find here, and is slow")
	}
	const most = 2000
	for _, m := range moneyMutants() {
		t.Run(m.name, func(t *testing.T) {
			var mu sync.Mutex
			var caught atomic.Uint64
			what := ""
			paymenttest.InParallel(t, most, func(t *testing.T, seed uint64) bool {
				out := simulateMoney(t, seed, m, false)
				if len(out.violations) == 0 {
					return true
				}
				mu.Lock()
				defer mu.Unlock()
				if at := caught.Load(); at == 0 || seed < at {
					caught.Store(seed)
					what = fmt.Sprint(out.violations[0])
				}
				return false
			})
			if caught.Load() == 0 {
				t.Errorf("not caught in %d seeds", most)
				return
			}
			t.Logf("caught by seed %d: %s", caught.Load(), what)
		})
	}
}

// slowRaises has only pre-authorisations, and shows late what was done.
func slowRaises(w *moneyWorld) {
	w.lag.update, w.lag.repeat, w.faultRate = 200*time.Second, time.Second, 0.8
	for _, p := range w.bank.payments {
		p.method, p.begins, p.settledAt = string(gateway.AuthPre), "0", time.Time{}
	}
}

// smallDays lets an agent give back little more than one payment in a day.
func smallDays(w *moneyWorld) {
	w.limits.MaxAgentDay = paymenttest.Pounds(3500)
	for _, p := range w.bank.payments {
		p.asked = 3000
	}
}

// looksOnce shows every later look what the agent saw.
type looksOnce struct {
	Gateway

	mu   sync.Mutex
	seen map[string]gateway.QueryResult
}

func (l *looksOnce) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	key := first(q.TransactionReferences) + "<" + first(q.Parents)
	if ctx.Value(moneyAsking{}) == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		if result, ok := l.seen[key]; ok {
			return result, nil
		}
		return gateway.QueryResult{}, errMoneyQuery
	}
	result, err := l.Gateway.Query(ctx, q)
	if err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.seen[key] = result
	}
	return result, err
}

// remembers changes what the journal has of a payment, or leaves it out.
type remembers struct {
	journal.Store
	as func(journal.Entry) (journal.Entry, bool)
}

func (s remembers) ByTransaction(ctx context.Context, reference string) ([]journal.Entry, error) {
	found, err := s.Store.ByTransaction(ctx, reference)
	return s.changed(found), err
}

func (s remembers) GivenBack(ctx context.Context, m gateway.Money, since time.Time, at clock.Reading) ([]journal.Entry, error) {
	found, err := s.Store.GivenBack(ctx, m, since, at)
	return s.changed(found), err
}

func (s remembers) changed(found []journal.Entry) []journal.Entry {
	var kept []journal.Entry
	for _, e := range found {
		if e, ok := s.as(e); ok {
			kept = append(kept, e)
		}
	}
	return kept
}

// remembersDays has only some of an agent's attempts.
type remembersDays struct {
	journal.Store
	has func(journal.Entry) bool
}

func (s remembersDays) Since(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	found, err := s.Store.Since(ctx, since)
	return slices.DeleteFunc(found, func(e journal.Entry) bool { return !s.has(e) }), err
}

// seesNoOrphans finds no refund of a payment that it does not ask for by name.
type seesNoOrphans struct{ payment.Querier }

func (s seesNoOrphans) Query(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	result, err := s.Querier.Query(ctx, q)
	if len(q.Parents) > 0 && len(q.OrderReferences) == 0 {
		result.Records, result.Found = nil, 0
	}
	return result, err
}

// heedsNoLook keeps nothing of what a look shows of other attempts.
type heedsNoLook struct{ journal.Store }

func (s heedsNoLook) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	if c.Step == journal.StepAlarm {
		return s.Get(ctx, id)
	}
	return s.Store.Record(ctx, id, c)
}

// checksNoPromise never reads again an update that was answered as done.
type checksNoPromise struct{ journal.Store }

func (s checksNoPromise) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	apply := c.Apply
	c.Apply = func(e *journal.Entry) error {
		if apply == nil {
			return nil
		}
		err := apply(e)
		if err == nil && doubt.IsPromise(*e) {
			e.NextCheckAt = time.Time{}
		}
		return err
	}
	return s.Store.Record(ctx, id, c)
}
