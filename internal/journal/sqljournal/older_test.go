package sqljournal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
)

// place is the place of a closed journal in a test.
type place struct {
	t    *testing.T
	c    *journaltest.Clock
	path string
}

func newPlace(t *testing.T) place {
	t.Helper()
	return place{t, journaltest.NewClock(), filepath.Join(t.TempDir(), "journal.db")}
}

func (p place) open() *Store { return openAt(p.t, p.path, p.c.Now) }

// takes opens the journal, records an attempt for each id, and closes it.
func (p place) takes(ids ...string) {
	p.t.Helper()
	s := p.open()
	for _, id := range ids {
		journaltest.Intend(p.t, s, journaltest.AnAuth(p.t, id, p.c.Now()))
	}
	p.must(s.Close())
}

func (p place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// backUp copies the closed journal, without its mark, and restore puts the copy
// in its place.
func (p place) backUp() (restore func()) {
	p.t.Helper()
	content, err := os.ReadFile(p.path)
	p.must(err)
	return func() {
		p.t.Helper()
		p.must(os.WriteFile(p.path+".copy", content, 0o600))
		p.must(os.Rename(p.path+".copy", p.path))
	}
}

func TestOlderCopyPutBack(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.takes("a", "b")
	restore := p.backUp()
	p.takes("c", "d", "e")
	restore()
	other := p.open() // opened before it is reconciled
	s := p.open()
	journaltest.RefusesIntents(t, s, 3, "a", p.c.Now())
	p.must(s.Close())
	s = p.open() // attempts recorded meanwhile hide nothing
	journaltest.RefusesIntents(t, s, 2, "b", p.c.Now())
	p.must(s.Reconciled(context.Background()))
	for _, s := range []*Store{s, other} {
		again := journaltest.AnAuth(t, "after-"+map[bool]string{true: "one", false: "two"}[s == other], p.c.Now())
		p.must(s.Intent(context.Background(), again, "desk", p.c.Now().Add(time.Minute)))
		if s.Behind() != 0 {
			t.Errorf("still behind by %d", s.Behind())
		}
	}
	verified(t, s)
	var said string
	p.must(s.reader.QueryRow("SELECT snapshot FROM events WHERE step = ? AND entry_id = ''", journal.StepReconciled).Scan(&said))
	if said != `{"missing":2}` {
		t.Errorf("the event says %s", said)
	}
	p.must(s.Close())
	p.takes("later")
}

func TestJournalsAndMarks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(p place)
		behind int64
	}{
		"as they were":         {func(place) {}, 0},
		"the journal removed":  {func(p place) { p.must(os.Remove(p.path)) }, journal.BehindAnother},
		"the mark removed":     {func(p place) { p.must(os.Remove(p.path + beside.Mark)) }, 0},
		"both removed":         {func(p place) { p.must(errors.Join(os.Remove(p.path), os.Remove(p.path+beside.Mark))) }, 0},
		"the mark emptied":     {func(p place) { p.must(os.Truncate(p.path+beside.Mark, 0)) }, 0},
		"the mark cut":         {func(p place) { p.must(os.Truncate(p.path+beside.Mark, 20)) }, 0},
		"the mark overwritten": {func(p place) { p.must(os.WriteFile(p.path+beside.Mark, make([]byte, 5000), 0o600)) }, 0},
		"the mark a folder": {func(p place) {
			p.must(errors.Join(os.Remove(p.path+beside.Mark), os.Mkdir(p.path+beside.Mark, 0o700)))
		}, 0},
		"another journal": {func(p place) {
			other := newPlace(p.t)
			other.takes("x", "y", "z", "v", "w")
			p.must(os.Rename(other.path, p.path))
		}, journal.BehindAnother},
		"one that went another way": {func(p place) {
			restore := p.backUp()
			p.takes("d", "e")
			content, err := os.ReadFile(p.path + beside.Mark)
			p.must(errors.Join(err, os.Remove(p.path+beside.Mark)))
			restore()
			p.takes("f", "g", "h")
			p.must(os.WriteFile(p.path+beside.Mark, content, 0o600))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			p.takes("a", "b", "c")
			test.change(p)
			r, err := Open(context.Background(), Options{Path: p.path, ReadOnly: true})
			if _, gone := os.Stat(p.path); gone == nil && (err != nil || r.Behind() != test.behind) {
				t.Fatalf("opened for look-ups: %v", err)
			} else if err == nil {
				p.must(r.Close())
			}
			s := p.open()
			if test.behind != 0 {
				journaltest.RefusesIntents(t, s, test.behind, "", p.c.Now())
				p.must(s.Reconciled(context.Background()))
			}
			journaltest.Intend(t, s, journaltest.AnAuth(t, "after", p.c.Now()))
			verified(t, s)
			p.must(s.Close())
			if s = p.open(); s.Behind() != 0 {
				t.Errorf("behind by %d after all", s.Behind())
			}
		})
	}
}

