package spool

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
)

// running runs a spool within a bubble of time, and says how many outcomes were taken by then.
func (s *shelf) running(t *testing.T, take func() error) (taken func() int64) {
	t.Helper()
	s.kept, s.answers = make(chan struct{}, 1), make(chan struct{}, 1)
	ctx, end := context.WithCancel(t.Context())
	var n atomic.Int64
	var running sync.WaitGroup
	running.Go(func() {
		s.Run(ctx, func(context.Context, answer.Told) error {
			err := take()
			if err == nil {
				n.Add(1)
			}
			return err
		})
	})
	t.Cleanup(func() { end(); running.Wait() })
	return func() int64 { synctest.Wait(); return n.Load() }
}

// Another process keeps an outcome, and dies: it is taken in within minutes, and at once when
// the journal answers again.
func TestAnotherProcessHasKeptIt(t *testing.T) {
	t.Parallel()
	s, other := newShelf(t), newShelf(t)
	other.path = s.path
	synctest.Test(t, func(t *testing.T) {
		other.kept = make(chan struct{}, 1)
		taken := s.running(t, func() error { return nil })
		before := taken()
		for _, comes := range []func(){func() { time.Sleep(5 * time.Minute) }, s.Answers} {
			if err := other.Keep(anOutcome("ONE")); err != nil {
				t.Fatal(err)
			}
			if n := taken(); n != before {
				t.Error("taken too soon")
			}
			comes()
			if before++; taken() != before {
				t.Errorf("%d taken, want %d", taken(), before)
			}
		}
	})
}

// What keeps an outcome from the journal may pass: it is tried again, for as long as it is
// there.
func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		spoil, mend func(s *shelf) error
		first       error
		tried       bool // within seconds
	}{
		"a rule of the journal":   {first: journal.ErrInvalid, tried: true},
		"a row that is damaged":   {first: journal.NewError(journal.FaultCorrupt, "x", nil), tried: true},
		"an attempt not there":    {first: answer.ErrForgotten},
		"another alarm":           {first: answer.ErrAlarmWaits},
		"a journal that moved":    {first: journal.NewError(journal.FaultMoved, "x", nil)},
		"an error without a name": {first: errors.New("x"), tried: true},
		"a server that is away":   {first: journal.NewError(journal.FaultAway, "x", nil), tried: true},
		"the folder's mode": {
			spoil: func(s *shelf) error { return os.Chmod(s.path, 0o777) },
			mend:  func(s *shelf) error { return os.Chmod(s.path, 0o700) },
		},
		"a file's mode": {
			spoil: func(s *shelf) error { return os.Chmod(filepath.Join(s.path, "ONE.outcome"), 0o644) },
			mend:  func(s *shelf) error { return os.Chmod(filepath.Join(s.path, "ONE.outcome"), 0o600) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if row.spoil != nil && runtime.GOOS == "windows" {
				t.Skip("modes are those of other systems")
			}
			s := newShelf(t)
			if err := s.Keep(anOutcome("ONE")); err != nil {
				t.Fatal(err)
			}
			if row.spoil != nil {
				if err := row.spoil(s); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Test(t, func(t *testing.T) {
				var passed atomic.Bool
				taken := s.running(t, func() error {
					if passed.Load() {
						return nil
					}
					return row.first
				})
				time.Sleep(time.Hour)
				if n := taken(); n != 0 {
					t.Fatalf("%d taken: this tests nothing", n)
				}
				passed.Store(true)
				if row.mend != nil {
					if err := row.mend(s); err != nil {
						t.Fatal(err)
					}
				}
				time.Sleep(slowly)
				if n := taken(); n != 1 {
					t.Errorf("%d taken", n)
				}
			})
			// The log says why once, and then that it waits, every ten minutes while it is tried.
			reminders := 0
			if row.tried {
				reminders = 5
			}
			log := s.log.String()
			if strings.Count(log, "kept beside the journal waits") != 1 || strings.Count(log, "outcomes wait beside the journal") != reminders ||
				strings.Count(log, "outcomes=1 ") != reminders || strings.Contains(log, "no outcome waits") != row.tried {
				t.Errorf("the log says:\n%s", log)
			}
		})
	}
}

