package screentest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const updateFlag = "update"

func init() {
	if flag.Lookup(updateFlag) == nil {
		flag.Bool(updateFlag, false, "write the golden files instead of comparing with them")
	}
}

func updating() bool {
	f := flag.Lookup(updateFlag)
	return f != nil && f.Value.String() == "true"
}

// Golden compares text with testdata/<name>.golden of the package under test,
// or writes that file when the test runs with -update. Blanks at the ends of
// lines and empty lines at the end do not count.
func Golden(t testing.TB, name, text string) {
	t.Helper()
	golden(t, name, text, updating())
}

func golden(t testing.TB, name, text string, update bool) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
	got := trimBlanks(text)
	if update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatalf("golden: %v", err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatalf("golden: %v", err)
		}
		return
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden: %v (run the test with -%s to write it)\n%s", err, updateFlag, dump(got))
	}
	if want := trimBlanks(string(file)); got != want {
		t.Errorf("not as in %s (run the test with -%s if the new screen is right)\n%s", path, updateFlag, diff(want, got))
	}
}

// trimBlanks cuts trailing blanks, and ends text with one line feed.
func trimBlanks(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \r")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

// diff compares two screens row by row: "-" is the file's row, "+" the screen's.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		switch {
		case i < len(w) && i < len(g) && w[i] == g[i]:
			fmt.Fprintf(&b, "%3d  │%s\n", i, w[i])
			continue
		case i < len(w):
			fmt.Fprintf(&b, "%3d -│%s\n", i, w[i])
		}
		if i < len(g) {
			fmt.Fprintf(&b, "%3d +│%s\n", i, g[i])
		}
	}
	return b.String()
}
