package journaltest

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
	Conform(t, func(_ *testing.T, c *Clock) journal.Store { return NewMemory(c.Now) })
}

func TestMemoryLosesWhatWasNotSynced(t *testing.T) {
	ctx := context.Background()
	c := NewClock()
	m := NewMemory(c.Now)
	Intend(t, m, AnAuth(t, "kept", c.Now()))
	m.BeforeSync = func(string) error { return ErrStop }
	if err := m.Intent(ctx, AnAuth(t, "lost", c.Now()), "desk", c.Now().Add(time.Minute)); !errors.Is(err, ErrStop) {
		t.Errorf("lost: %v", err)
	}
	if _, err := m.Record(ctx, "kept", Step(journal.StepInDoubt, Doubt)); !errors.Is(err, ErrStop) {
		t.Errorf("lost: %v", err)
	}
	after := m.Reopen()
	got, err := after.Recent(ctx, "", 9)
	Check(t, "synced", "kept", got, err)
	if got[0].State != journal.Open {
		t.Errorf("a change that was not synced is there: %+v", got[0])
	}
	if events, err := after.History(ctx, "kept"); err != nil || len(events) != 1 {
		t.Errorf("its event is there: %v, %v", events, err)
	}
}

func TestMemoryKeepsWhatTheCallerNeverLearns(t *testing.T) {
	ctx := context.Background()
	c := NewClock()
	m := NewMemory(c.Now)
	m.AfterSync = func(string) error { return ErrStop }
	if err := m.Intent(ctx, AnAuth(t, "kept", c.Now()), "", time.Time{}); !errors.Is(err, ErrStop) {
		t.Errorf("got %v", err)
	}
	if _, err := m.Record(ctx, "kept", Step(journal.StepAnswered, Become(gateway.OutcomeApproved))); !errors.Is(err, ErrStop) {
		t.Errorf("got %v", err)
	}
	e, err := m.Reopen().Get(ctx, "kept")
	if err != nil || e.Outcome != gateway.OutcomeApproved {
		t.Errorf("got %+v, %v", e, err)
	}
}

// A process that dies in the middle of a write delays no other, and its unsynced writes
// never arrive, even if its code runs on for a while.
func TestMemoryCrashWithinAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		m := NewMemory(nil)
		other := m.Reopen()
		m.BeforeSync = func(string) error { time.Sleep(time.Hour); return nil }
		ended := make(chan error, 2)
		go func() { ended <- m.Intent(ctx, AnAuth(t, "lost", time.Now()), "", time.Time{}) }()
		synctest.Wait()
		go func() { ended <- m.Intent(ctx, AnAuth(t, "waiting", time.Now()), "", time.Time{}) }()
		synctest.Wait()
		m.Crash()
		Intend(t, other, AnAuth(t, "alive", time.Now()))
		for range 2 {
			if err := <-ended; !errors.Is(err, journal.ErrClosed) {
				t.Errorf("a crashed process heard %v", err)
			}
		}
		got, err := other.Recent(ctx, "", 9)
		Check(t, "after the crash", "alive", got, err)
		if _, err := m.Get(ctx, "alive"); !errors.Is(err, journal.ErrClosed) {
			t.Errorf("a crashed process reads: %v", err)
		}
	})
}

// Writers of one journal take turns, and their waiting does not stop a simulated clock.
func TestMemoryWritersTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		m := NewMemory(nil)
		m.BeforeSync = func(string) error { time.Sleep(time.Second); return nil }
		for _, id := range []string{"a", "b", "c"} {
			go func() { _ = m.Intent(context.Background(), AnAuth(t, id, began), "", time.Time{}) }()
		}
		time.Sleep(3500 * time.Millisecond)
		got, err := m.Recent(context.Background(), "", 9)
		if err != nil || len(got) != 3 {
			t.Errorf("after three turns: %s, %v", ids(got), err)
		}
		m.BeforeSync = nil
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := m.Intent(ctx, AnAuth(t, "d", began), "", time.Time{}); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled intent: %v", err)
		}
	})
}

func TestMemorySnapshotStandsAlone(t *testing.T) {
	ctx := context.Background()
	c := NewClock()
	m := NewMemory(c.Now)
	if err := m.Intent(ctx, AnAuth(t, "one", c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	taken := m.Snapshot()
	Note(t, m, "one", journal.StepAnswered, Become(gateway.OutcomeApproved))
	Intend(t, m, AnAuth(t, "two", c.Now()))
	got, err := taken.Recent(ctx, "", 9)
	Check(t, "snapshot", "one", got, err)
	if got[0].State != journal.Open {
		t.Errorf("the snapshot moved on: %+v", got[0])
	}
	Claim(t, taken, "one", "other", c.Now(), false) // with its leases
	Intend(t, taken, AnAuth(t, "three", c.Now()))
	got, err = m.Recent(ctx, "", 9)
	Check(t, "original", "two one", got, err)
}
