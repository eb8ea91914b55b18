package payment

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// TestLostCommits: payments on a journal on a server, while the line to it loses commits,
// the answers to commits, and itself. Nothing is sent twice, what was not recorded is not
// sent, and what the bank took is never called anything else.
func TestLostCommits(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	for seed := range uint64(effort.Of(12, 6)) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { t.Parallel(); lostCommits(t, server, seed) })
	}
}

func lostCommits(t *testing.T, server *pgtest.Instance, seed uint64) {
	t.Helper()
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(seed, 16))
	dice := func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		return random.IntN(n)
	}
	clock := &paymenttest.Clock{Time: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	at := server.Journal(t, clock.Now())
	line := &pgtest.Line{}
	at.Dial = line.Dial
	store, err := sqljournal.Open(t.Context(), sqljournal.Options{Server: &at, Now: clock.Now, Host: "host"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	var bad atomic.Bool
	bad.Store(true)
	line.Commit = func() pgtest.Loss {
		switch n := dice(10); {
		case !bad.Load() || n > 4:
			return pgtest.LosesNothing
		case n < 2:
			return pgtest.LosesAnswer
		case n < 4:
			return pgtest.LosesCommit
		default:
			return pgtest.LosesAll
		}
	}

	took := map[string]int{} // by the reference as sent
	bank := &paymenttest.Bank{Answer: func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		mu.Lock()
		took[r.OrderReference]++
		mu.Unlock()
		return paymenttest.Approve(r)
	}}
	resolver := resolve.New(resolve.Options{Gateway: bank, Store: store, Rule: DefaultRule(), Owner: "desk 1", Clocks: clock.Clocks()})
	d := mustNew(t, Options{
		Operator: Operator{Agent: "priya", Grant: rights.Everything()},
		Place:    Place{Site: "test_site"},
		Line:     Line{Gateway: bank, Queries: bank, SignIn: &SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: time.Minute, Patience: doubt.DefaultPatience},
		Records:  Records{Store: store, Owner: "desk 1", Host: "host"},
		Watchers: Watchers{Resolver: resolver},
		Clocks:   clock.Clocks(),
	})
	told := map[string]Attempt{}
	for i := range 8 {
		c := charge()
		c.OrderReference, c.Amount = fmt.Sprint("A", i), paymenttest.Pounds(int64(1000+i))
		a := <-d.Charge(d.Begin(c), paymenttest.Card())
		told[a.ID] = a
		line.Mend()
	}
	bad.Store(false)
	d.Drain()

	entries, err := store.Recent(context.Background(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]journal.Entry{}
	for _, e := range entries {
		kept[e.ID] = e
	}
	for reference, times := range took {
		if times != 1 {
			t.Errorf("%s was sent %d times", reference, times)
		}
	}
	for id, a := range told {
		e, is := kept[id]
		switch {
		case took[a.SentReference] > 0 && (!is || e.State == journal.Known && e.Outcome != gateway.OutcomeApproved):
			t.Errorf("%s was taken, and the journal says %v %v", a.SentReference, is, e.Outcome)
		case took[a.SentReference] > 0 && a.Outcome == gateway.OutcomeNotSent:
			t.Errorf("%s was taken, and the agent was told that it was not sent", a.SentReference)
		case took[a.SentReference] == 0 && is && (e.State != journal.Known || e.Outcome != gateway.OutcomeNotSent):
			t.Errorf("%s was not sent, and the journal says %v %v", a.SentReference, e.State, e.Outcome)
		}
	}
	if r, err := store.Verify(context.Background()); err != nil || !r.OK() {
		t.Errorf("verify: %+v, %v", r.Problems, err)
	}
	if line.Lost() == 0 {
		t.Error("nothing was lost")
	}
}
