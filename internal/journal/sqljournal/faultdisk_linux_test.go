package sqljournal

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// smallDisk is a small disk for one test. Without the right to mount one the test is
// skipped.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		t.Skipf("a disk of its own cannot be mounted here (%v)", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			_ = syscall.Unmount(folder, syscall.MNT_DETACH)
		}
	})
	return folder
}

func openCramped(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), Options{Path: path, freeSpace: func(string) (uint64, bool) { return 0, false }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	folder := smallDisk(t, "3m")
	ballast := filepath.Join(folder, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "journal.db")
	s := openCramped(t, path)
	kept, err := writeUntilRefused(s, "first")
	if journal.FaultOf(err) != journal.FaultDiskFull || kept < 10 {
		t.Fatalf("after %d attempts: %v", kept, err)
	}
	t.Logf("after %d attempts: %v", kept, err)
	if _, err := s.Record(ctx, "first-0", journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))); err != nil && journal.FaultOf(err) != journal.FaultDiskFull {
		t.Errorf("an answer on a full disk: %v", err)
	}
	for i := range kept {
		if _, err := s.Get(ctx, fmt.Sprint("first-", i)); err != nil {
			t.Fatalf("an attempt that was kept: %v", err)
		}
	}
	_ = wantFault(t, path, journal.FaultDiskFull) // a console that starts now
	// Once there is room, the same console goes on.
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	journaltest.Intend(t, s, journaltest.AnAuth(t, "more", time.Now()))
	journaltest.Note(t, s, "first-1", journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved))
	if r := verified(t, s); r.Attempts != int64(kept)+1 {
		t.Errorf("%d attempts, want %d", r.Attempts, kept+1)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, test := range []struct {
		name  string
		ends  []string
		clean bool
	}{
		{"closed before", nil, true},
		{"a log is left", []string{"-wal", "-shm"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := smallDisk(t, "60m")
			from, want := aFilled(t), 503
			if !test.clean {
				from, want = crashed(t, test.ends...), 4
			}
			path := filepath.Join(folder, "journal.db")
			copyJournal(t, from, path, test.ends...)
			if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "mode=0700,size=60m"); err != nil {
				t.Fatal(err)
			}
			_ = wantFault(t, path, journal.FaultReadOnly)
			s := mustRead(t, path)
			got, err := s.Recent(ctx, "", 1000)
			if err != nil || len(got) != want {
				t.Errorf("look-ups find %d, %v; want %d", len(got), err, want)
			}
			if err := s.Close(); err != nil { // before the disk goes
				t.Error(err)
			}
		})
	}
}

// TestOthersRights runs a copy of this program without root's rights, if the test has
// them, on files that it may only read, or not even read.
func TestOthersRights(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name         string
		file, folder os.FileMode
		ends         []string
		want         string
	}{
		{"all in order", 0o600, 0o700, nil, "fault= lookups=4 write=read-only"},
		{"a read-only file", 0o400, 0o700, nil, "fault=read-only lookups=4 write=read-only"},
		{"a read-only folder", 0o600, 0o500, nil, "fault=read-only lookups=4 write=read-only"},
		{"both read-only", 0o400, 0o500, nil, "fault=read-only lookups=4 write=read-only"},
		{"a read-only folder and a log", 0o600, 0o500, []string{"-wal", "-shm"}, "fault=read-only lookups=4 write=read-only"},
		{"a file that is not ours to read", 0o000, 0o700, nil, "fault=permission lookups=permission"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, us := forOthers(t)
			from := crashed(t, "-wal", "-shm")
			if test.ends == nil { // lets the log be emptied into the file
				if err := openAt(t, from, nil).Close(); err != nil {
					t.Fatal(err)
				}
			}
			copyJournal(t, from, path, test.ends...)
			for _, end := range append(test.ends, "") {
				if us != nil {
					if err := os.Chown(path+end, int(us.Uid), int(us.Gid)); err != nil {
						t.Fatal(err)
					}
				}
				if err := os.Chmod(path+end, test.file); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(filepath.Dir(path), test.folder); err != nil {
				t.Fatal(err)
			}
			cmd := copyOfUs("opener", path, "")
			if us != nil {
				cmd.Path = filepath.Join(filepath.Dir(filepath.Dir(path)), "copy")
				cmd.SysProcAttr = &syscall.SysProcAttr{Credential: us}
			}
			out, err := cmd.Output()
			if err != nil || strings.TrimSpace(string(out)) != test.want {
				t.Errorf("got  %s, %v\nwant %s", out, err, test.want)
			}
		})
	}
}

// forOthers is a path that a user without root's rights may use, and that user: nil if
// the test has no such rights itself.
func forOthers(t *testing.T) (path string, us *syscall.Credential) {
	t.Helper()
	top, err := os.MkdirTemp("", "journal")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(top, "state"), 0o700)
		_ = os.RemoveAll(top)
	})
	folder := filepath.Join(top, "state")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		return filepath.Join(folder, "journal.db"), nil
	}
	us = &syscall.Credential{Uid: 65534, Gid: 65534}
	program, err := os.ReadFile(os.Args[0]) //nolint:gosec // ourselves
	if err == nil {
		err = os.WriteFile(filepath.Join(top, "copy"), program, 0o755) //nolint:gosec // ourselves
	}
	if err == nil {
		err = os.Chmod(top, 0o755)
	}
	if err == nil {
		err = os.Chown(folder, int(us.Uid), int(us.Gid))
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "journal.db"), us
}

// A file that may not grow acts like a disk that fails in the middle of a write. It
// needs no rights, so every machine can test something like a full disk.
func TestWriteFails(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	out, err := copyOfUs("cramped", path, "").Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var kept int
	var first, second, after string
	if _, err := fmt.Sscanf(string(out), "kept=%d fault=%s then=%s answer=%s", &kept, &first, &second, &after); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%s", out)
	if kept < 5 || journal.Fault(first) != journal.FaultDisk || journal.Fault(second) != journal.FaultDisk {
		t.Errorf("got %s", out)
	}
	s := openAt(t, path, nil)
	if r := verified(t, s); r.Attempts != int64(kept) {
		t.Errorf("%d attempts are there, %d were promised", r.Attempts, kept)
	}
}

// playCramped writes until the file may not grow, and then tries again with room: the
// journal refuses intents until it is opened again.
func playCramped(path string) int {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(context.Background(), Options{Path: path})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	var limit syscall.Rlimit
	_ = syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit)
	room := limit.Max
	limit.Cur = 384 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fmt.Println(err)
		return 1
	}
	kept, err := writeUntilRefused(s, "cramped")
	limit.Cur = room
	_ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
	_, again := writeUntilRefused(s, "again")
	_, answer := s.Record(context.Background(), "cramped-0", journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeApproved)))
	fmt.Printf("kept=%d fault=%s then=%s answer=%v\n", kept, journal.FaultOf(err), journal.FaultOf(again), answer)
	return 0
}
