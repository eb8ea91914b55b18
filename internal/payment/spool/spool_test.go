package spool

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/trust"
)

const pan = "4539578763621486"

func anOutcome(id string) doubt.Told {
	return doubt.Told{
		ID: id, SentReference: "A17-M07K3M2P", Journal: "M0", Agent: "priya", Role: "agent",
		Answer: doubt.Answer{
			Outcome: gateway.OutcomeApproved, At: time.Date(2026, 11, 30, 9, 0, 0, 123, time.UTC), TransactionReference: "23-9-1",
			RequestReference: "W23-abc", AuthCode: "TEST12", ErrorCode: "0", SettleStatus: "0", AdviceCode: "1",
		},
	}
}

// shelf is a spool in a folder of its own, with its log.
type shelf struct {
	*Folder

	log bytes.Buffer
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	s := &shelf{}
	s.Folder = Beside(filepath.Join(t.TempDir(), "journal.db"), trust.Group{}, slog.New(slog.NewTextHandler(&s.log, nil)))
	return s
}

// drained are the outcomes that a journal took, if it answers.
func (s *shelf) drained(t *testing.T, answers error) (taken []doubt.Told, left int) {
	t.Helper()
	left = s.Drain(t.Context(), func(_ context.Context, told doubt.Told) error {
		taken = append(taken, told)
		return answers
	})
	return taken, left
}

func (s *shelf) files(t *testing.T) (names []string) {
	t.Helper()
	found, err := os.ReadDir(s.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range found {
		names = append(names, e.Name())
	}
	return names
}

// Each outcome comes out as it went in, by any process, and goes once the journal has it.
// Only the user reads it meanwhile.
func TestOutcomesComeOutAsTheyWentIn(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	var want []doubt.Told
	for o := gateway.OutcomeApproved; o <= gateway.OutcomeNotSent; o++ {
		told := anOutcome("ID" + strings.ReplaceAll(strings.ToUpper(o.String()), " ", "-"))
		told.Answer.Outcome = o
		if o == gateway.OutcomeNotSent {
			told.Answer = doubt.Answer{Outcome: o, At: told.Answer.At, Problem: "it took too long to prepare: it was not sent", GaveWay: journal.SameMade}
		}
		told.Answer.SignInRefused = o == gateway.OutcomeRejected
		if err := s.Keep(told); err != nil {
			t.Fatal(err)
		}
		want = append(want, told)
	}
	for _, name := range append(s.files(t), ".") {
		info, err := os.Stat(filepath.Join(s.path, name))
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	if taken, left := s.drained(t, journal.NewError(journal.FaultAway, "x", nil)); len(taken) != 1 || left != len(want) {
		t.Errorf("of a journal that is away: %d taken, %d left", len(taken), left)
	}
	taken, left := s.drained(t, nil)
	byID := func(list []doubt.Told) map[string]doubt.Told {
		all := map[string]doubt.Told{}
		for _, told := range list {
			all[told.ID] = told
		}
		return all
	}
	if diff := cmp.Diff(byID(want), byID(taken)); diff != "" || left != 0 || len(s.files(t)) != 0 {
		t.Errorf("%s, left %d, files %v", diff, left, s.files(t))
	}
	if again, _ := s.drained(t, nil); len(again) != 0 {
		t.Errorf("taken again: %v", again)
	}
}

// An outcome that the journal will never record stays, and is said once. It does not keep
// the others from the journal.
func TestOutcomesThatTheJournalDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	for _, id := range []string{"ONE", "TWO"} {
		if err := s.Keep(anOutcome(id)); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if taken, left := s.drained(t, doubt.ErrForgotten); len(taken) != 2 || left != 0 {
			t.Errorf("%d taken, %d left", len(taken), left)
		}
	}
	if files := s.files(t); len(files) != 2 {
		t.Errorf("left are %v", files)
	}
	if n := strings.Count(s.log.String(), "the journal has no such attempt"); n != 2 {
		t.Errorf("said %d times:\n%s", n, s.log.String())
	}
}

// No number of a card reaches the folder, in whatever an answer says.
func TestNoCardIsKept(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*doubt.Told){
		"problem":     func(told *doubt.Told) { told.Answer.Problem = "no such field: 4539 5787 6362 1486" },
		"transaction": func(told *doubt.Told) { told.Answer.TransactionReference = pan },
		"request":     func(told *doubt.Told) { told.Answer.RequestReference = pan },
		"auth code":   func(told *doubt.Told) { told.Answer.AuthCode = pan },
		"error code":  func(told *doubt.Told) { told.Answer.ErrorCode = pan },
		"settle":      func(told *doubt.Told) { told.Answer.SettleStatus = pan },
		"advice":      func(told *doubt.Told) { told.Answer.AdviceCode = pan },
		"gave way":    func(told *doubt.Told) { told.Answer.GaveWay = pan },
		"agent":       func(told *doubt.Told) { told.Agent = pan },
		"role":        func(told *doubt.Told) { told.Role = pan },
		"journal":     func(told *doubt.Told) { told.Journal = pan },
		"reference":   func(told *doubt.Told) { told.SentReference = pan },
		"id":          func(told *doubt.Told) { told.ID = pan },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			told := anOutcome("ONE")
			spoil(&told)
			err := s.Keep(told)
			if found := err == nil; found == (name == "reference" || name == "id") {
				t.Errorf("kept: %v", err)
			}
			if err != nil && strings.Contains(err.Error(), pan) {
				t.Error("the error names it")
			}
			for _, file := range s.files(t) {
				content, err := os.ReadFile(filepath.Join(s.path, file))
				if err != nil || strings.Contains(strings.ReplaceAll(file+string(content), " ", ""), pan) {
					t.Errorf("%s: %s %v", file, content, err)
				}
			}
			if taken, _ := s.drained(t, nil); err == nil && (len(taken) != 1 || taken[0].ID != "ONE" || taken[0].Answer.Outcome != gateway.OutcomeApproved) {
				t.Errorf("taken: %+v", taken)
			}
		})
	}
}

