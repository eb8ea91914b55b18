package sqljournal

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/lockout"
)

// TestTriesOutliveAConsole: a new process continues the count of the last one, even if
// that was killed while it compared.
func TestTriesOutliveAConsole(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	steady := func() clock.Reading {
		return clock.Reading{Boot: "one", At: c.Now().Sub(time.Unix(0, 0)).Truncate(time.Millisecond)}
	}
	path := filepath.Join(t.TempDir(), "journal.db")
	for n := range lockout.Most {
		s := openAt(t, path, c.Now)
		if left, err := s.Tries("hers", steady).Take(); left != 0 || err != nil {
			t.Fatalf("try %d: %v, %v", n+1, left, err)
		}
		if left, more, err := s.Tries("hers", steady).Left(); n+1 < lockout.Most && (left != 0 || more != lockout.Most-n-1) || err != nil {
			t.Errorf("after try %d: closed for %v, %d left, %v", n+1, left, more, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := openAt(t, path, c.Now)
	tries := s.Tries("hers", steady)
	if left, err := tries.Take(); left != lockout.Lasts || err != nil {
		t.Errorf("the eleventh: %v, %v", left, err)
	}
	if left, err := s.Tries("his", steady).Take(); left != 0 || err != nil {
		t.Errorf("another passphrase: %v, %v", left, err)
	}
	c.Add(lockout.Lasts - time.Minute)
	if left, _, err := openAt(t, path, c.Now).Tries("hers", steady).Left(); left != time.Minute || err != nil {
		t.Errorf("another console: %v, %v", left, err)
	}
	c.Add(time.Minute)
	for range 2 {
		for n := range lockout.Most - 1 {
			if left, err := tries.Take(); left != 0 || err != nil {
				t.Fatalf("try %d after half an hour: %v, %v", n+1, left, err)
			}
		}
		if err := tries.Right(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLocksGrowInAJournal: how often a second factor was locked in a row outlives the process,
// and a right code ends it.
func TestLocksGrowInAJournal(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	steady := func() clock.Reading {
		return clock.Reading{Boot: "one", At: c.Now().Sub(time.Unix(0, 0)).Truncate(time.Millisecond)}
	}
	path := filepath.Join(t.TempDir(), "journal.db")
	locked := func() time.Duration {
		s := openAt(t, path, c.Now)
		defer s.Close() //nolint:errcheck // read from another below
		tries := s.GrowingTries("second factor of priya", steady)
		for n := range lockout.Most {
			if left, err := tries.Take(); left != 0 || err != nil {
				t.Fatalf("try %d: %v, %v", n+1, left, err)
			}
		}
		left, _, err := tries.Left()
		if err != nil {
			t.Fatal(err)
		}
		c.Add(left)
		return left
	}
	for i, want := range []time.Duration{lockout.Lasts, 2 * lockout.Lasts, 4 * lockout.Lasts} {
		if got := locked(); got != want {
			t.Errorf("lock %d lasts %v, want %v", i+1, got, want)
		}
	}
	if err := openAt(t, path, c.Now).GrowingTries("second factor of priya", steady).Right(); err != nil {
		t.Fatal(err)
	}
	if got := locked(); got != lockout.Lasts {
		t.Errorf("after a right code: %v", got)
	}
}

// TestTriesOfManyConsoles: consoles that try at the same time have ten tries together.
func TestTriesOfManyConsoles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	var taken atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		tries := openAt(t, path, nil).Tries("hers", clock.Now)
		for range 5 {
			all.Go(func() {
				left, err := tries.Take()
				if err != nil {
					t.Error(err)
				}
				if left == 0 {
					taken.Add(1)
				}
			})
		}
	}
	all.Wait()
	if n := taken.Load(); n != lockout.Most {
		t.Errorf("%d tries of 20 at once", n)
	}
}

// TestTriesOfNoJournal: a try that cannot be counted is not compared.
func TestTriesOfNoJournal(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	s := openNew(t, nil)
	tries := s.Tries("hers", clock.Now)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := tries.Take(); err == nil {
		t.Error("a try is taken that nothing counts")
	}
	r := mustRead(t, aFilled(t))
	for _, err := range []error{r.Tries("hers", clock.Now).Right(), second(r.Tries("hers", clock.Now).Take())} {
		if journal.FaultOf(err) != journal.FaultReadOnly {
			t.Errorf("in a journal that is only read: %v", err)
		}
	}
	var kept int
	if err := openNew(t, nil).reader.QueryRowContext(context.Background(), "SELECT count(*) FROM tries").Scan(&kept); err != nil || kept != 0 {
		t.Error(fmt.Sprint(kept), err)
	}
}

func second(_ time.Duration, err error) error { return err }
