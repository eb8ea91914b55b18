package terminal_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/google/go-cmp/cmp"

	"github.com/charmbracelet/colorprofile"

	"motoconsole/internal/effort"
	"motoconsole/internal/screentest"
	"motoconsole/internal/terminal"
)

// pieces are the parts of random frames that every terminal shows alike.
var pieces = []string{
	"a", "b", "abc", "Card number", " ", "   ", "            ", "é", "•", "✔", "─", "▸", "£10.50", "日本", "漢", "e\u0301", "o\u0308x", "\ue000",
	"\x1b[m", "\x1b[0m", "\x1b[1m", "\x1b[22m", "\x1b[7m", "\x1b[27m", "\x1b[4m", "\x1b[31m", "\x1b[1;92m", "\x1b[41m", "\x1b[38;5;200m", "\x1b[48;2;1;2;3m", "\x1b[39;49m",
	"\x1b[3mi\x1b[23m", "\n", "\n", "\n", "\r\n", "\x1b[1m\n",
}

// strange are pieces that terminals differ about, or that are not text.
var strange = append([]string{"👩\u200d👩", "🇬🇧", "👍🏽", "\u200b", "\u0301", "\t", "\x1b[2J", "\x1b[5;5H", "\x1b]0;x\x07", "\x1b", "\x9b1", "\xff", "\b", "\r", "\u200d", "ᄀ", "ᅡ", "\x1b_Gx\x1b\\", "\x1b]8;;http://x\x1b\\y\x1b]8;;\x1b\\"}, pieces...)

func frame(r *rand.Rand, of []string, last string) string {
	if last != "" && r.IntN(3) > 0 { // a frame like the one before
		rows := strings.Split(last, "\n")
		for range 1 + r.IntN(2) {
			rows[r.IntN(len(rows))] = strings.NewReplacer("\n", "", "\r", "").Replace(frame(r, of, ""))
		}
		return strings.Join(rows, "\n")
	}
	var b strings.Builder
	for range r.IntN(40) {
		b.WriteString(of[r.IntN(len(of))])
	}
	return b.String()
}

// cells is what an emulator shows, each cell written in a standard way.
func cells(at func(x, y int) *uv.Cell, width, height int) [][]string {
	rows := make([][]string, height)
	for y := range rows {
		for x := range width {
			c := at(x, y)
			switch {
			case c == nil || c.Content == "" && c.Width != 0:
				rows[y] = append(rows[y], " ")
			case c.Content == " " && c.Style.IsZero():
				rows[y] = append(rows[y], " ")
			default:
				rows[y] = append(rows[y], fmt.Sprintf("%q %d %s", c.Content, c.Width, c.Style.String()))
			}
		}
	}
	return rows
}

func newEmulator(t testing.TB, width, height int) *vt.Emulator {
	t.Helper()
	return vt.NewEmulator(width, height)
}

// nothing is a sequence without effect. After it the emulator holds nothing back.
const nothing = ansi.ResetModeTextCursorEnable

// check paints random frames of random sizes, and compares the emulator's screen after
// each with the expected one.
func check(t *testing.T, seed uint64, of []string, should func(frame string, width, height int, p colorprofile.Profile) [][]string) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0))
	profile := []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ASCII}[r.IntN(3)]
	width, height := 1+r.IntN(40), 1+r.IntN(8)
	emu, p := newEmulator(t, width, height), terminal.NewPainter(width, height, profile)
	last, said := "", ""
	for range 2 + r.IntN(10) {
		if r.IntN(6) == 0 {
			width, height = 1+r.IntN(40), 1+r.IntN(8)
			emu.Resize(width, height)
			p.Resize(width, height)
			said += fmt.Sprintf("size %dx%d\n", width, height)
		}
		last = frame(r, of, last)
		out := p.Paint(last)
		said += fmt.Sprintf("%q\n  painted %q\n", last, out)
		_, _ = emu.Write(out)
		_, _ = emu.WriteString(nothing)
		if want, got := should(last, width, height, profile), cells(emu.CellAt, width, height); !reflect.DeepEqual(want, got) {
			t.Fatalf("seed %d, %v: - should be, + is\n%s\nsize %dx%d\n%s", seed, profile, cmp.Diff(want, got), width, height, said)
		}
		if again := p.Paint(last); len(again) > 0 {
			t.Fatalf("the same frame once more wrote %q", again)
		}
	}
}

// drawn is a frame in cells, as Bubble Tea's renderer makes them.
func drawn(frame string, width, height int, profile colorprofile.Profile) [][]string {
	buf := uv.NewScreenBuffer(width, height)
	uv.NewStyledString(frame).Draw(buf, buf.Bounds())
	for _, line := range buf.Lines {
		for i := range line {
			if line[i].Width > 0 {
				line[i].Style = uv.ConvertStyle(line[i].Style, profile)
			}
		}
	}
	return cells(buf.CellAt, width, height)
}

// TestPaints: the terminal shows the newest frame, whatever frames came before.
func TestPaints(t *testing.T) {
	for seed := range uint64(effort.Of(2000, 200)) {
		check(t, seed, pieces, drawn)
	}
}

// fresh is what the terminal shows of a first frame.
func fresh(t testing.TB) func(string, int, int, colorprofile.Profile) [][]string {
	return func(frame string, width, height int, profile colorprofile.Profile) [][]string {
		emu := newEmulator(t, width, height)
		_, _ = emu.Write(terminal.NewPainter(width, height, profile).Paint(frame))
		_, _ = emu.WriteString(nothing)
		return cells(emu.CellAt, width, height)
	}
}

// TestPaintsStrange: pieces that terminals differ about, or that are not text, look the
// same as in a first frame.
func TestPaintsStrange(t *testing.T) {
	of := append(strange, screentest.Hostile()[:20]...)
	for seed := range uint64(effort.Of(2000, 80)) {
		check(t, seed, of, fresh(t))
	}
}

func FuzzPaints(f *testing.F) {
	f.Add("a\nb", "a\nc", uint8(10), uint8(2))
	f.Add("\x1b[1mCard\x1b[m 1234567890", "日本 \x1b[1mCard", uint8(9), uint8(2))
	f.Fuzz(func(t *testing.T, one, two string, width, height uint8) {
		w, h := 1+int(width)%100, 1+int(height)%30
		emu, p := newEmulator(t, w, h), terminal.NewPainter(w, h, colorprofile.TrueColor)
		for _, frame := range []string{one, two} {
			_, _ = emu.Write(p.Paint(frame))
			_, _ = emu.WriteString(nothing)
		}
		if d := cmp.Diff(fresh(t)(two, w, h, colorprofile.TrueColor), cells(emu.CellAt, w, h)); d != "" {
			t.Fatalf("- on an empty screen, + after another frame\n%s", d)
		}
	})
}
