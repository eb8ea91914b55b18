//go:build unix

package sqljournal

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/mark"
)

// TestNoFileIsWaitedFor: the journal refuses, by name, a pipe or a folder in place of
// its file or of one beside it. Opening a pipe would never end.
func TestNoFileIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{"the journal": "", "the mark": mark.End, "the log": "-wal", "the index": "-shm", "the rollback journal": "-journal"} {
		for kind, put := range map[string]func(path string) error{
			"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
			"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		} {
			if end == mark.End && kind == "a folder" {
				continue // such a mark says nothing: see TestJournalsAndMarks
			}
			t.Run(name+" is "+kind, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "journal.db")
				s, err := Open(context.Background(), Options{Path: path})
				if err == nil {
					err = s.Close()
				}
				if err != nil {
					t.Fatal(err)
				}
				if err := os.RemoveAll(path + end); err != nil {
					t.Fatal(err)
				}
				if err := put(path + end); err != nil {
					t.Fatal(err)
				}
				for _, readOnly := range []bool{false, true} {
					s, err := Open(context.Background(), Options{Path: path, ReadOnly: readOnly})
					if err == nil {
						_ = s.Close()
					}
					if journal.FaultOf(err) != journal.FaultForeign || !strings.Contains(err.Error(), "is not a file") || !strings.Contains(err.Error(), filepath.Base(path)+end) {
						t.Errorf("read only %v: %v", readOnly, err)
					}
				}
				if err := Ready(Options{Path: path}); journal.FaultOf(err) != journal.FaultForeign {
					t.Errorf("ready: %v", err)
				}
			})
		}
	}
}

// TestMarkThatIsAPipe: the journal does not wait for a mark that has become a pipe by
// the time it is read or written.
func TestMarkThatIsAPipe(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal.db")
	if err := syscall.Mkfifo(path+mark.End, 0o600); err != nil {
		t.Fatal(err)
	}
	if read := mark.Read(path); read != nil {
		t.Errorf("it says %v", read)
	}
	mark.Write(path, mark.Position{Number: 1})
	if err := mark.Reset(path, mark.Position{Number: 1}); err == nil {
		t.Error("it was written")
	}
	if err := syscall.Mkfifo(path+"-shm", 0o600); err != nil {
		t.Fatal(err)
	}
	if lostLog(path) {
		t.Error("a pipe tells of a lost log")
	}
}
