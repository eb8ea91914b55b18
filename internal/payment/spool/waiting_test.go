package spool

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A journal with outcomes beside it, of any user, is not to be moved. Another journal's do not
// count, nor does a folder that is empty.
func TestWaiting(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		folder string
		full   bool
		says   string
	}{
		"none":              {"", false, ""},
		"empty":             {"journal.db.spool", false, ""},
		"full":              {"journal.db.spool", true, "new.db.spool,"},
		"another user's":    {"journal.db.spool-1001", true, "new.db.spool-1001,"},
		"another journal's": {"journal.db-abc.spool", true, ""},
		"of another name":   {"journal.db.spooled", true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := t.TempDir()
			if row.folder != "" {
				if err := os.Mkdir(filepath.Join(at, row.folder), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if row.full {
				if err := os.WriteFile(filepath.Join(at, row.folder, "ONE.outcome"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := Waiting(filepath.Join(at, "journal.db"), filepath.Join(at, "new.db"))
			if (err == nil) != (row.says == "") || err != nil && (!strings.Contains(err.Error(), row.says) || !strings.Contains(err.Error(), row.folder)) {
				t.Errorf("says %v", err)
			}
		})
	}
}

// TestAFolderThatCannotBeReadHidesNoOther: what waits in the others is counted, and the count
// says what it leaves out.
func TestAFolderThatCannotBeReadHidesNoOther(t *testing.T) {
	t.Parallel()
	own := strconv.Itoa(os.Getuid())
	for name, row := range map[string]struct {
		closed string // how the name of what cannot be read ends; "" for nothing
		want   Found
	}{
		"all can be read":      {"", Found{Files: 2}},
		"a user's before ours": {".spool-0000", Found{Files: 2, Others: 1}},
		"a user's after ours":  {".spool-x", Found{Files: 2, Others: 1}},
		"the host's":           {".spool", Found{Files: 1, Unreadable: ".spool"}},
		"ours":                 {".spool-" + own, Found{Files: 1, Unreadable: ".spool-" + own}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := filepath.Join(t.TempDir(), "journal.db")
			for _, end := range []string{".spool", ".spool-" + own} {
				if end == row.closed {
					continue
				}
				if err := os.Mkdir(at+end, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(at+end, "ONE.outcome"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if row.closed != "" { // a file in its place is unreadable for root too
				if err := os.WriteFile(at+row.closed, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if row.want.Unreadable != "" {
					row.want.Unreadable = at + row.want.Unreadable
				}
			}
			if got := Count(at); got != row.want {
				t.Errorf("found %+v, want %+v", got, row.want)
			}
			if err := Waiting(at, at+".new"); err == nil {
				t.Error("the journal may be moved")
			}
		})
	}
}

// TestNothingIsBesideWhatCannotBeAFolder: a name below a file has no folders beside it.
func TestNothingIsBesideWhatCannotBeAFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Count(filepath.Join(file, "more", "journal.db")); got != (Found{}) {
		t.Errorf("found %+v", got)
	}
}