// Where nothing can be kept, Keep says why, and follows and makes nothing.
func TestFoldersThatAreWrong(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("links and modes are those of other systems")
	}
	for name, row := range map[string]struct {
		spoil func(t *testing.T, s *shelf) error
		says  string
	}{
		"a link": {func(t *testing.T, s *shelf) error { t.Helper(); return os.Symlink(t.TempDir(), s.path) }, "is a link"},
		"a file": {func(_ *testing.T, s *shelf) error { return os.WriteFile(s.path, nil, 0o600) }, "is not one"},
		"any user writes it": {func(_ *testing.T, s *shelf) error {
			return errors.Join(os.Mkdir(s.path, 0o700), os.Chmod(s.path, 0o777))
		}, "can be changed by every user"},
		"no folder above it": {func(_ *testing.T, s *shelf) error { return os.Remove(filepath.Dir(s.path)) }, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			if err := row.spoil(t, s); err != nil {
				t.Fatal(err)
			}
			if err := s.Keep(anOutcome("ONE")); err == nil || !strings.Contains(err.Error(), row.says) {
				t.Errorf("kept: %v", err)
			}
			if taken, left := s.drained(t, nil); len(taken) != 0 || left != 0 {
				t.Errorf("taken %v, left %d", taken, left)
			}
			if name != "a file" && len(s.files(t)) != 0 {
				t.Errorf("made %v", s.files(t))
			}
		})
	}
}

// Run tries again by itself, and at once when the journal seems to answer. While nothing is
// kept, it waits for something to be.
func TestRunWaitsForTheJournal(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	synctest.Test(t, func(t *testing.T) {
		s.kept, s.answers = make(chan struct{}, 1), make(chan struct{}, 1)
		ctx, end := context.WithCancel(t.Context())
		var tries atomic.Int64
		var away atomic.Bool
		away.Store(true)
		var running sync.WaitGroup
		running.Go(func() {
			s.Run(ctx, func(context.Context, doubt.Told) error {
				if tries.Add(1); away.Load() {
					return journal.NewError(journal.FaultAway, "x", nil)
				}
				return nil
			})
		})
		want := func(n int64, when string) {
			t.Helper()
			if synctest.Wait(); tries.Load() != n {
				t.Errorf("%s: %d tries, want %d", when, tries.Load(), n)
			}
		}
		time.Sleep(24 * time.Hour)
		want(0, "with nothing kept")
		if err := s.Keep(anOutcome("ONE")); err != nil {
			t.Fatal(err)
		}
		want(1, "at once")
		time.Sleep(shortest + 2*shortest + time.Millisecond)
		want(3, "with growing pauses")
		time.Sleep(time.Hour)
		synctest.Wait()
		before := tries.Load()
		time.Sleep(longest)
		want(before+1, "after an hour")
		away.Store(false)
		s.Answers()
		want(before+2, "when the journal answers")
		time.Sleep(time.Hour)
		want(before+2, "afterwards")
		end()
		running.Wait()
	})
	if files := s.files(t); len(files) != 0 {
		t.Errorf("left are %v", files)
	}
}

// While one goroutine keeps outcomes, another drains them: no file is taken for one that a
// dead process left, and none is lost.
func TestKeptWhileOthersAreTaken(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	const each = 50
	var keeping sync.WaitGroup
	for _, of := range []string{"A", "B"} {
		keeping.Go(func() {
			for i := range each {
				if err := s.Keep(anOutcome(of + strings.Repeat("I", i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	kept := make(chan struct{})
	go func() { keeping.Wait(); close(kept) }()
	seen := map[string]bool{}
	for going := true; going; {
		select {
		case <-kept:
			going = false
		default:
		}
		taken, _ := s.drained(t, nil)
		for _, told := range taken {
			seen[told.ID] = true
		}
	}
	if len(seen) != 2*each || s.log.Len() > 0 {
		t.Errorf("%d taken of %d, and the log says %q", len(seen), 2*each, s.log.String())
	}
}
