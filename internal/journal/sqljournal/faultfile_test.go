package sqljournal

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// aFilled is the path of a closed journal of some size.
var aFilled = copied(func(t *testing.T, s *Store, c *journaltest.Clock) {
	shift(t, s, c)
	fill(t, s, 500, c.Now(), func(int, *journal.Entry) {})
})

func wantFault(t *testing.T, path string, want journal.Fault) error {
	t.Helper()
	s, err := Open(context.Background(), Options{Path: path})
	if err == nil {
		_ = s.Close()
	}
	var e *journal.Error
	if !errors.As(err, &e) || e.Fault != want {
		t.Errorf("got %v, want %s", err, want)
		return err
	}
	if e.Hint == "" || !strings.Contains(e.Error(), path) {
		t.Errorf("%q (%q) does not help", e.Error(), e.Hint)
	}
	t.Logf("%v", err)
	return err
}

func TestDamagedFile(t *testing.T) {
	t.Parallel()
	overwrite := func(at, length int64) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			garbage := make([]byte, length)
			_, _ = rand.Read(garbage)
			if at < 0 {
				info, _ := file.Stat()
				at = info.Size() / 2
			}
			if _, err := file.WriteAt(garbage, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	shorten := func(size func(int64) int64) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			info, err := os.Stat(path)
			if err == nil {
				err = os.Truncate(path, size(info.Size()))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, test := range map[string]struct {
		damage func(*testing.T, string)
		want   journal.Fault
	}{
		"garbage in the header":      {overwrite(0, 100), journal.FaultCorrupt},
		"garbage behind the header":  {overwrite(100, 3000), journal.FaultCorrupt},
		"garbage in the middle":      {overwrite(-1, 16384), journal.FaultCorrupt},
		"all garbage":                {overwrite(0, 1<<20), journal.FaultCorrupt},
		"half of it gone":            {shorten(func(n int64) int64 { return n / 2 }), journal.FaultCorrupt},
		"the last page gone":         {shorten(func(n int64) int64 { return n - 4096 }), journal.FaultCorrupt},
		"cut within the last page":   {shorten(func(n int64) int64 { return n - 100 }), journal.FaultCorrupt},
		"the first page alone":       {shorten(func(int64) int64 { return 4096 }), journal.FaultCorrupt},
		"empty":                      {shorten(func(int64) int64 { return 0 }), journal.FaultCorrupt},
		"the end of history missing": {func(t *testing.T, p string) { tamper(t, p, "DELETE FROM events WHERE number > 500") }, journal.FaultCorrupt},
		"no chain":                   {func(t *testing.T, p string) { tamper(t, p, "DELETE FROM chain") }, journal.FaultCorrupt},
		"newer":                      {func(t *testing.T, p string) { tamper(t, p, "PRAGMA user_version = 99") }, journal.FaultNewer},
		"another program's":          {func(t *testing.T, p string) { tamper(t, p, "PRAGMA application_id = 7") }, journal.FaultForeign},
	} {
		t.Run(name, func(t *testing.T) {
			path := aFilled(t)
			test.damage(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_ = wantFault(t, path, test.want)
			// A damaged journal may be the only trace of payments: moto leaves it unchanged.
			if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
				t.Errorf("the damaged file was changed: %v", err)
			}
		})
	}
}

// Check finds damage in the middle of a large journal, and from then on the journal
// refuses new attempts.
func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := aFilled(t)
	s := openAt(t, path, nil)
	if err := s.Check(ctx); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := file.WriteAt(bytes.Repeat([]byte("garbage!"), 4096), 20*4096); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(ctx); journal.FaultOf(err) != journal.FaultCorrupt {
		t.Errorf("check: %v", err)
	}
	if err := s.Intent(ctx, journaltest.AnAuth(t, "x", time.Now()), "", time.Time{}); journal.FaultOf(err) != journal.FaultDisk {
		t.Errorf("intent: %v", err)
	}
}

// If the journal finds damage while in use, it refuses new attempts.
func TestDamageWhileInUse(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	c := journaltest.NewClock()
	path := aFilled(t)
	s := openAt(t, path, c.Now)
	s.failed.Store(true)
	err := s.Intent(context.Background(), journaltest.AnAuth(t, "x", c.Now()), "", time.Time{})
	if journal.FaultOf(err) != journal.FaultDisk {
		t.Errorf("an intent after a failed write: %v", err)
	}
	journaltest.Note(t, s, "a", journal.StepChecked, nil) // an attempt that was taken is still recorded
}

func TestFilesMovedWhileInUse(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let files be moved that are in use")
	}
	for _, which := range []string{"", "-wal"} {
		for name, do := range map[string]func(path string) error{
			"deleted":  os.Remove,
			"moved":    func(path string) error { return os.Rename(path, path+".old") },
			"replaced": func(path string) error { return errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o600)) },
		} {
			c := journaltest.NewClock()
			path := aFilled(t)
			s := openAt(t, path, c.Now)
			journaltest.Intend(t, s, journaltest.AnAuth(t, "before", c.Now()))
			if err := do(path + which); err != nil {
				t.Fatal(err)
			}
			if err := s.Intent(context.Background(), journaltest.AnAuth(t, "x", c.Now()), "", time.Time{}); journal.FaultOf(err) != journal.FaultMissing {
				t.Errorf("%s %s: %v", which, name, err)
			}
		}
	}
}

