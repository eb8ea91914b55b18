//go:build unix

package cli_test

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/screentest"
)

// strange opens a console in an unusual terminal.
func (o *office) strange(t *testing.T, env []string, opts ...screentest.Option) *screentest.PTY {
	t.Helper()
	cmd := o.command(t, "priya")
	cmd.Env = append(cmd.Env, env...)
	p := o.open(t, cmd, opts...)
	p.WaitFor(t, "Your payments today")
	return p
}

// TestATerminalWithoutUnicode: an agent takes a payment on it. The console draws only
// ASCII, and prints only ASCII afterwards.
func TestATerminalWithoutUnicode(t *testing.T) {
	t.Parallel()
	for _, env := range [][]string{{"LANG=C"}, {"LC_ALL=en_GB.ISO-8859-1", "LANG=en_GB.UTF-8"}, {"TERM=vt100"}} {
		o := newOffice(t, startBank(t))
		p := o.strange(t, env)
		fill(t, p, caller())
		p.WaitFor(t, confirmPage)
		p.WaitFor(t, "GBP 10.50")
		grace()
		agree(t, p)
		p.WaitFor(t, "+ APPROVED")
		p.WaitFor(t, "+ Matched")
		grace()
		p.Press("enter")
		leave(t, p)
		for i, c := range p.Recorded() {
			if c >= 0x80 {
				t.Fatalf("%v: byte %x was written behind %q", env, c, p.Recorded()[max(0, i-40):i])
			}
		}
	}
}

// TestTheCharactersOfADesk: without a locale the terminal's name decides. The
// configuration overrides both.
func TestTheCharactersOfADesk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		config string
		env    []string
		ascii  bool
	}{
		{"", []string{"LC_ALL=", "LC_CTYPE=", "LANG=", "TERM=xterm-256color"}, false},
		{"[ui]\ncharacters = \"ascii\"\n", []string{"LC_ALL=", "LC_CTYPE=", "LANG=", "TERM=xterm-256color"}, true},
		{"[ui]\ncharacters = \"unicode\"\n", []string{"LANG=C", "TERM=vt220"}, false},
	} {
		o := newOffice(t, startBank(t))
		o.operator = c.config
		p := o.strange(t, c.env)
		leave(t, p)
		if ascii := !strings.ContainsFunc(string(p.Recorded()), func(r rune) bool { return r >= 0x80 }); ascii != c.ascii {
			t.Errorf("%q with %v: ASCII alone is %v", c.config, c.env, ascii)
		}
	}
}

// TestATerminalWithoutASize: the console assumes the usual size until the terminal
// reports its own.
func TestATerminalWithoutASize(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	p := o.strange(t, nil, screentest.Unsized())
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Resize(100, 30)
	p.WaitUntil(t, "the footer in the last row", func(shown string) bool {
		rows := strings.Split(shown, "\n")
		return len(rows) >= 30 && strings.Contains(rows[29], "Confirm")
	})
	p.Press("esc")
	p.WaitFor(t, "Your payments today")
	leave(t, p)
}

// TestALostEndOfAPaste: the console takes keys again after a while, and ctrl+c at once.
func TestALostEndOfAPaste(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	p := o.console(t, "priya")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Input([]byte("\x1b[200~A17"))
	time.Sleep(4 * time.Second) // the silence that ends the paste
	p.Input([]byte("X"))
	p.WaitFor(t, "A17X")
	p.Input([]byte("\x1b[200~lost"))
	time.Sleep(100 * time.Millisecond)
	p.Input([]byte("\x03"))
	p.WaitFor(t, "Quit moto?")
	p.Press("n")
	p.WaitFor(t, "A17Xlost")
	// The rest of a late reply from the terminal is not taken for typing.
	for _, piece := range []string{"\x1b]11;rgb:1e1e/", "1e1e/1e1e\x07", "\x1bP>|XTerm(3", "90)\x1b\\", "\x1b[?64;1", ";9c"} {
		p.Input([]byte(piece))
		time.Sleep(100 * time.Millisecond)
	}
	p.Input([]byte("Z"))
	p.WaitFor(t, "A17XlostZ ")
	p.Press("esc")
	p.WaitFor(t, "Discard this payment?")
	p.Press("y")
	p.WaitFor(t, "Your payments today")
	leave(t, p)
}
