package payment

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
)

// read is a journal that counts what is read of it.
type read struct {
	journal.Store

	queries atomic.Int64
}

func (r *read) Head(ctx context.Context) (int64, error) {
	r.queries.Add(1)
	return r.Store.Head(ctx)
}

func (r *read) Unresolved(ctx context.Context, limit int) ([]journal.Entry, error) {
	r.queries.Add(1)
	return r.Store.Unresolved(ctx, limit)
}

func (r *read) Due(ctx context.Context, now time.Time, limit int) ([]journal.Entry, error) {
	r.queries.Add(1)
	return r.Store.Due(ctx, now, limit)
}

// TestWatcherHears: what a journal tells is looked at without waiting for the poll, and
// what came meanwhile soon after. When the listening ends, the poll is back.
func TestWatcherHears(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		w.watcher.Heard(true)
		w.want(t, "it listens", time.Second, 0)
		a := w.take(charge())
		w.want(t, "a doubt", 0, 1)
		w.pass(time.Second)
		check := func(e *journal.Entry) { e.Checks++ }
		w.change(t, a.ID, check)
		w.want(t, "nobody told", 10*time.Second, 0)
		w.watcher.Heard(true)
		w.want(t, "it hears of it", 0, 0, a.ID+" unknown")
		w.change(t, a.ID, func(e *journal.Entry) {
			e.State, e.Outcome, e.ResolvedAt = journal.Known, gateway.OutcomeDeclined, w.clock.Now()
		})
		w.watcher.Heard(true)
		w.want(t, "too soon", 0, 0)
		w.want(t, "another host settled it", 250*time.Millisecond, 1, a.ID+" declined")
	})
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		w.watcher.Heard(true)
		a := w.take(charge())
		w.want(t, "a doubt", time.Second, 1)
		w.watcher.Heard(false)
		w.pass(time.Second)
		w.change(t, a.ID, func(e *journal.Entry) { e.Checks++ })
		w.want(t, "it listens no more", resolve.WatchPause, 0, a.ID+" unknown")
	})
}

// TestStillJournal: a journal that tells of its changes and has none costs a few queries a
// minute, of the watcher and of the resolver, and both are there again at the first change.
func TestStillJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		store := &read{Store: w.store}
		resolver := resolve.New(resolve.Options{
			Gateway: &paymenttest.Bank{}, Store: store, Rule: DefaultRule(), Owner: "another desk", Clocks: w.clock.Clocks(),
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			resolver.Run(ctx)
			close(ended)
		}()
		t.Cleanup(func() { stop(); <-ended })
		queries := func(d time.Duration) int64 {
			before := store.queries.Load() + w.read.queries.Load()
			w.pass(d)
			return store.queries.Load() + w.read.queries.Load() - before
		}
		heard := func() {
			w.watcher.Heard(true)
			resolver.Heard(true)
		}
		if n := queries(10 * time.Minute); n < 200 {
			t.Errorf("%d queries in ten minutes of a journal that tells nothing", n)
		}
		heard()
		queries(7 * time.Minute) // what was being sent may still be
		if n := queries(10 * time.Minute); n > 42 {
			t.Errorf("%d queries in ten minutes without a change", n)
		}
		queries(time.Second)
		heard()
		if n := queries(0); n < 3 {
			t.Errorf("%d queries after a change", n)
		}
		if n := queries(time.Minute); n < 8 {
			t.Errorf("%d queries in the minute after a change, in which a lease may end", n)
		}
	})
}

// TestHearingWatcherSeesLeasesEnd: what a host that vanished was sending is seen as soon
// as its lease has ended, though no event tells of that.
func TestHearingWatcherSeesLeasesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		w.watcher.Heard(true)
		w.pass(10 * time.Minute)
		a := w.Begin(charge())
		if err := w.store.Intent(t.Context(), a.Entry("host"), "gone", w.clock.Now().Add(150*time.Second)); err != nil {
			t.Fatal(err)
		}
		w.watcher.Heard(true)
		w.pass(149 * time.Second)
		w.want(t, "the lease has ended", time.Second+resolve.WatchOften, 1)
	})
}
