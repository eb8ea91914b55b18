package sqljournal

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/journaltest"
)

func TestPermissions(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "new", "state", "journal.db")
	s := openAt(t, path, nil)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", time.Now()))
	for name, want := range map[string]fs.FileMode{
		filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
		path + beside.Mark: 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 4 {
		t.Errorf("left behind: %v, %v", names, err)
	}
	_ = s.Close()
	for _, mode := range []fs.FileMode{0o644, 0o604, 0o602, 0o666, 0o660, 0o620} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_ = wantFault(t, path, journal.FaultPermission)
	}
	for _, mode := range []fs.FileMode{0o600, 0o640} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		s, err := Open(ctx, Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		_ = s.Close()
	}
	if err := os.Chmod(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	_ = wantFault(t, path, journal.FaultPermission)
	_ = wantFault(t, filepath.Dir(filepath.Dir(path)), journal.FaultForeign)
}

func TestLinkToAJournal(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	path := aFilled(t)
	link := filepath.Join(t.TempDir(), "journal.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, link, nil)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "x", time.Now()))
	got, err := mustRead(t, path).Recent(context.Background(), "", 1)
	journaltest.Check(t, "by its own name", "x", got, err)
}

func TestTooLittleRoomToStart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	o := Options{Path: path, freeSpace: func(string) (uint64, bool) { return minFree - 1, true }}
	if _, err := Open(context.Background(), o); journal.FaultOf(err) != journal.FaultDiskFull {
		t.Errorf("got %v", err)
	}
	o.freeSpace = func(string) (uint64, bool) { return minFree, true }
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for bytes, want := range map[uint64]bool{minFree: true, 2*minFree - 1: true, 2 * minFree: false} {
		if s.db.(*file).free = func(string) (uint64, bool) { return bytes, true }; s.IsNearlyFull() != want {
			t.Errorf("%d bytes are free, and it is nearly full: %v", bytes, !want)
		}
	}
	if s.db.(*file).free = func(string) (uint64, bool) { return 0, false }; s.IsNearlyFull() {
		t.Error("it is not known how much is free")
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "journal.db")
	if _, err := Open(ctx, Options{Path: path, ReadOnly: true}); journal.FaultOf(err) != journal.FaultMissing {
		t.Errorf("none: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("looking made a file")
	}
	c := journaltest.NewClock()
	s := openAt(t, path, c.Now)
	shift(t, s, c)
	r := mustRead(t, path)
	got, err := r.Recent(ctx, "", 9)
	journaltest.Check(t, "beside a writer", "c b a", got, err)
	journaltest.Intend(t, s, journaltest.AnAuth(t, "d", c.Now()))
	got, err = r.Recent(ctx, "", 1)
	journaltest.Check(t, "what is written meanwhile", "d", got, err)
	if err := r.Intent(ctx, journaltest.AnAuth(t, "e", c.Now()), "", time.Time{}); journal.FaultOf(err) != journal.FaultReadOnly {
		t.Errorf("intent: %v", err)
	}
	if _, err := r.Record(ctx, "a", journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))); journal.FaultOf(err) != journal.FaultReadOnly {
		t.Errorf("record: %v", err)
	}
	if _, err := r.Prune(ctx, 0, c.Now()); journal.FaultOf(err) != journal.FaultReadOnly {
		t.Errorf("prune: %v", err)
	}
}

func TestLockedByAnother(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	c := journaltest.NewClock()
	path := aFilled(t)
	s, err := Open(context.Background(), Options{Path: path, busy: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	tx, err := openAt(t, path, c.Now).writer.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := s.Intent(context.Background(), journaltest.AnAuth(t, "x", c.Now()), "", time.Time{}); journal.FaultOf(err) != journal.FaultLocked {
		t.Errorf("got %v", err)
	}
	if _, err := s.Get(context.Background(), "a"); err != nil {
		t.Errorf("a look-up beside it: %v", err)
	}
}
