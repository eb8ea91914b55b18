package terminal

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// rowParts are what rows are made of: at first what is read the fast way.
var rowParts = []string{
	"a", " ", "~", "é", "—", "…", "€", "│", "█", "▸", "✔", "1", "23", "  ",
	"\x1b[1m", "\x1b[m", "\x1b[0m", "\x1b[38;2;1;22;133m", "\x1b[48;2;1;22;133m", "\x1b[4:3m", "\x1b[39m", "\x1b[49m", "\x1b[7m", "\x1b[27m",
	"\x1b[58;2;3;4;5m", "\x1b[38:2::1:2:3m", "\x1b[;1m", "\x1b[1;;3m", "\x1b[38;5m", "\x1b[38;2;300;1;1m", "\x1b[99999999999m", "\x1b[0;31;48;5;200m",
	"\x1b[" + strings.Repeat("1;", 40) + "4m", "\x1b[" + strings.Repeat("1:", 40) + "4m",
	"田", "\u0301", "👍", "\t", "\x1b[2J", "\x80", "\xff", "\u200d", "\r", "\x1bP" + strings.Repeat("1;", 40) + "q\x1b\\",
}

const slowParts = 12 // at the end of rowParts

// TestRowsAreReadAlike: whatever was in its cells before, and whichever way it is read, a row
// has the cells that the library's reading gives, and none makes a reader panic.
func TestRowsAreReadAlike(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // no secrets
	fast, used := 0, new(line)
	for n := range 20_000 {
		among := rowParts
		if rng.IntN(3) > 0 {
			among = among[:len(among)-slowParts]
		}
		var text strings.Builder
		for range rng.IntN(14) {
			text.WriteString(among[rng.IntN(len(among))])
		}
		row, width := text.String(), 1+rng.IntN(12)
		profile := []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256, colorprofile.ANSI, colorprofile.ASCII}[rng.IntN(4)]
		if n%5 == 0 {
			used = new(line)
		}
		used.read(row, width, profile)
		styleAfter(row, uv.Style{})
		anew := &line{Buffer: *uv.NewBuffer(width, 1)}
		if !anew.readSingles(row, profile) {
			continue
		}
		fast++
		want := uv.NewBuffer(width, 1)
		uv.NewStyledString(row).Draw(screenOf{want}, want.Bounds())
		for x := range width {
			c := *want.CellAt(x, 0)
			c.Style = uv.ConvertStyle(c.Style, profile)
			if !used.cells()[x].Equal(&c) || !anew.cells()[x].Equal(&c) {
				t.Fatalf("%q: cell %d is %+v, and read anew %+v, want %+v", row, x, used.cells()[x], anew.cells()[x], c)
			}
		}
	}
	if fast < 5000 {
		t.Errorf("%d rows were read the fast way", fast)
	}
}

// screenOf is a buffer to draw on.
type screenOf struct{ *uv.Buffer }

// WidthMethod implements uv.Screen.
func (screenOf) WidthMethod() uv.WidthMethod { return ansi.WcWidth }
