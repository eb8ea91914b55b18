package spool

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/trust"
)

const pan = "4539578763621486"

func anOutcome(id string) answer.Told {
	return answer.Told{
		ID: id, SentReference: "A17-M07K3M2P", Journal: "M0", Agent: "priya", Role: "agent",
		Answer: answer.Answer{
			Outcome: gateway.OutcomeApproved, At: time.Date(2026, 11, 30, 9, 0, 0, 123, time.UTC), TransactionReference: "23-9-1",
			RequestReference: "W23-abc", AuthCode: "TEST12", ErrorCode: "0", SettleStatus: "0", AdviceCode: "1",
		},
	}
}

// shelf is a spool in a folder of its own, with its log.
type shelf struct {
	*Folder

	log said
}

// said is a log that may be read while it is written.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func (s *said) Len() int { return len(s.String()) }

func newShelf(t *testing.T) *shelf {
	t.Helper()
	s := &shelf{}
	s.Folder = Beside(filepath.Join(t.TempDir(), "journal.db"), trust.Group{}, slog.New(slog.NewTextHandler(&s.log, nil)))
	return s
}

// drained are the outcomes that a journal took, if it answers.
func (s *shelf) drained(t *testing.T, answers error) (taken []answer.Told, left int) {
	t.Helper()
	left = s.Drain(t.Context(), func(_ context.Context, told answer.Told) error {
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

// filled is an outcome of which every field says something.
func filled(t *testing.T) answer.Told {
	t.Helper()
	var told answer.Told
	fill(t, reflect.ValueOf(&told).Elem())
	return told
}

func fill(t *testing.T, in reflect.Value) {
	t.Helper()
	for i := range in.NumField() {
		switch field := in.Field(i); at := field.Addr().Interface().(type) {
		case *answer.Answer:
			fill(t, field)
		case *gateway.Outcome:
			*at = gateway.OutcomeHeld
		case *time.Time:
			*at = time.Date(2026, 11, 30, 9, 0, 0, 123, time.UTC)
		case *bool:
			*at = true
		default:
			if field.Kind() != reflect.String {
				t.Fatalf("the test cannot fill %s", in.Type().Field(i).Name)
			}
			field.SetString("is-" + strconv.Itoa(i))
		}
	}
}

// Every field of an outcome comes back from its page, also from one that an earlier moto
// wrote: those names stay.
func TestEveryFieldComesBack(t *testing.T) {
	t.Parallel()
	told := filled(t)
	content, err := write(told)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(content); err != nil || got != told {
		t.Errorf("%v: %s", err, cmp.Diff(told, got))
	}
	earlier := `{"ID":"is-0","SentReference":"is-1","Journal":"is-2","JournalID":"is-3","Agent":"is-4","Role":"is-5","Outcome":"held","At":"2026-11-30T09:00:00.000000123Z",` +
		`"Problem":"is-2","GaveWay":"is-3","Transaction":"is-4","Request":"is-5","AuthCode":"is-6","ErrorCode":"is-7","SettleStatus":"is-8","AdviceCode":"is-9","BankCode":"is-10","SignInRefused":true}`
	if got, err := read([]byte(title + sum([]byte(earlier)) + "\n" + earlier)); err != nil || got != told {
		t.Errorf("of an earlier moto: %v: %s", err, cmp.Diff(told, got))
	}
	told.JournalID = "is-another"
	if told.IsOf(journal.Identity{Name: told.Journal, ID: "is-3"}) {
		t.Error("another journal of the same name is taken for its own")
	}
}

// Each outcome comes out as it went in, by any process, and goes once the journal has it.
// Only the user reads it meanwhile.
func TestOutcomesComeOutAsTheyWentIn(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	var want []answer.Told
	for o := gateway.OutcomeApproved; o <= gateway.OutcomeNotSent; o++ {
		told := anOutcome("ID" + strings.ReplaceAll(strings.ToUpper(o.String()), " ", "-"))
		told.Answer.Outcome = o
		if o == gateway.OutcomeNotSent {
			told.Answer = answer.Answer{Outcome: o, At: told.Answer.At, Problem: "it took too long to prepare: it was not sent", GaveWay: journal.SameMade}
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
	byID := func(list []answer.Told) map[string]answer.Told {
		all := map[string]answer.Told{}
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
		if taken, left := s.drained(t, answer.ErrForgotten); len(taken) != 2 || left != 0 {
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
	for name, spoil := range map[string]func(*answer.Told){
		"problem":     func(told *answer.Told) { told.Answer.Problem = "no such field: 4539 5787 6362 1486" },
		"transaction": func(told *answer.Told) { told.Answer.TransactionReference = pan },
		"request":     func(told *answer.Told) { told.Answer.RequestReference = pan },
		"auth code":   func(told *answer.Told) { told.Answer.AuthCode = pan },
		"error code":  func(told *answer.Told) { told.Answer.ErrorCode = pan },
		"settle":      func(told *answer.Told) { told.Answer.SettleStatus = pan },
		"advice":      func(told *answer.Told) { told.Answer.AdviceCode = pan },
		"gave way":    func(told *answer.Told) { told.Answer.GaveWay = pan },
		"agent":       func(told *answer.Told) { told.Agent = pan },
		"role":        func(told *answer.Told) { told.Role = pan },
		"journal":     func(told *answer.Told) { told.Journal = pan },
		"reference":   func(told *answer.Told) { told.SentReference = pan },
		"id":          func(told *answer.Told) { told.ID = pan },
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
			s.Run(ctx, func(context.Context, answer.Told) error {
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
