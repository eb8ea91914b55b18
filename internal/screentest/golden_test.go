package screentest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestGolden(t *testing.T) {
	s := startScreen(t)
	s.WaitFor(t, "notes init")
	s.Settle(t)
	Golden(t, "demo", s.Text())
}

func TestGoldenCompares(t *testing.T) {
	t.Chdir(t.TempDir())
	golden(t, "forms/card", "one  \ntwo\r\nthree\n\n", true)
	file, err := os.ReadFile(filepath.Join("testdata", "forms", "card.golden"))
	if err != nil || string(file) != "one\ntwo\nthree\n" {
		t.Fatalf("wrote %q, %v", file, err)
	}
	golden(t, "forms/card", "one\ntwo \nthree", false)

	message := failure(t, func(tb testing.TB) { golden(tb, "forms/card", "one\n2\nthree\nfour", false) })
	for _, want := range []string{"  0  │one\n", "  1 -│two\n  1 +│2\n", "  3 +│four\n", "-update"} {
		if !strings.Contains(message, want) {
			t.Errorf("no %q in\n%s", want, message)
		}
	}
	message = failure(t, func(tb testing.TB) { golden(tb, "none", "x", false) })
	if !strings.Contains(message, "-update") {
		t.Errorf("failed with %q", message)
	}
}
