package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

func prune(t *testing.T, s *Store, olderThan time.Time, want int) {
	t.Helper()
	n, err := s.Prune(context.Background(), s.now().Sub(olderThan), s.now())
	if err != nil || n != want {
		t.Errorf("pruned %d, %v; want %d", n, err, want)
	}
	verified(t, s)
}

func TestPruneKeepsWhatIsNotOver(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, test := range map[string]struct {
		unsettle func(*testing.T, *Store, *journaltest.Clock)
		settle   func(*testing.T, *Store, *journaltest.Clock)
	}{
		"open": {
			func(*testing.T, *Store, *journaltest.Clock) {},
			func(t *testing.T, s *Store, _ *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
			},
		},
		"in doubt": {
			func(t *testing.T, s *Store, _ *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepInDoubt, journaltest.Doubt)
			},
			func(t *testing.T, s *Store, _ *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
			},
		},
		"watched": {
			func(t *testing.T, s *Store, c *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepResolved, func(e *journal.Entry) { journaltest.Become(gateway.OutcomeNotSent)(e); e.NextCheckAt = c.Now() })
			},
			func(t *testing.T, s *Store, _ *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepChecked, func(e *journal.Entry) { e.NextCheckAt = time.Time{} })
			},
		},
		"alarmed": {
			func(t *testing.T, s *Store, _ *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepAlarm, func(e *journal.Entry) { journaltest.Become(gateway.OutcomeApproved)(e); e.Alarm = "two charges" })
			},
			func(t *testing.T, s *Store, _ *journaltest.Clock) {
				journaltest.Note(t, s, "x", journal.StepAcknowledged, nil)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := journaltest.NewClock()
			s := openNew(t, c.Now)
			shift(t, s, c)
			journaltest.Intend(t, s, journaltest.AnAuth(t, "x", c.Now()))
			test.unsettle(t, s, c)
			for _, id := range []string{"d", "e"} {
				journaltest.Intend(t, s, journaltest.AnAuth(t, id, c.Now()))
				journaltest.Note(t, s, id, journal.StepAnswered, journaltest.Become(gateway.OutcomeDeclined))
			}
			c.Add(400 * 24 * time.Hour)
			prune(t, s, c.Now().Add(-365*24*time.Hour), 3)
			got, err := s.Recent(ctx, "", 9)
			journaltest.Check(t, "kept", "e d x", got, err)
			prune(t, s, c.Now().Add(-365*24*time.Hour), 0) // again, with nothing to delete
			test.settle(t, s, c)
			journaltest.Note(t, s, "e", journal.StepChecked, nil)
			prune(t, s, c.Now(), 0) // all its events must be old
			c.Add(time.Second)
			prune(t, s, c.Now(), 3)
			if r := verified(t, s); r.Attempts != 0 || r.Events != 1 {
				t.Errorf("left: %+v", r)
			}
			prune(t, s, c.Now(), 0)
			shift(t, s, c) // and the journal goes on, with free ids again
			verified(t, s)
		})
	}
}

// An attempt whose events lie on both sides of the anchor stays.
func TestPruneAcrossTheAnchor(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "long", c.Now()))
	journaltest.Intend(t, s, journaltest.AnAuth(t, "short", c.Now()))
	journaltest.Note(t, s, "short", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
	journaltest.Intend(t, s, journaltest.AnAuth(t, "unsettled", c.Now()))
	journaltest.Note(t, s, "long", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
	c.Add(time.Hour)
	prune(t, s, c.Now(), 1)
	got, err := s.Recent(context.Background(), "", 9)
	journaltest.Check(t, "kept", "unsettled long", got, err)
	journaltest.Note(t, s, "long", journal.StepAlarm, func(e *journal.Entry) { e.Alarm = "two charges" })
	journaltest.Note(t, s, "unsettled", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
	c.Add(time.Hour)
	prune(t, s, c.Now(), 0) // the rest of the long attempt begins the history
	journaltest.Note(t, s, "long", journal.StepAcknowledged, nil)
	c.Add(time.Hour)
	prune(t, s, c.Now(), 2)
}

func TestPruneRecentStays(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	shift(t, s, c)
	prune(t, s, c.Now().Add(-time.Hour), 0)
	if r := verified(t, s); r.Events != 9 {
		t.Errorf("retention that deleted nothing wrote an event: %+v", r)
	}
}

func TestPruneInBatches(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "journal.db"), Now: c.Now, batch: 50})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	const n = 3 * 50 / 2 // 150 events, three batches
	fill(t, s, n, c.Now(), func(int, *journal.Entry) {})
	c.Add(time.Hour)
	prune(t, s, c.Now(), n)
}

