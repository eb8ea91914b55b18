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

// refusesAll fails unless a handle says of all that it would write that its
// journal was replaced.
func refusesAll(t *testing.T, s journal.Store, known string, at time.Time) {
	t.Helper()
	ctx := context.Background()
	_, err := s.Record(ctx, known, change(journal.StepAnswered, become(gateway.Approved)))
	_, _, claimed := s.Claim(ctx, known, "desk", at, at)
	for what, err := range map[string]error{
		"an outcome": err, "a claim": claimed, "an intent": s.Intent(ctx, anAuth(t, "new", at), "", time.Time{}),
	} {
		if journal.FaultOf(err) != journal.FaultMissing {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestMemoryOlderCopyPutBack(t *testing.T) {
	ctx := context.Background()
	c := newClock()
	m := journal.NewMemory(c.now)
	intend(t, m, anAuth(t, "a", c.now()))
	older := m.Snapshot()
	intend(t, m, anAuth(t, "b", c.now()))
	intend(t, m, anAuth(t, "c", c.now()))
	m.Replace(older)
	refusesAll(t, m, "a", c.now())
	got, err := m.Reopen().Recent(ctx, "", 9)
	check(t, "put back", "a", got, err)
	other, after := m.Reopen(), m.Reopen()
	refusesIntents(t, after, 2, "a", c.now())
	refusesIntents(t, m.Reopen(), 1, "", c.now())
	if err := after.Reconciled(ctx); err != nil {
		t.Fatal(err)
	}
	intend(t, after, anAuth(t, "d", c.now()))
	intend(t, other, anAuth(t, "e", c.now()))
	if again := m.Reopen(); again.Behind() != 0 || after.Behind() != 0 || again.Identity() != older.Identity() {
		t.Errorf("behind by %d after all", again.Behind())
	}
}

func TestMemoryRemoved(t *testing.T) {
	c := newClock()
	m := journal.NewMemory(c.now)
	m.Remove()
	refusesAll(t, m, "a", c.now())
	c.add(time.Hour)
	after := m.Reopen()
	refusesIntents(t, after, journal.BehindAnother, "", c.now())
	if id := after.Identity(); id.Name == m.Identity().Name || !id.Since.Equal(c.now()) {
		t.Errorf("the new journal is %+v", id)
	}
	after.Remove()
	after.RemoveMark()
	intend(t, m.Reopen(), anAuth(t, "a", c.now()))

	another := journal.NewMemory(c.now)
	another.SetIdentity("ZZ", c.now())
	intend(t, another, anAuth(t, "x", c.now()))
	m.Replace(another)
	refusesIntents(t, m.Reopen(), journal.BehindAnother, "x", c.now())
	if m.Reopen().Identity().Name != "ZZ" {
		t.Error("the other journal has lost its name")
	}
}

// A journal that is replaced while a write is under way loses the write, and the
// writer is told.
func TestMemoryReplacedWithinAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := journal.NewMemory(nil)
		older := m.Snapshot()
		m.BeforeSync = func(string) error { time.Sleep(time.Hour); return nil }
		ended := make(chan error)
		go func() { ended <- m.Intent(context.Background(), anAuth(t, "lost", time.Now()), "", time.Time{}) }()
		synctest.Wait()
		m.Replace(older)
		if err := <-ended; journal.FaultOf(err) != journal.FaultMissing {
			t.Errorf("got %v", err)
		}
		if _, err := m.Reopen().Get(context.Background(), "lost"); !errors.Is(err, journal.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}
