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

// refusesAll fails unless a handle refuses every write because its journal was
// replaced.
func refusesAll(t *testing.T, s journal.Store, known string, at time.Time) {
	t.Helper()
	ctx := context.Background()
	_, err := s.Record(ctx, known, Step(journal.StepAnswered, Become(gateway.OutcomeApproved)))
	_, _, claimed := s.Claim(ctx, known, "desk", at, at)
	for what, err := range map[string]error{
		"an outcome": err, "a claim": claimed, "an intent": s.Intent(ctx, AnAuth(t, "new", at), "", time.Time{}),
	} {
		if journal.FaultOf(err) != journal.FaultMissing {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestMemoryOlderCopyPutBack(t *testing.T) {
	ctx := context.Background()
	c := NewClock()
	m := NewMemory(c.Now)
	Intend(t, m, AnAuth(t, "a", c.Now()))
	older := m.Snapshot()
	Intend(t, m, AnAuth(t, "b", c.Now()))
	Intend(t, m, AnAuth(t, "c", c.Now()))
	m.Replace(older)
	refusesAll(t, m, "a", c.Now())
	got, err := m.Reopen().Recent(ctx, "", 9)
	Check(t, "put back", "a", got, err)
	other, after := m.Reopen(), m.Reopen()
	RefusesIntents(t, after, 2, "a", c.Now())
	RefusesIntents(t, m.Reopen(), 1, "", c.Now())
	if err := after.Reconciled(ctx); err != nil {
		t.Fatal(err)
	}
	Intend(t, after, AnAuth(t, "d", c.Now()))
	Intend(t, other, AnAuth(t, "e", c.Now()))
	if again := m.Reopen(); again.Behind() != 0 || after.Behind() != 0 || again.Identity() != older.Identity() {
		t.Errorf("behind by %d after all", again.Behind())
	}
}

func TestMemoryRemoved(t *testing.T) {
	c := NewClock()
	m := NewMemory(c.Now)
	m.Remove()
	refusesAll(t, m, "a", c.Now())
	c.Add(time.Hour)
	after := m.Reopen()
	RefusesIntents(t, after, journal.BehindAnother, "", c.Now())
	if id := after.Identity(); id.Name == m.Identity().Name || !id.Since.Equal(c.Now()) {
		t.Errorf("the new journal is %+v", id)
	}
	after.Remove()
	after.RemoveMark()
	Intend(t, m.Reopen(), AnAuth(t, "a", c.Now()))

	another := NewMemory(c.Now)
	another.SetIdentity("ZZ", c.Now())
	Intend(t, another, AnAuth(t, "x", c.Now()))
	m.Replace(another)
	RefusesIntents(t, m.Reopen(), journal.BehindAnother, "x", c.Now())
	if m.Reopen().Identity().Name != "ZZ" {
		t.Error("the other journal has lost its name")
	}
}

// A journal that is replaced during a write loses the write, and the writer gets an
// error.
func TestMemoryReplacedWithinAWrite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := NewMemory(nil)
		older := m.Snapshot()
		m.BeforeSync = func(string) error { time.Sleep(time.Hour); return nil }
		ended := make(chan error)
		go func() { ended <- m.Intent(context.Background(), AnAuth(t, "lost", time.Now()), "", time.Time{}) }()
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
