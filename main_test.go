package main

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// These tests run the built binary as an agent does: in a pseudo-terminal,
// against the test bank, over real HTTP.

const (
	testPAN  = "4111111111111111"
	testCode = "123"
)

var binary string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "moto-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binary = filepath.Join(folder, "moto")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// command is the binary with a home of its own and a plain environment.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	home := t.TempDir()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Dir = home
	cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "USER=priya", "TZ=UTC"}
	return cmd
}

// entry is what the caller reads out.
type entry struct {
	order, amount, card, expiry, code, name, house, postcode string
}

func caller() entry {
	return entry{"A17", "10.50", "4111 1111 1111 1111", "12/30", testCode, "Ann Smith", "No 789", "TE45 6ST"}
}

// take types a payment from home or from a result, up to its outcome.
func take(t *testing.T, p *screentest.PTY, e entry, until string) {
	t.Helper()
	p.Press("n")
	p.WaitFor(t, "Payment by telephone")
	p.Type(e.order + "\n" + e.amount)
	p.Type(e.card)
	p.Type(e.expiry + e.code + e.name + "\n" + e.house + "\n" + e.postcode)
	p.WaitUntil(t, "confirm or a warning", func(shown string) bool {
		return strings.Contains(shown, "charges the card once") || strings.Contains(shown, "say why")
	})
	if strings.Contains(p.Text(), "say why") {
		time.Sleep(700 * time.Millisecond)
		p.Type("a test\n")
		p.WaitFor(t, "charges the card once")
	}
	time.Sleep(700 * time.Millisecond) // the grace period, in which no key counts
	p.Press("y")
	p.WaitFor(t, until)
	time.Sleep(700 * time.Millisecond)
}

func with(change func(*entry)) entry {
	e := caller()
	change(&e)
	return e
}

// TestMakeRunTakesPayments is what the README promises of `make run`.
func TestMakeRunTakesPayments(t *testing.T) {
	p := screentest.StartPTY(t, command(t, "--sandbox"), 80, 24)
	p.WaitFor(t, "What would you like to do?")
	p.WaitFor(t, "[SANDBOX]")
	tests := []struct {
		name  string
		entry entry
		word  string
		count map[string]int
	}{
		{"matched", caller(), "APPROVED", map[string]int{"✔ Matched": 3}},
		{"not matched", with(func(e *entry) { e.house, e.postcode, e.code = "No 123", "TE12 3ST", "214" }), "APPROVED", map[string]int{"✖ Not matched": 3}},
		{"not checked", with(func(e *entry) { e.house, e.postcode, e.code = "No 333", "TE33 3ST", "333" }), "APPROVED", map[string]int{"– Not checked": 3}},
		{"declined amount", with(func(e *entry) { e.amount = "700.00" }), "DECLINED", nil},
		{"unknown", with(func(e *entry) { e.amount = "600.10" }), "UNKNOWN", nil},
		{"declined card", with(func(e *entry) { e.card = "4242 4242 4242 4242" }), "DECLINED", nil},
		{"amex", with(func(e *entry) { e.card, e.code = "3400 000000 00611", "1234" }), "APPROVED", map[string]int{"✔ Matched": 3}},
	}
	for _, test := range tests {
		take(t, p, test.entry, test.word)
		for words, n := range test.count {
			if got := strings.Count(p.Text(), words); got != n {
				t.Errorf("%s: %q shown %d times, want %d\n%s", test.name, words, got, n, p.Text())
			}
		}
		if test.word == "UNKNOWN" {
			// The bank has booked it as cancelled, and the console finds that out.
			p.WaitFor(t, "DECLINED")
			time.Sleep(700 * time.Millisecond)
		}
	}
	p.Press("enter")
	p.WaitFor(t, "Your latest payments")
	for _, words := range []string{"APPROVED", "DECLINED", "American Express ending 0611"} {
		p.WaitFor(t, words)
	}
	p.Press("q")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
	noCard(t, "the terminal", string(p.Recorded()))
}

// noCard fails when text holds a card number of these tests, spaced or not, or
// the middle of one.
func noCard(t *testing.T, where, text string) {
	t.Helper()
	for _, trace := range []string{testPAN, "4111 1111", "4242424242", "4539 5787", "876362", "34000000000"} {
		if strings.Contains(text, trace) {
			t.Errorf("%s holds %d digits of a card", where, len(trace))
		}
	}
}

