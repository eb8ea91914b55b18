package payment

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
)

// watched is a journal with a watcher, in a bubble of its own time.
type watched struct {
	*bench
	watcher *resolve.Watcher
	read    *read

	mu    sync.Mutex
	looks int
	told  []string
}

func watch(t *testing.T) *watched {
	w := &watched{bench: newBench(t, paymenttest.Lost)}
	w.clock.Time = time.Now()
	ctx, stop := context.WithCancel(t.Context())
	w.read = &read{Store: w.store}
	w.watcher = resolve.NewWatcher(w.read, telling(func(a Attempt) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.told = append(w.told, a.ID+" "+a.Outcome.String())
	}), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.looks++
	})
	w.Doubted = w.watcher.Wake
	ended := make(chan struct{})
	go func() {
		w.watcher.Run(ctx)
		close(ended)
	}()
	t.Cleanup(func() { stop(); <-ended })
	synctest.Wait()
	return w
}

// pass lets time pass and takes what was seen in it.
func (w *watched) pass(d time.Duration) (looks int, told []string) {
	w.clock.Wait(d)
	time.Sleep(d)
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	looks, told = w.looks, w.told
	w.looks, w.told = 0, nil
	return looks, told
}

func (w *watched) want(t *testing.T, when string, d time.Duration, looks int, told ...string) {
	t.Helper()
	gotLooks, gotTold := w.pass(d)
	if gotLooks != looks || !slices.Equal(gotTold, told) {
		t.Errorf("%s: told to look %d times and of %q, want %d and %q", when, gotLooks, gotTold, looks, told)
	}
}

// TestWatcher: consoles are told to look when an attempt becomes unresolved or is so
// no longer, and when the journal cannot be read. After any other change they are
// told now and then, and while nothing changes they are not. They hear what others settle.
func TestWatcher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		w.want(t, "nothing happens", 61*time.Minute, 0)
		a := w.take(charge())
		w.want(t, "a doubt", 0, 1)
		w.want(t, "the same doubt", 10*time.Second, 0)
		change := func(apply func(*journal.Entry)) { w.change(t, a.ID, apply) }
		change(func(e *journal.Entry) { e.Checks++ })
		w.want(t, "another console asked", resolve.WatchPause, 0, a.ID+" unknown")
		w.want(t, "the pages that list it", resolve.WatchOften, 1)
		change(func(e *journal.Entry) {
			e.State, e.Outcome, e.ResolvedAt = journal.Known, gateway.OutcomeDeclined, w.clock.Now()
		})
		w.want(t, "another console settled it", resolve.WatchPause, 1, a.ID+" declined")
		w.want(t, "it was told", 50*time.Second, 0)
	})
}

// change is what another console records of an attempt.
func (w *watched) change(t *testing.T, id string, apply func(*journal.Entry)) {
	t.Helper()
	if _, err := w.store.Record(t.Context(), id, journal.Change{
		Step: journal.StepResolved, At: w.clock.Now(), By: "another console",
		Apply: func(e *journal.Entry) error { apply(e); return nil },
	}); err != nil {
		t.Fatal(err)
	}
}

// TestWatcherOfAnAlarm: one more check of an outcome that is known is no news, and an
// alarm is told once.
func TestWatcherOfAnAlarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		a := w.take(charge())
		w.want(t, "a doubt", 0, 1)
		w.change(t, a.ID, func(e *journal.Entry) {
			e.State, e.Outcome, e.ResolvedAt, e.Alarm = journal.Known, gateway.OutcomeApproved, w.clock.Now(), "it was taken after all"
		})
		w.want(t, "an alarm", resolve.WatchPause, 1, a.ID+" approved")
		w.change(t, a.ID, func(e *journal.Entry) { e.Checks, e.NextCheckAt = e.Checks+1, w.clock.Now().Add(time.Hour) })
		w.want(t, "one more check", resolve.WatchPause, 0)
	})
}

// TestWatcherOfABusyFloor: payments that need no attention make consoles look
// every fifteen seconds, however many there are.
func TestWatcherOfABusyFloor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		w.bank.Answer = paymenttest.Approve
		looks := 0
		for i := range 60 {
			w.take(anotherCard(i))
			n, _ := w.pass(time.Second)
			looks += n
		}
		if looks < 3 || looks > 5 {
			t.Errorf("told to look %d times in a minute", looks)
		}
	})
}

// TestWatcherSeesLeasesEnd: the death of a console is no event in the journal, but
// what it was sending is unresolved once the lease has ended.
func TestWatcherSeesLeasesEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		a := w.Begin(charge())
		if err := w.store.Intent(t.Context(), a.Entry("host"), "gone", w.clock.Now().Add(40*time.Second)); err != nil {
			t.Fatal(err)
		}
		w.want(t, "it is being sent", resolve.WatchOften, 1)
		w.want(t, "the lease lasts", 20*time.Second, 0)
		w.want(t, "the lease has ended", 20*time.Second, 1)
	})
}

// TestWatcherOfNoJournal: a journal that cannot be read is looked at again soon,
// and every console says so.
func TestWatcherOfNoJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		w.want(t, "it is gone", resolve.WatchPause, 1)
		w.want(t, "it stays away", 9*time.Second, 3)
	})
}