// crashed is a journal as a killed process leaves it: the last attempts are in
// the log alone.
func crashed(t *testing.T, ends ...string) string {
	t.Helper()
	c := journaltest.NewClock()
	from := filepath.Join(t.TempDir(), "journal.db")
	s := openAt(t, from, c.Now)
	shift(t, s, c)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "last", c.Now()))
	to := filepath.Join(t.TempDir(), "journal.db")
	copyJournal(t, from, to, ends...)
	return to
}

// copyJournal copies the file, and the named ones beside it.
func copyJournal(t *testing.T, from, to string, ends ...string) {
	t.Helper()
	for _, end := range append(ends, "") {
		content, err := os.ReadFile(from + end)
		if err == nil {
			err = os.WriteFile(to+end, content, 0o600) //nolint:gosec // into a folder of the test
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCrashLeavesALog(t *testing.T) {
	t.Parallel()
	s := openAt(t, crashed(t, "-wal", "-shm"), nil)
	if _, err := s.Get(context.Background(), "last"); err != nil {
		t.Errorf("what was in the log: %v", err)
	}
	verified(t, s)
	s = openAt(t, crashed(t, "-wal"), nil) // its index alone is no loss
	if _, err := s.Get(context.Background(), "last"); err != nil {
		t.Errorf("what was in the log: %v", err)
	}
}

func TestDeletedLogIsFound(t *testing.T) {
	t.Parallel()
	path := crashed(t, "-shm")
	err := wantFault(t, path, journal.FaultCorrupt)
	if err == nil || !strings.Contains(err.Error(), "-wal") {
		t.Errorf("the error does not say what is missing: %v", err)
	}
	// Without the index, too, nothing shows that there was a log. The journal is then
	// whole, as it was when the log was last emptied.
	verified(t, openAt(t, crashed(t), nil))
}

// The log of a journal that was deleted is not taken for that of a new one, by whichever way
// the new one is made. Nothing is made or changed, and the journal can be put back.
func TestNewJournalBesideALog(t *testing.T) {
	t.Parallel()
	ways := map[string]func(path string) error{
		"a console": func(path string) error { return openError(t, path) },
		"a check":   func(path string) error { return Ready(Options{Path: path}) },
		"a copy": func(path string) error {
			c := journaltest.NewClock()
			from := filepath.Join(t.TempDir(), "journal.db")
			shift(t, openAt(t, from, c.Now), c)
			_, err := Copy(t.Context(), Options{Path: from, Now: c.Now}, Options{Path: path, Now: c.Now}, moving, nil)
			return err
		},
	}
	for _, ends := range [][]string{{"-wal"}, {"-shm"}, {"-wal", "-shm"}} {
		for name, way := range ways {
			path := crashed(t, ends...)
			kept := path + ".kept"
			if err := os.Rename(path, kept); err != nil {
				t.Fatal(err)
			}
			err := way(path)
			fault, is := errors.AsType[*journal.Error](err)
			if !is || fault.Fault != journal.FaultCorrupt || !strings.Contains(err.Error(), path+ends[0]) || !strings.Contains(fault.Hint, "put it back") {
				t.Errorf("%s beside %v: %v", name, ends, err)
			}
			if _, err := os.Stat(path); err == nil {
				t.Errorf("%s beside %v made a journal", name, ends)
			}
			if err := os.Rename(kept, path); err != nil {
				t.Fatal(err)
			}
			if ends[0] != "-wal" {
				continue
			}
			if _, err := openAt(t, path, nil).Get(t.Context(), "last"); err != nil {
				t.Errorf("%s beside %v: what was in the log: %v", name, ends, err)
			}
		}
	}
}

func openError(t *testing.T, path string) error {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path})
	if err == nil {
		_ = s.Close()
	}
	return err
}

func TestTornLogEndsBeforeTheTear(t *testing.T) {
	t.Parallel()
	path := crashed(t, "-wal", "-shm")
	info, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path+"-wal", info.Size()-1000); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(path + "-shm")
	s := openAt(t, path, nil)
	r := verified(t, s)
	if _, err := s.Get(context.Background(), "last"); !errors.Is(err, journal.ErrNotFound) || r.Events != 9 {
		t.Errorf("after a torn commit: %v, %+v", err, r)
	}
}