// bankOnItsOwn starts `moto sandbox` and writes a configuration for it.
func bankOnItsOwn(t *testing.T) (bank *exec.Cmd, folder string) {
	t.Helper()
	bank = command(t, "sandbox", "--listen", "127.0.0.1:0")
	out, err := bank.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bank.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bank.Process.Kill(); _ = bank.Wait() })
	said := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(said) < 4 && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		said[name] = strings.TrimSpace(value)
	}
	folder = t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("password", said["password"]+"\n")
	write("config.toml", fmt.Sprintf(`
[gateway]
url = %q
username = %q
password_file = "password"
site = "test_floor1"
timeout = "5s"

[payment]
currency = "GBP"
max_amount = "5000.00"

[operator]
name = "priya"

[log]
file = "moto.log"
level = "debug"
`, said["url"], said["username"]))
	return bank, folder
}

// TestConfiguredConsole works against a bank of its own process, leaves no
// card behind, and tells the truth when the bank goes away.
func TestConfiguredConsole(t *testing.T) {
	bank, folder := bankOnItsOwn(t)
	trace := filepath.Join(folder, "trace")
	cmd := command(t, "--config", filepath.Join(folder, "config.toml"))
	cmd.Env = append(cmd.Env, "TEA_TRACE="+trace, "TEA_DEBUG=1", "UV_DEBUG="+trace)
	p := screentest.StartPTY(t, cmd, 80, 24)
	p.WaitFor(t, "[TEST]")
	p.WaitFor(t, "agent priya")
	// A number whose middle cannot be mistaken for first six and last four.
	canary := with(func(e *entry) { e.card = "4539 5787 6362 1486" })
	take(t, p, canary, "APPROVED")

	// A window that changes size mid-form loses nothing.
	p.Press("n")
	p.WaitFor(t, "Payment by telephone")
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
	p.WaitFor(t, "What would you like")

	_ = bank.Process.Kill()
	_ = bank.Wait()
	take(t, p, canary, "NOT SENT")
	p.WaitFor(t, "was not charged")
	p.Press("e")
	p.WaitFor(t, "Payment by telephone")
	p.WaitFor(t, "Ann Smith")
	p.Press("ctrl+c")
	p.WaitFor(t, "Leave moto?")
	p.Press("y")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}

	noCard(t, "the terminal", string(p.Recorded()))
	if _, err := os.Stat(trace); err == nil {
		t.Error("the terminal library's trace was written")
	}
	log, err := os.ReadFile(filepath.Join(folder, "moto.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), `"errorcode":"0"`) || !strings.Contains(string(log), `"written":false`) {
		t.Errorf("log: %s", log)
	}
	noCard(t, "the log", string(log))
	password, err := os.ReadFile(filepath.Join(folder, "password"))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{strings.TrimSpace(string(password)), testCode + `"`} {
		if strings.Contains(string(log), secret) {
			t.Error("a secret is in the log")
		}
	}
	for _, home := range []string{cmd.Dir, folder} {
		files := os.DirFS(home)
		_ = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				text, _ := fs.ReadFile(files, path)
				noCard(t, path, string(text))
			}
			return nil
		})
	}
}

// TestJunk pastes and types what callers, clipboards and cats produce.
func TestJunk(t *testing.T) {
	p := screentest.StartPTY(t, command(t, "--sandbox"), 80, 24)
	p.WaitFor(t, "What would you like to do?")
	p.Press("n")
	p.WaitFor(t, "Payment by telephone")
	for range 9 {
		p.Paste(strings.Repeat("9", 1<<20))
		p.Paste("a\x00b\u202ec\u200bd")
		p.Paste("line\nline")
		p.Type("\u202e")
		p.Press("down")
	}
	p.WaitFor(t, "✖")
	noCard(t, "the screen", p.Text())
	// Nothing of it was let in, so there is nothing to discard.
	p.Press("esc")
	p.WaitFor(t, "What would you like to do?")
	take(t, p, caller(), "APPROVED")
	p.Press("enter", "q")
	if code := p.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
}

// TestWrongUsage: one sentence, exit code 2, no terminal mode touched, and
// never the value that was wrong.
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