// A journal that is deleted, moved or replaced while it is in use refuses every write,
// because an accepted one would be lost.
func TestOutcomeOfAJournalThatIsGone(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, do := range map[string]func(p place){
		"deleted": func(p place) { p.must(os.Remove(p.path)) },
		"replaced": func(p place) {
			p.must(os.WriteFile(p.path+".new", nil, 0o600))
			p.must(os.Rename(p.path+".new", p.path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			s := p.open()
			journaltest.Send(t, s, "one", "desk", p.c.Now())
			do(p)
			_, err := s.Record(ctx, "one", journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved)))
			_, _, claimed := s.Claim(ctx, "one", "desk", p.c.Now(), p.c.Now())
			for what, err := range map[string]error{
				"an outcome": err, "a claim": claimed, "the end of sending": s.EndSending(ctx, "one", "desk"),
				"an intent": s.Intent(ctx, journaltest.AnAuth(t, "two", p.c.Now()), "", time.Time{}),
			} {
				if journal.FaultOf(err) != journal.FaultMissing {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
		t.Run(name+" in the middle", func(t *testing.T) {
			p := newPlace(t)
			s := p.open()
			journaltest.Send(t, s, "one", "desk", p.c.Now())
			_, err := s.Record(ctx, "one", journaltest.Step(journal.StepAnswered, func(e *journal.Entry) { do(p); journaltest.Become(gateway.OutcomeApproved)(e) }))
			if journal.FaultOf(err) != journal.FaultMissing {
				t.Errorf("got %v", err)
			}
		})
	}
}

// cp writes an older copy into the file in use.
func TestOlderCopyWrittenOverTheFile(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	ctx := context.Background()
	for name, emptied := range map[string]bool{"the log emptied": true, "a log in use": false} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			p.takes("a", "b")
			older, err := os.ReadFile(p.path)
			p.must(err)
			s := p.open()
			fill(t, s, 100, p.c.Now(), func(int, *journal.Entry) {})
			journaltest.Intend(t, s, journaltest.AnAuth(t, "c", p.c.Now()))
			_, err = s.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
			p.must(err)
			if !emptied {
				journaltest.Intend(t, s, journaltest.AnAuth(t, "f", p.c.Now()))
			}
			file, err := os.OpenFile(p.path, os.O_WRONLY|os.O_TRUNC, 0)
			p.must(err)
			_, err = file.Write(older)
			p.must(errors.Join(err, file.Close()))
			for _, id := range []string{"a", "c"} {
				if _, err := s.Record(ctx, id, journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))); err == nil {
					t.Errorf("the outcome of %s was recorded", id)
				} else {
					t.Log(err)
				}
			}
			if err := s.Intent(ctx, journaltest.AnAuth(t, "x", p.c.Now()), "", time.Time{}); err == nil {
				t.Error("an intent was taken")
			}
		})
	}
}

// TestFormerNames: the mark gives the name of a deleted journal.
func TestFormerNames(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.open()
	journaltest.Intend(t, s, journaltest.AnAuth(t, "a", p.c.Now()))
	name := s.Identity().Name
	if s.seen.Name() != name || len(s.Former()) != 0 {
		t.Errorf("the journal is %q, by its number %q, after %v", name, s.seen.Name(), s.Former())
	}
	p.must(s.Close())
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(p.path + end)
	}
	s = p.open()
	defer func() { _ = s.Close() }()
	if former := s.Former(); len(former) != 1 || former[0] != name || s.Behind() != journal.BehindAnother {
		t.Errorf("before it was %v, behind by %d", former, s.Behind())
	}
}
