package payment

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment/paymenttest"
)

// value is what a panic says: anything, even a card number.
const value = "4111111111111111"

// breaking is a journal whose calls panic where a function says so.
type breaking struct {
	journal.Store

	at func(call, step string) bool
}

func (b breaking) maybe(call, step string) {
	if b.at(call, step) {
		panic(value)
	}
}

func (b breaking) Intent(ctx context.Context, e journal.Entry, owner string, until time.Time) error {
	b.maybe("before intent", "")
	err := b.Store.Intent(ctx, e, owner, until)
	b.maybe("intent", "")
	return err
}

func (b breaking) Record(ctx context.Context, id string, c journal.Change) (journal.Entry, error) {
	b.maybe("before record", c.Step)
	e, err := b.Store.Record(ctx, id, c)
	b.maybe("record", c.Step)
	return e, err
}

// once is true for one call only.
func once(call, step string) func(string, string) bool {
	var mu sync.Mutex
	happened := false
	return func(c, s string) bool {
		mu.Lock()
		defer mu.Unlock()
		if happened || c != call || s != step {
			return false
		}
		happened = true
		return true
	}
}

// TestAPanicLosesNoCharge: wherever the goroutine of a charge panics, the agent is
// told, Drain ends, the card is wiped, no more than one request leaves, and what
// may have left is known or in doubt, in the journal as well: a query finds it.
func TestAPanicLosesNoCharge(t *testing.T) {
	for name, c := range map[string]struct {
		panics  func(string, string) bool
		client  bool // it panics as well
		want    gateway.Outcome
		asked   int
		settled bool // by the answer itself
	}{
		"before the intent":         {once("before intent", ""), false, gateway.OutcomeNotSent, 0, false},
		"after the intent":          {once("intent", ""), false, gateway.OutcomeNotSent, 0, true},
		"before the answer is kept": {once("before record", journal.StepAnswered), false, gateway.OutcomeUnknown, 1, false},
		"after the answer is kept":  {once("record", journal.StepAnswered), false, gateway.OutcomeUnknown, 1, true},
		"the client":                {func(string, string) bool { return false }, true, gateway.OutcomeUnknown, 1, false},
		"the client and the doubt":  {once("before record", journal.StepInDoubt), true, gateway.OutcomeUnknown, 1, false},
		"each write":                {func(call, _ string) bool { return call == "before record" }, false, gateway.OutcomeUnknown, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				b := newBench(t, func(r gateway.AuthRequest) (gateway.AuthResult, error) {
					asked++
					if c.client {
						panic(value)
					}
					return paymenttest.Approve(r)
				})
				var said bytes.Buffer
				b.Store, b.Log = breaking{b.store, c.panics}, slog.New(slog.NewTextHandler(&said, nil))
				held := paymenttest.Card()
				a, told := <-b.Charge(b.Begin(charge()), held)
				if !told || a.Outcome != c.want || (a.State == Known) != (c.want != gateway.OutcomeUnknown) {
					t.Errorf("the agent is told %v: %v %v %q", told, a.State, a.Outcome, a.Problem)
				}
				b.Drain()
				if asked != c.asked || held.Number.Len() > 0 && c.asked == 0 {
					t.Errorf("%d requests left, %d digits are there", asked, held.Number.Len())
				}
				if said.Len() == 0 || strings.Contains(said.String(), value) {
					t.Errorf("the log says %s", said.String())
				}
				if a.Outcome == gateway.OutcomeNotSent {
					if e, err := b.store.Get(t.Context(), a.ID); err == nil && e.Outcome != gateway.OutcomeNotSent {
						t.Errorf("the journal has %v %v", e.State, e.Outcome)
					}
					return
				}
				b.clock.Wait(2 * time.Minute) // the lease has ended
				open, err := b.store.Unresolved(t.Context(), 10)
				if err != nil || (len(open) == 0) != c.settled {
					t.Errorf("unresolved: %+v, %v", open, err)
				}
				b.answers(gateway.Record{
					RequestType: "AUTH", OrderReference: a.SentReference, TransactionReference: "1-2-3", SiteReference: "test_site",
					ErrorCode: "0", SettleStatus: "0", BaseAmount: "1050", CurrencyISO3A: "GBP",
				})
				b.asked(t, a.ID)
				if e := b.entry(t, a.ID); e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
					t.Errorf("after a query: %v %v", e.State, e.Outcome)
				}
			})
		})
	}
}

// anotherCard is a charge that no other charge bars.
func anotherCard(i int) Charge {
	c := charge()
	c.OrderReference, c.Last4 = fmt.Sprintf("B%d", i), fmt.Sprintf("%04d", i)
	return c
}

// unwiped is a client that panics before it has wiped the card.
type unwiped struct{}

func (unwiped) Auth(context.Context, gateway.AuthRequest) (gateway.AuthResult, error) { panic(value) }

