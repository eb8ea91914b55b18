package charset

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		env  string
		want Set
	}{
		{"TERM=xterm-256color", Unicode},
		{"TERM=xterm-256color LANG=en_GB.UTF-8", Unicode},
		{"TERM=xterm-256color LANG=C.utf8", Unicode},
		{"TERM=xterm-256color LC_CTYPE=UTF-8", Unicode}, // macOS
		{"TERM=xterm LANG=de_DE.UTF-8@euro", Unicode},
		{"TERM=xterm LANG=C", ASCII},
		{"TERM=xterm LANG=POSIX", ASCII},
		{"TERM=xterm LANG=en_GB", ASCII},
		{"TERM=xterm LANG=en_GB.ISO-8859-1", ASCII},
		{"TERM=xterm LANG=ja_JP.eucJP", ASCII},
		{"TERM=xterm LANG=en_GB.UTF-8 LC_ALL=C", ASCII},
		{"TERM=xterm LANG=C LC_ALL=C.UTF-8", Unicode},
		{"TERM=xterm LANG=C LC_CTYPE=en_GB.UTF-8", Unicode},
		{"TERM=xterm LC_CTYPE=C LC_ALL=en_GB.UTF-8", Unicode},
		{"TERM=linux LANG=en_GB.UTF-8", Console},
		{"TERM=linux", Console},
		{"TERM=linux LANG=C", ASCII},
		{"TERM=vt100 LANG=en_GB.UTF-8", ASCII},
		{"TERM=vt220", ASCII},
		{"TERM=dumb", ASCII},
		{"TERM=ansi LANG=en_GB.UTF-8", ASCII},
		{"TERM=tmux-256color LANG=en_GB.UTF-8", Unicode},
		{"TERM=screen", Unicode},
		// Without a locale the terminal's name decides.
		{"TERM=xterm-256color LC_ALL= LC_CTYPE= LANG=", Unicode},
		{"TERM=xterm LC_ALL= LANG=C", ASCII},
		{"TERM=alacritty", Unicode},
		{"TERM=tmux-256color", Unicode},
		{"TERM=vt100", ASCII},
		{"LANG=en_GB.UTF-8", Unicode},
		{"LANG=C", ASCII},
		{"LC_MESSAGES=en_GB.UTF-8", ASCII},
		{"", ASCII},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		if got := Of(func(name string) string { return env[name] }); got != c.want {
			t.Errorf("%q: %v, want %v", c.env, got, c.want)
		}
	}
}

// TestOfWindows: an old console with another code page than that of UTF-8 gets ASCII.
func TestOfWindows(t *testing.T) {
	for _, c := range []struct {
		env  string
		page int
		want Set
	}{
		{"", 850, ASCII},
		{"", 437, ASCII},
		{"", utf8Page, Unicode},
		{"LANG=C", utf8Page, Unicode},
		{"WT_SESSION=1c2d", 850, Unicode},
		{"TERM_PROGRAM=vscode", 1252, Unicode},
		{"TERM=xterm-256color", 850, Unicode}, // over SSH
		{"TERM=vt100", utf8Page, ASCII},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		if got := of("windows", c.page, func(name string) string { return env[name] }); got != c.want {
			t.Errorf("%q, code page %d: %v, want %v", c.env, c.page, got, c.want)
		}
	}
}

// TestChosen: the configuration overrides the environment, in both directions.
func TestChosen(t *testing.T) {
	for setting, want := range map[string][2]Set{"auto": {ASCII, Unicode}, "": {ASCII, Unicode}, "ascii": {ASCII, ASCII}, "unicode": {Unicode, Unicode}} {
		for i, env := range []map[string]string{{"TERM": "vt220", "LANG": "C"}, {"TERM": "xterm", "LANG": "en_GB.UTF-8"}} {
			if got := Chosen(setting, func(name string) string { return env[name] }); got != want[i] {
				t.Errorf("%q in %v: %v, want %v", setting, env, got, want[i])
			}
		}
	}
}