// An outcome that cannot be recorded keeps no other from the journal. A journal that is away
// is not asked about each.
func TestOneOutcomeHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		says  func() error
		stops bool
		left  int
	}{
		"damaged":       {func() error { return journal.NewError(journal.FaultCorrupt, "x", nil) }, false, 1},
		"refused":       {func() error { return journal.NewError(journal.FaultRefused, "x", nil) }, false, 1},
		"invalid":       {func() error { return journal.ErrInvalid }, false, 1},
		"a defect":      {func() error { panic("a defect") }, false, 1},
		"forgotten":     {func() error { return answer.ErrForgotten }, false, 0},
		"another alarm": {func() error { return answer.ErrAlarmWaits }, false, 0},
		"away":          {func() error { return journal.NewError(journal.FaultAway, "x", nil) }, true, 3},
		"locked":        {func() error { return journal.NewError(journal.FaultLocked, "x", nil) }, true, 3},
		"closed":        {func() error { return journal.ErrClosed }, true, 3},
		"too slow":      {func() error { return context.DeadlineExceeded }, true, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			for _, id := range []string{"AAA", "BBB", "CCC"} {
				if err := s.Keep(anOutcome(id)); err != nil {
					t.Fatal(err)
				}
			}
			taken := 0
			left := s.Drain(t.Context(), func(_ context.Context, told answer.Told) error {
				if told.ID == "AAA" {
					return row.says()
				}
				taken++
				return nil
			})
			if stopped := taken == 0; stopped != row.stops || !stopped && taken != 2 || left != row.left {
				t.Errorf("%d taken, %d left", taken, left)
			}
		})
	}
}

// A file without its name is another process's, or what one left that died. Then it counts if
// it is whole, and is of no use if it is not.
func TestFilesWithoutTheirName(t *testing.T) {
	t.Parallel()
	whole, err := write(anOutcome("ONE"))
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		content           []byte
		age               time.Duration
		taken, left, says int
	}{
		"being written":           {whole[:40], 0, 0, 1, 0},
		"written, a moment ago":   {whole, unfinished / 2, 0, 1, 0},
		"whole":                   {whole, unfinished, 1, 0, 0},
		"whole, of a later clock": {whole, -time.Hour, 1, 0, 0},
		"half":                    {whole[:40], unfinished, 0, 0, 1},
		"empty":                   {nil, unfinished, 0, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			if err := s.ready(); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(s.path, "ONE.outcome.new-ABCDEFGH")
			if err := os.WriteFile(file, row.content, 0o600); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			s.now = func() time.Time { return info.ModTime().Add(row.age) }
			taken, left := s.drained(t, nil)
			if len(taken) != row.taken || left != 0 || len(s.files(t)) != row.left || strings.Count(s.log.String(), "\n") != row.says {
				t.Errorf("%d taken, left %d and %v, and the log says %q", len(taken), left, s.files(t), s.log.String())
			}
			if len(taken) == 1 && (taken[0].ID != "ONE" || taken[0].Answer.Outcome != gateway.OutcomeApproved) {
				t.Errorf("taken: %+v", taken[0])
			}
		})
	}
}

// While one process keeps outcomes, another drains them: it takes no file for one that a dead
// process left.
func TestKeptWhileAnotherProcessDrains(t *testing.T) {
	t.Parallel()
	s, drains := newShelf(t), newShelf(t)
	drains.path = s.path
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 100 {
			if err := s.Keep(anOutcome("A" + strings.Repeat("I", i%60))); err != nil {
				t.Error(err)
			}
		}
	}()
	for going := true; going; {
		select {
		case <-done:
			going = false
		default:
		}
		drains.drained(t, nil)
	}
	if drains.log.Len() > 0 {
		t.Errorf("the log says:\n%s", drains.log.String())
	}
}

// Whatever an answer says, its file is read again: none is larger than one may be.
func TestTheLargestFile(t *testing.T) {
	t.Parallel()
	told := anOutcome("ONE")
	for _, at := range []*string{
		&told.Agent, &told.Role, &told.Journal, &told.JournalID, &told.Answer.Problem, &told.Answer.TransactionReference, &told.Answer.RequestReference,
		&told.Answer.AuthCode, &told.Answer.ErrorCode, &told.Answer.SettleStatus, &told.Answer.AdviceCode, &told.Answer.BankCode,
	} {
		*at = strings.Repeat("<", 5000)
	}
	told.SentReference = strings.Repeat("<", journal.MaxText)
	s := newShelf(t)
	if err := s.Keep(told); err != nil {
		t.Fatal(err)
	}
	if taken, _ := s.drained(t, nil); len(taken) != 1 {
		t.Errorf("%d taken; the log says %s", len(taken), s.log.String())
	}
}
