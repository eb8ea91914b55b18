//go:build unix

package trust

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestStamp: a file that was replaced, or whose time was put back, has another stamp.
func TestStamp(t *testing.T) {
	path, other := filepath.Join(t.TempDir(), "f"), filepath.Join(t.TempDir(), "g")
	if StampOf(path) != (Stamp{}) {
		t.Error("no file has a stamp")
	}
	then := time.Now().Add(-time.Hour)
	for _, name := range []string{path, other} {
		if err := os.WriteFile(name, []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, then, then); err != nil {
			t.Fatal(err)
		}
	}
	before := StampOf(path)
	if again := StampOf(path); again != before || before == (Stamp{}) {
		t.Errorf("%+v, then %+v", before, again)
	}
	if StampOf(other) == before {
		t.Error("another file of the same size and time has the same stamp")
	}
	if err := os.Rename(other, path); err != nil {
		t.Fatal(err)
	}
	if StampOf(path) == before {
		t.Error("the file that took its place has the same stamp")
	}
}
