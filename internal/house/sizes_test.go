package house

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	// mostFiles is how many files a package may have, without tests: few enough to read
	// their names at a glance.
	mostFiles = 25
	// mostLines is how long a file may be, unless it is a test.
	mostLines = 300
)

// TestSizes: a package or a file that is too large holds more than one subject.
func TestSizes(t *testing.T) {
	root := filepath.Join("..", "..")
	files := map[string]int{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return intoFolder(name, rel)
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files[filepath.ToSlash(filepath.Dir(rel))]++
		text, err := os.ReadFile(name) //nolint:gosec // a source of ours
		if lines := bytes.Count(text, []byte("\n")); lines > mostLines {
			t.Errorf("%s has %d lines: divide it by its subjects", rel, lines)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 40 {
		t.Errorf("only %d packages were looked at", len(files))
	}
	for folder, n := range files {
		if n > mostFiles {
			t.Errorf("%s has %d files: divide it, or join files that are one subject", folder, n)
		}
	}
}