// Verify finds every forged retention: one with another end, and one without an event.
func TestVerifyFindsForgedRetention(t *testing.T) {
	t.Parallel()
	for _, forgery := range []string{
		"UPDATE chain SET anchor_number = 4, anchor_hash = (SELECT hash FROM events WHERE number = 4); DELETE FROM events WHERE number <= 4",
		"DELETE FROM events WHERE step = 'pruned'",
		"UPDATE chain SET anchor_hash = randomblob(32)",
	} {
		c := journaltest.NewClock()
		path := filepath.Join(t.TempDir(), "journal.db")
		s := openAt(t, path, c.Now)
		journaltest.Intend(t, s, journaltest.AnAuth(t, "old", c.Now()))
		journaltest.Note(t, s, "old", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
		c.Add(time.Hour)
		for i := range 4 {
			journaltest.Intend(t, s, journaltest.AnAuth(t, fmt.Sprint("new", i), c.Now()))
		}
		prune(t, s, c.Now(), 1)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		tamper(t, path, forgery)
		r, err := mustRead(t, path).Verify(context.Background())
		if err != nil || r.OK() {
			t.Errorf("%s: %+v, %v", forgery, r, err)
		}
	}
}

func mustRead(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{Path: path, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// With a wrong clock, ours or the gateway's, Prune deletes nothing.
func TestPruneOnlyWhenClocksAgree(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	ctx := context.Background()
	const keep = 365 * 24 * time.Hour
	for name, test := range map[string]struct {
		ours, gateway time.Duration // from the newest event
		want          error
	}{
		"two years ahead":            {800 * 24 * time.Hour, time.Hour, journal.ErrClocks},
		"the gateway two years on":   {time.Hour, 800 * 24 * time.Hour, journal.ErrClocks},
		"six minutes ahead":          {400*24*time.Hour + 6*time.Minute, 400 * 24 * time.Hour, journal.ErrClocks},
		"six minutes behind":         {400 * 24 * time.Hour, 400*24*time.Hour + 6*time.Minute, journal.ErrClocks},
		"both before the last event": {-6 * time.Minute, -6 * time.Minute, journal.ErrClocks},
		"no clock of the gateway":    {400 * 24 * time.Hour, -1 << 62, journal.ErrClocks},
		"nearly the same":            {400 * 24 * time.Hour, 400*24*time.Hour + 4*time.Minute, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c := journaltest.NewClock()
			s := openNew(t, c.Now)
			shift(t, s, c)
			newest := c.Now()
			c.Add(test.ours)
			gatewayNow := newest.Add(test.gateway)
			if test.gateway < -1<<61 {
				gatewayNow = time.Time{}
			}
			n, err := s.Prune(ctx, keep, gatewayNow)
			if !errors.Is(err, test.want) || (n > 0) != (test.want == nil) {
				t.Errorf("pruned %d, %v", n, err)
			}
			if err != nil {
				t.Log(err)
			}
			verified(t, s)
		})
	}
	// A new journal has no event that could be too new.
	c := journaltest.NewClock()
	if n, err := openNew(t, c.Now).Prune(ctx, keep, c.Now()); n != 0 || err != nil {
		t.Errorf("an empty journal: %d, %v", n, err)
	}
}
