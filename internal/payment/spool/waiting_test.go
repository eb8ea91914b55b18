package spool

import (
	"os"
	"path/filepath"
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
