//go:build unix

package floor

import (
	"strings"
	"testing"
)

// TestWindowSizes: a console goes on through every size of its window, from 1×1 to 500×200
// and beyond, with a form open, and keys typed at each.
func TestWindowSizes(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	c := h.signIn("priya")
	c.shows(home)
	c.types("n")
	c.shows("Still to ask")
	for _, size := range [][2]int{{1, 1}, {500, 200}, {1, 200}, {500, 1}, {2, 2}, {59, 19}, {60, 20}, {79, 24}, {0, 0}, {100_000, 100_000}, {3, 1}} {
		c.mu.Lock()
		c.shown.Reset()
		c.mu.Unlock()
		if err := c.shell.WindowChange(size[1], size[0]); err != nil {
			t.Fatal(err)
		}
		c.types("\x1b[D") // the arrow to the left
		c.shows("\x1b[")  // something was drawn
	}
	if err := c.shell.WindowChange(24, 80); err != nil {
		t.Fatal(err)
	}
	c.shows("Still to ask")
	c.types("A17\r")
	c.shows("A17")
	if log := h.log(); strings.Contains(log, "defect") {
		t.Errorf("a defect:\n%s", log)
	}
}
