package sqljournal

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

func TestMemoryConforms(t *testing.T) {
	conform(t, func(_ *testing.T, c *fakeClock) journal.Store { return journal.NewMemory(c.now) })
}

func TestMemoryLosesWhatWasNotSynced(t *testing.T) {
	ctx := context.Background()
	c := newClock()
	m := journal.NewMemory(c.now)
	intend(t, m, anAuth(t, "kept", c.now()))
	m.BeforeSync = func(string) error { return errStop }
	if err := m.Intent(ctx, anAuth(t, "lost", c.now()), "desk", c.now().Add(time.Minute)); !errors.Is(err, errStop) {
		t.Errorf("lost: %v", err)
	}
	if _, err := m.Record(ctx, "kept", change(journal.StepInDoubt, doubt)); !errors.Is(err, errStop) {
		t.Errorf("lost: %v", err)
	}
	after := m.Reopen()
	got, err := after.Recent(ctx, "", 9)
	check(t, "synced", "kept", got, err)
	if got[0].State != journal.Open {
		t.Errorf("a change that was not synced is there: %+v", got[0])
	}
	if events, err := after.History(ctx, "kept"); err != nil || len(events) != 1 {
		t.Errorf("its event is there: %v, %v", events, err)
	}
}

func TestMemoryKeepsWhatTheCallerNeverLearns(t *testing.T) {
	ctx := context.Background()
	c := newClock()
	m := journal.NewMemory(c.now)
	m.AfterSync = func(string) error { return errStop }
	if err := m.Intent(ctx, anAuth(t, "kept", c.now()), "", time.Time{}); !errors.Is(err, errStop) {
		t.Errorf("got %v", err)
	}
	if _, err := m.Record(ctx, "kept", change(journal.StepAnswered, become(gateway.Approved))); !errors.Is(err, errStop) {
		t.Errorf("got %v", err)
	}
	e, err := m.Reopen().Get(ctx, "kept")
	if err != nil || e.Outcome != gateway.Approved {
		t.Errorf("got %+v, %v", e, err)
	}
}

// A process that dies in the middle of a write holds nobody up, and what it
// had not synced never arrives, even when its code runs on for a while.
func TestMemoryCrashWithinAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		m := journal.NewMemory(nil)
		other := m.Reopen()
		m.BeforeSync = func(string) error { time.Sleep(time.Hour); return nil }
		ended := make(chan error, 2)
		go func() { ended <- m.Intent(ctx, anAuth(t, "lost", time.Now()), "", time.Time{}) }()
		synctest.Wait()
		go func() { ended <- m.Intent(ctx, anAuth(t, "waiting", time.Now()), "", time.Time{}) }()
		synctest.Wait()
		m.Crash()
		intend(t, other, anAuth(t, "alive", time.Now()))
		for range 2 {
			if err := <-ended; !errors.Is(err, journal.ErrClosed) {
				t.Errorf("a crashed process heard %v", err)
			}
		}
		got, err := other.Recent(ctx, "", 9)
		check(t, "after the crash", "alive", got, err)
		if _, err := m.Get(ctx, "alive"); !errors.Is(err, journal.ErrClosed) {
			t.Errorf("a crashed process reads: %v", err)
		}
	})
}

// Writers of one journal take turns, and standing in line does not stop a
// simulated clock.
func TestMemoryWritersTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		m := journal.NewMemory(nil)
		m.BeforeSync = func(string) error { time.Sleep(time.Second); return nil }
		for _, id := range []string{"a", "b", "c"} {
			go func() { _ = m.Intent(context.Background(), anAuth(t, id, began), "", time.Time{}) }()
		}
		time.Sleep(3500 * time.Millisecond)
		got, err := m.Recent(context.Background(), "", 9)
		if err != nil || len(got) != 3 {
			t.Errorf("after three turns: %s, %v", ids(got), err)
		}
		m.BeforeSync = nil
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := m.Intent(ctx, anAuth(t, "d", began), "", time.Time{}); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled intent: %v", err)
		}
	})
}

func TestMemorySnapshotStandsAlone(t *testing.T) {
	ctx := context.Background()
	c := newClock()
	m := journal.NewMemory(c.now)
	if err := m.Intent(ctx, anAuth(t, "one", c.now()), "desk", c.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	taken := m.Snapshot()
	note(t, m, "one", journal.StepAnswered, become(gateway.Approved))
	intend(t, m, anAuth(t, "two", c.now()))
	got, err := taken.Recent(ctx, "", 9)
	check(t, "snapshot", "one", got, err)
	if got[0].State != journal.Open {
		t.Errorf("the snapshot moved on: %+v", got[0])
	}
	claim(t, taken, "one", "other", c.now(), false) // with its leases
	intend(t, taken, anAuth(t, "three", c.now()))
	got, err = m.Recent(ctx, "", 9)
	check(t, "original", "two one", got, err)
}