// TestFold: every character becomes ASCII, or one that the set has.
func TestFold(t *testing.T) {
	for r := rune(0x80); r < 0x20000; r++ {
		if r >= 0xe000 && r <= 0xf8ff || !utf8.ValidRune(r) {
			continue
		}
		if got := ASCII.Fold(r); !isASCII(got) || got == "" || len(got) != 1 && len(got) != 4 {
			t.Fatalf("%q becomes %q", r, got)
		}
		if got := Console.Fold(r); !isASCII(got) && got != string(r) {
			t.Fatalf("on the console %q becomes %q", r, got)
		}
	}
	for in, want := range map[string]string{
		"✔ ✖ – … ▸ ● ○ • · “ ” ’ ━ ─ │ ┃ ▏": "+ x - . > * o * - \" \" ' = - | # |", // as the drawings say
		"José Ángel, Łukasz, Straße":        "Jose Angel, Lukasz, Strase",
		"田中 x":                              "???? x", // with their width
		"e\u0301":                           "e",
		"10.50\u00a0€":                      "10.50 EUR ",
		"\x1b[1m✔\x1b[m A17":                "\x1b[1m+\x1b[m A17",
		"\ue000\ue7ff":                      "\ue000\ue7ff",
	} {
		if got := ASCII.Text(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := Console.Text("│ ─ ✔ é £"); got != "│ ─ + é GBP " {
		t.Errorf("on the console: %q", got)
	}
	if got := Unicode.Text("✔ £"); got != "✔ £" {
		t.Errorf("%q", got)
	}
}

// TestSigns: the code of a currency takes its cells from the blanks before it, or from
// those after it.
func TestSigns(t *testing.T) {
	for _, c := range []struct {
		in, want string
		cell, at int
	}{
		{"  Amount            £10.50", "  Amount         GBP 10.50", 26, 26},
		{"  Amount            £10.50  at most", "  Amount         GBP 10.50  at most", 23, 23},
		{"     £1     £20 x", "  GBP 1  GBP 20 x", 15, 15},
		{"for £10.50 to Visa", "for GBP 10.50 to Visa", 10, 13},
		{"for £10.50 to Visa    ok", "for GBP 10.50 to Visa ok", 22, 22},
		{"£1", "GBP 1", 2, 5},
		{"  £1", " GBP 1", 4, 6},
		{"x ✔", "x +", 5, 5},
		{"\x1b[1m    \x1b[m£5", "\x1b[1m \x1b[mGBP 5", 6, 6},
	} {
		got, at := ASCII.Line(c.in, c.cell)
		if got != c.want || at != c.at {
			t.Errorf("%q becomes %q with the cell %d at %d, want %q at %d", c.in, got, c.cell, at, c.want, c.at)
		}
	}
}

// TestEveryScreen: each line of every golden screen becomes ASCII and keeps its width,
// unless it has a currency's sign.
func TestEveryScreen(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("..", "..", "ui", "testdata", "*.golden"))
	if err != nil || len(names) < 20 {
		t.Fatal(len(names), err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(content)) {
			line = strings.TrimSuffix(line, "\n")
			got, _ := ASCII.Line(line, 0)
			if !isASCII(got) {
				t.Errorf("%s: %q", filepath.Base(name), got)
			}
			if before, after := ansi.StringWidth(line), ansi.StringWidth(got); before != after && !strings.ContainsAny(line, "£€") {
				t.Errorf("%s: %d cells become %d: %q", filepath.Base(name), before, after, got)
			}
			if strings.Contains(line, "?") != strings.Contains(got, "?") {
				t.Errorf("%s: a symbol is not known: %q", filepath.Base(name), line)
			}
		}
	}
}

func TestWriter(t *testing.T) {
	var out bytes.Buffer
	if n, err := ASCII.Writer(&out).Write([]byte("✔ £10\n“ok”\n")); n != len("✔ £10\n“ok”\n") || err != nil || out.String() != "+ GBP 10\n\"ok\"\n" {
		t.Errorf("%q, %d, %v", out.String(), n, err)
	}
	if Unicode.Writer(&out) != &out {
		t.Error("a terminal that shows all has a writer")
	}
}

// FuzzLine: the result is ASCII except for stand-ins, no wider than necessary, and the
// cell lies in it.
func FuzzLine(f *testing.F) {
	f.Add("  Amount   £10.50 ✔ é田", 12)
	f.Add("\x1b[1m£\x1b[m     £", 3)
	f.Fuzz(func(t *testing.T, line string, cell int) {
		line = strings.Map(func(r rune) rune {
			if r == utf8.RuneError || unicode.IsControl(r) {
				return -1
			}
			return r
		}, line)
		width := ansi.StringWidth(line)
		if cell < 0 || cell > width {
			return
		}
		got, at := ASCII.Line(line, cell)
		for _, r := range got {
			if r >= 0x80 && (r < 0xe000 || r > 0xf8ff) {
				t.Fatalf("%q becomes %q", line, got)
			}
		}
		signs := 0
		for _, r := range line {
			if len(ASCII.Fold(r)) == 4 {
				signs++
			}
		}
		if after := ansi.StringWidth(got); after < width || after > width+3*signs || at < 0 || at > after {
			t.Errorf("%q is %d cells and becomes %q of %d, cell %d becomes %d", line, width, got, after, cell, at)
		}
	})
}