func (unwiped) AccountCheck(context.Context, gateway.AccountCheckRequest) (gateway.AuthResult, error) {
	panic(value)
}

// TestAPanicLeavesNoCard: a client that panics counts as a lost answer, and its
// card is wiped.
func TestAPanicLeavesNoCard(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	b.Gateway = unwiped{}
	held := paymenttest.Card()
	a := <-b.Charge(b.Begin(charge()), held)
	if a.State != InDoubt || held.Number.Len() > 0 || held.Code.Len() > 0 {
		t.Errorf("%v, %d digits are there", a.State, held.Number.Len())
	}
}

// TestAWorkerThatPanics: the resolver goes on with the others, and leaves the attempt
// in doubt.
func TestAWorkerThatPanics(t *testing.T) {
	for _, workers := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, paymenttest.Lost)
			b.clock.Time = time.Now()
			var doubts []Attempt
			for i := range 5 {
				doubts = append(doubts, b.take(anotherCard(i)))
			}
			broken := doubts[2].SentReference
			asked := map[string]int{}
			var mu sync.Mutex
			resolverOf(b.Resolver).Workers = workers
			b.bank.Found = func(q gateway.Query) (gateway.QueryResult, error) {
				mu.Lock()
				defer mu.Unlock()
				sent := q.OrderReferences[0]
				if asked[sent]++; sent == broken {
					panic(value)
				}
				return gateway.QueryResult{At: b.clock.Now(), Found: 1, Records: []gateway.Record{{
					RequestType: "AUTH", OrderReference: sent, TransactionReference: "t-" + sent, ErrorCode: "0", SettleStatus: "0",
					BaseAmount: "1050", CurrencyISO3A: "GBP",
				}}}, nil
			}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan struct{})
			b.clock.Wait(time.Minute)
			go func() { resolverOf(b.Resolver).Run(ctx); close(ended) }()
			time.Sleep(time.Minute)
			synctest.Wait()
			for _, a := range doubts {
				e := b.entry(t, a.ID)
				if known := e.State == journal.Known; known == (a.SentReference == broken) {
					t.Errorf("%d workers: %s is %v %v", workers, a.SentReference, e.State, e.Outcome)
				}
			}
			if asked[broken] != 1 {
				t.Errorf("%d workers: what breaks was asked about %d times in a minute", workers, asked[broken])
			}
			stop()
			<-ended
		})
	}
}

// TestWorkers: as many attempts are asked about at once as there are workers,
// and none twice.
func TestWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, paymenttest.Lost)
		b.clock.Time = time.Now()
		for i := range 10 {
			b.take(anotherCard(i))
		}
		var mu sync.Mutex
		now, most, all := 0, 0, map[string]int{}
		resolverOf(b.Resolver).Workers = 4
		b.bank.Found = func(q gateway.Query) (gateway.QueryResult, error) {
			mu.Lock()
			now++
			most = max(most, now)
			all[q.OrderReferences[0]]++
			mu.Unlock()
			time.Sleep(30 * time.Second)
			mu.Lock()
			defer mu.Unlock()
			now--
			return gateway.QueryResult{At: b.clock.Now()}, nil
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		b.clock.Wait(time.Minute)
		go func() { resolverOf(b.Resolver).Run(ctx); close(ended) }()
		time.Sleep(100 * time.Second)
		stop()
		<-ended
		if most != 4 || len(all) != 10 {
			t.Errorf("%d at once, of %d attempts", most, len(all))
		}
		for sent, n := range all {
			if n != 1 {
				t.Errorf("%s was asked about %d times", sent, n)
			}
		}
	})
}

// ailing is a journal that panics once when it is asked what is due.
type ailing struct {
	journal.Store

	panicked atomic.Bool
}

func (a *ailing) Due(ctx context.Context, now time.Time, limit int) ([]journal.Entry, error) {
	if a.panicked.CompareAndSwap(false, true) {
		panic(value)
	}
	return a.Store.Due(ctx, now, limit)
}

// TestAResolverThatPanicsEnds: its workers end too, so that it can be run again.
// Otherwise nothing in doubt would be asked about any more, and no log would say so.
func TestAResolverThatPanicsEnds(t *testing.T) {
	for _, workers := range []int{1, 3} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, paymenttest.Lost)
			resolverOf(b.Resolver).Workers, resolverOf(b.Resolver).Store = workers, &ailing{Store: b.store}
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			panicked := make(chan bool, 1)
			go func() { panicked <- panics.Caught(nil, "a test", func() { resolverOf(b.Resolver).Run(ctx) }) }()
			select {
			case caught := <-panicked:
				if !caught {
					t.Errorf("%d workers: it did not panic", workers)
				}
			case <-time.After(time.Hour):
				t.Errorf("%d workers: it waits for its workers", workers)
			}
		})
	}
}
