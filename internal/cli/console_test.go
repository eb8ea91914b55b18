//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// visa is the caller with the vendor's Visa card and any other changes.
func visa(change func(*entry)) entry {
	return with(func(e *entry) {
		e.card = "4111 1111 1111 1111"
		if change != nil {
			change(e)
		}
	})
}

// TestMakeRunTakesPayments does what the README promises of `make run`.
func TestMakeRunTakesPayments(t *testing.T) {
	t.Parallel()
	p := screentest.StartPTY(t, command(t, "--sandbox"), 80, 24)
	p.WaitFor(t, "Your payments today")
	p.WaitFor(t, "○ SANDBOX")
	tests := []struct {
		name  string
		entry entry
		word  string
		count map[string]int
	}{
		{"matched", visa(nil), "APPROVED", map[string]int{"✔ Matched": 3}},
		{"not matched", visa(func(e *entry) { e.house, e.postcode, e.code = "No 123", "TE12 3ST", "214" }), "APPROVED", map[string]int{"✖ Not matched": 3}},
		{"not checked", visa(func(e *entry) { e.house, e.postcode, e.code = "No 333", "TE33 3ST", "333" }), "APPROVED", map[string]int{"– Not checked": 3}},
		{"declined amount", visa(func(e *entry) { e.amount = "700.00" }), "DECLINED", nil},
		// The bank has booked it as cancelled, and the console finds out.
		{"unknown", visa(func(e *entry) { e.amount = "600.10" }), "DECLINED", nil},
		{"declined card", visa(func(e *entry) { e.card = "4242 4242 4242 4242" }), "DECLINED", nil},
		{"amex", visa(func(e *entry) { e.card, e.code = "3400 000000 00611", "1234" }), "APPROVED", map[string]int{"✔ Matched": 3}},
	}
	for _, test := range tests {
		take(t, p, test.entry, test.word)
		for words, n := range test.count {
			p.WaitUntil(t, test.name, func(shown string) bool { return strings.Count(shown, words) == n })
		}
	}
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	for _, words := range []string{"Approved", "Declined", "Amex 0611"} {
		p.WaitFor(t, words)
	}
	p.Press("q")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
	noCard(t, "the terminal", string(p.Recorded()))
}

// TestConfiguredConsole: a console with a configuration takes payments at a bank in
// another process, leaves no card behind, and says what is so when the bank goes away.
func TestConfiguredConsole(t *testing.T) {
	t.Parallel()
	bank := startBank(t)
	o := newOffice(t, bank)
	trace := filepath.Join(o.folder, "trace")
	cmd := o.command(t, "priya")
	cmd.Env = append(cmd.Env, "TEA_TRACE="+trace, "TEA_DEBUG=1", "UV_DEBUG="+trace)
	p := screentest.StartPTY(t, cmd, 80, 24)
	p.WaitFor(t, "○ TEST")
	p.WaitFor(t, "priya · ")
	take(t, p, caller(), "APPROVED")

	// A change of the window's size in the middle of a form loses nothing.
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	p.Type("A18\n")
	p.WaitFor(t, "A18")
	p.Resize(40, 10)
	p.WaitFor(t, "Too small")
	p.Resize(200, 50)
	p.WaitFor(t, "A18")
	p.Resize(80, 24)
	p.WaitFor(t, "A18")
	p.Press("esc")
	p.WaitFor(t, "Discard this payment?")
	p.Press("y")
	p.WaitFor(t, "Your payments today")

	bank.stop()
	take(t, p, caller(), "NOT SENT")
	p.WaitFor(t, "was not charged")
	p.Press("e")
	p.WaitFor(t, "Still to ask")
	p.WaitFor(t, "Ann Smith")
	p.Press("ctrl+c")
	p.WaitFor(t, "Quit moto?")
	p.Press("y")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}

	noCard(t, "the terminal", string(p.Recorded()))
	if _, err := os.Stat(trace); err == nil {
		t.Error("the terminal library's trace was written")
	}
	log, err := os.ReadFile(filepath.Join(o.folder, "moto.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), `"errorcode":"0"`) || !strings.Contains(string(log), `"written":false`) {
		t.Errorf("log: %s", log)
	}
	for _, secret := range []string{bank.password, testCode + `"`} {
		if strings.Contains(string(log), secret) {
			t.Error("a secret is in the log")
		}
	}
	o.noTrace(t)
}

// TestJunk pastes and types what clipboards, slips and cats produce.
func TestJunk(t *testing.T) {
	t.Parallel()
	p := screentest.StartPTY(t, command(t, "--sandbox"), 80, 24)
	p.WaitFor(t, "Your payments today")
	p.Press("n")
	p.WaitFor(t, "Still to ask")
	for range 9 {
		p.Paste(strings.Repeat("9", 1<<20))
		p.Paste("a\x00b\u202ec\u200bd")
		p.Paste("line\nline")
		p.Type("\u202e")
		p.Press("down")
	}
	p.WaitFor(t, "✖")
	noCard(t, "the screen", p.Text())
	// The form took none of it, so there is nothing to discard.
	p.Press("esc")
	p.WaitFor(t, "Your payments today")
	take(t, p, visa(nil), "APPROVED")
	p.Press("enter", "q")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
}

// TestWrongUsage: moto prints one sentence without the wrong value, exits with code 2,
// and changes no terminal mode.
func TestWrongUsage(t *testing.T) {
	folder := t.TempDir()
	bad := filepath.Join(folder, "config.toml")
	if err := os.WriteFile(bad, []byte("[gateway]\nurl = \"https://example.net/\"\nsitereference = \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		env  string
		say  string
	}{
		{"no configuration", nil, "", "--sandbox"},
		{"missing file", []string{"--config", filepath.Join(folder, "none.toml")}, "", "none.toml"},
		{"unknown key", []string{"--config", bad}, "", "config.toml:3: gateway.sitereference"},
		{"from the environment", nil, "MOTO_CONFIG=" + bad, "config.toml:3"},
		{"card number as argument", []string{testPAN}, "", "no arguments"},
		{"card number as flag", []string{"--pan=" + testPAN}, "", "unknown flag"},
		{"card number as a flag's name", []string{"--" + testPAN}, "", "looks like a card number"},
		{"both", []string{"--sandbox", "--config", bad}, "", "--sandbox needs no configuration"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cmd := command(t, test.args...)
			if test.env != "" {
				cmd.Env = append(cmd.Env, test.env)
			}
			p := screentest.StartPTY(t, cmd, 200, 24)
			if code := p.Wait(t); code != cli.ExitUsage {
				t.Errorf("exit code %d", code)
			}
			said := string(p.Recorded())
			if !strings.Contains(said, test.say) {
				t.Errorf("said %q, want %q in it", said, test.say)
			}
			if strings.Contains(said, "\x1b") {
				t.Errorf("terminal modes were touched: %q", said)
			}
			if strings.Count(strings.TrimSpace(said), "\n") != 0 {
				t.Errorf("more than one line: %q", said)
			}
			noCard(t, "the message", said)
		})
	}
	t.Run("not a terminal", func(t *testing.T) {
		out, err := command(t, "--sandbox").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "needs a terminal") {
			t.Errorf("%v %s", err, out)
		}
	})
}
