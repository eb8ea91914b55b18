package app

import (
	"context"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/config"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/ui/kit"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// TestWhatNoEventTells: consoles are told to look when money that is held is released
// elsewhere, and when a warning comes or goes, and not while nothing changes.
func TestWhatNoEventTells(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.fault(t, "suspend:AUTH")
	priya := f.console(t, "priya")
	f.Start()
	priya.opened(t)
	all := f.ofAll()
	known := unheard{days: daysOf(time.Now())}
	hears := func(what string, want bool) {
		t.Helper()
		now, differs := f.hear(t.Context(), all, known)
		if known = now; differs != want {
			t.Errorf("%s: differs %t, want %t; %+v", what, differs, want, now.holds.List)
		}
	}
	hears("nothing is held", false)
	a := priya.take(t, "A17")
	if a.Outcome != gateway.OutcomeHeld {
		t.Fatal(a.Outcome)
	}
	hears("a payment is held", true)
	hears("it still is", false)
	made, err := f.store.Get(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.client.Update(t.Context(), gateway.UpdateRequest{Site: a.Site, TransactionReference: made.TransactionReference, SettleStatus: gateway.SettleCancelled}); err != nil {
		t.Fatal(err)
	}
	hears("the gateway was asked a moment ago", false)
	*f.held = payment.HeldAnswers{}
	hears("it was cancelled in the portal", true)
	hears("it stays cancelled", false)
	f.signInRefused()
	hears("a warning", true)
	hears("the same warning", false)
	known.days = daysOf(time.Now().Add(-48 * time.Hour))
	hears("another day, after the machine slept", true)
	hears("the same day", false)
	known.days = daysOf(time.Now().Add(48 * time.Hour))
	hears("another day, after the clock was set back", true)
}

// watchedJournal is a journal that counts how often held money is read, and whose disk fills
// when a test says so.
type watchedJournal struct {
	journal.Full

	reads  atomic.Int64
	filled atomic.Bool
}

// Holdings implements journal.Store.
func (w *watchedJournal) Holdings(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	w.reads.Add(1)
	return w.Full.Holdings(ctx, since)
}

// IsNearlyFull implements journal.Full.
func (w *watchedJournal) IsNearlyFull() bool { return w.filled.Load() }

// newStill is a process in a bubble of time, without a bank: a connection of the system would
// keep the time from passing.
func newStill(t *testing.T, change ...func(*config.Settings)) (*Process, *watchedJournal) {
	t.Helper()
	s := config.Sandbox(func(string) string { return "" })
	s.Journal.File = filepath.Join(t.TempDir(), "journal.db")
	s.Gateway.URL, s.Gateway.Username, s.Gateway.Password = "http://127.0.0.1:1/json/", "agent@sandbox.example", gateway.NewPassword("secret")
	for _, c := range change {
		c(&s)
	}
	p, err := Open(t.Context(), Options{Settings: s, Mode: gateway.ModeSandbox, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	w := &watchedJournal{Full: p.store}
	p.store, p.shared = w, newShared(w)
	return p, w
}

// looks lets time pass, and counts the looks that a session is asked for in it: at most one
// a second.
func (p *Process) looks(of *notice, d time.Duration) (n int) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(time.Second)
		synctest.Wait()
		for _, msg := range p.notices.take(of) {
			if look, ok := msg.(kit.LookMsg); ok && !look.DayOnly {
				n++
			}
		}
	}
	return n
}

// TestConsolesAreToldWhatNoEventTells: a process that runs has its consoles look once, within
// a minute of a change, and not while nothing changes. Without a console it reads nothing.
func TestConsolesAreToldWhatNoEventTells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, w := newStill(t)
		const left = 30 * time.Minute
		held := journaltest.AnAuth(t, "h", time.Now().Add(left-32*24*time.Hour)) // the longest that the gateway holds money
		held.Site = p.settings.Gateway.Site
		journaltest.Intend(t, w, held)
		journaltest.Note(t, w, "h", journal.StepAnswered, func(e *journal.Entry) {
			e.State, e.Outcome, e.TransactionReference, e.AnsweredAt = journal.Known, gateway.OutcomeHeld, "23-9-80001", e.IntentAt
		})
		runsOut := time.Now().Add(left)
		p.Start()
		time.Sleep(5*time.Minute + time.Second)
		synctest.Wait()
		if n := w.reads.Load(); n != 0 {
			t.Errorf("without a console held money is read %d times", n)
		}
		console := p.notices.subscribe()
		p.looks(console, 2*time.Minute) // what it is told of is learnt
		expect := func(what string, d time.Duration, want int) {
			t.Helper()
			if n := p.looks(console, d); n != want {
				t.Errorf("%s: %d looks within %s, want %d", what, n, d, want)
			}
		}
		before := w.reads.Load()
		expect("nothing changes", 5*time.Minute, 0)
		if n := w.reads.Load() - before; n != 5 {
			t.Errorf("in five minutes held money is read %d times", n)
		}
		w.filled.Store(true)
		expect("a warning", time.Minute, 1)
		expect("the same warning", 2*time.Minute, 0)
		w.filled.Store(false)
		expect("the warning has gone", time.Minute, 1)
		expect("money is held", time.Until(runsOut), 0)
		expect("the hold has run out", time.Minute+time.Second, 1)
		expect("it stays so", 5*time.Minute, 0)
		p.notices.cancel(console)
		before = w.reads.Load()
		time.Sleep(5 * time.Minute)
		if n := w.reads.Load() - before; n != 0 {
			t.Errorf("after the last console left held money is read %d times", n)
		}
	})
}

// TestTheTurnOfTheDay: all consoles look again at the moment when the day turns, and at no
// other time.
func TestTheTurnOfTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := newStill(t)
		console := p.notices.subscribe()
		const between = 30 * time.Second // the minutes of the process do not end at midnight
		time.Sleep(between)
		go p.unheard(p.ctx)
		p.looks(console, 2*time.Minute)
		want := []time.Time{nextTurn(time.Now())}
		for range 3 {
			want = append(want, nextTurn(want[len(want)-1].In(time.Local)))
		}
		var looked []time.Time
		for time.Now().Before(want[3].Add(time.Minute)) {
			time.Sleep(between)
			synctest.Wait()
			if len(p.notices.take(console)) > 0 {
				looked = append(looked, time.Now())
			}
		}
		if !slices.EqualFunc(looked, want, time.Time.Equal) {
			t.Errorf("%v, want %v", looked, want)
		}
	})
}
