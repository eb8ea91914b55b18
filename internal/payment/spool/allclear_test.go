//go:build unix

package spool

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
)

// TestTheAllClearIsTrue: an outcome waits because the journal is away, and then for another
// reason, which the log says once. The log says that no outcome waits only when the folder is
// empty.
func TestTheAllClearIsTrue(t *testing.T) {
	t.Parallel()
	file := func(s *shelf) string { return filepath.Join(s.path, "ONE.outcome") }
	for name, row := range map[string]struct {
		spoil, mend func(s *shelf) error
		then        error // what the journal says when it answers again
	}{
		"the journal takes it":      {},
		"another alarm waits":       {then: answer.ErrAlarmWaits},
		"the attempt is not there":  {then: answer.ErrForgotten},
		"the journal has moved":     {then: journal.NewError(journal.FaultMoved, "x", nil)},
		"the file's mode is wrong":  {spoil: func(s *shelf) error { return os.Chmod(file(s), 0o644) }, mend: func(s *shelf) error { return os.Chmod(file(s), 0o600) }},
		"the folder's is wrong":     {spoil: func(s *shelf) error { return os.Chmod(s.path, 0o777) }, mend: func(s *shelf) error { return os.Chmod(s.path, 0o700) }},
		"the folder was moved away": {spoil: func(s *shelf) error { return os.Rename(s.path, s.path+".away") }, mend: func(s *shelf) error { return os.Rename(s.path+".away", s.path) }},
		"the file is damaged": {
			spoil: func(s *shelf) error { return os.Truncate(file(s), 40) },
			mend:  func(s *shelf) error { return os.Remove(file(s)) },
		},
		"the folder is no folder": {
			spoil: func(s *shelf) error {
				if err := os.Rename(s.path, s.path+".away"); err != nil {
					return err
				}
				return os.WriteFile(s.path, nil, 0o600)
			},
			mend: func(s *shelf) error {
				if err := os.Remove(s.path); err != nil {
					return err
				}
				return os.Rename(s.path+".away", s.path)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShelf(t)
			if err := s.Keep(anOutcome("ONE")); err != nil {
				t.Fatal(err)
			}
			did := func(do func(*shelf) error) {
				t.Helper()
				if do == nil {
					return
				}
				if err := do(s); err != nil {
					t.Fatal(err)
				}
			}
			allClear := func() bool { return strings.Contains(s.log.String(), "no outcome waits") }
			synctest.Test(t, func(t *testing.T) {
				var says atomic.Pointer[error]
				say := func(err error) { says.Store(&err) }
				say(journal.NewError(journal.FaultAway, "x", nil))
				looked := s.running(t, func() error { return *says.Load() })
				looked()
				did(row.spoil)
				say(row.then)
				time.Sleep(time.Hour)
				waits := row.spoil != nil || row.then != nil
				if looked(); allClear() == waits {
					t.Errorf("while it waits: %v, the log says:\n%s", waits, s.log.String())
				}
				did(row.mend)
				say(nil)
				time.Sleep(slowly)
				if looked(); strings.Count(s.log.String(), "no outcome waits") != 1 {
					t.Errorf("in the end the log says:\n%s", s.log.String())
				}
			})
		})
	}
}
