//go:build unix

package screentest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestMain makes the test binary the program that runs in the terminal.
func TestMain(m *testing.M) {
	if os.Getenv("SCREENTEST_DEMO") != "" {
		model, err := tea.NewProgram(&demo{}).Run()
		if err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println("last text:", model.(*demo).text)
		os.Exit(3)
	}
	os.Exit(m.Run())
}

func startPTY(t testing.TB, opts ...Option) *PTY {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := StartPTY(t, exec.Command(exe), 40, 10, append([]Option{Env("SCREENTEST_DEMO=1")}, opts...)...)
	p.WaitFor(t, "size 40x10")
	return p
}

func TestPTY(t *testing.T) {
	p := startPTY(t)
	p.Type("Pay £5")
	p.WaitFor(t, "text Pay £5|")
	p.Paste("one")
	p.WaitFor(t, `paste "one"`)
	p.Press("esc")
	p.WaitFor(t, "notes init,esc")
	p.Press("shift+tab")
	p.WaitFor(t, "notes init,esc,shift+tab")
	p.Resize(60, 6)
	p.WaitFor(t, "size 60x6")
	p.Press("ctrl+a")
	p.WaitUntil(t, "alternate screen", func(string) bool { return p.AltScreen() })
	p.Press("ctrl+c")
	if code := p.Wait(t); code != 3 {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(p.Text(), "last text: Pay £5") || !bytes.Contains(p.Recorded(), []byte("last text: Pay")) {
		t.Errorf("the end is\n%s", p.Text())
	}
	if p.AltScreen() || p.PID() == 0 {
		t.Error("still in the alternate screen")
	}
	p.Kill()
	p.Type("into the void")
}

// The terminal's answers must reach the program and not its text.
func TestPTYAnswers(t *testing.T) {
	p := startPTY(t, Kitty())
	p.Press("ctrl+g", "esc", "ctrl+r")
	p.Type("x")
	p.WaitFor(t, "notes init,esc,ctrl+r")
	p.WaitFor(t, "text x|")
	if !p.keyboard().kitty {
		t.Error("the program did not ask for unambiguous keys")
	}
	p.Press("ctrl+c")
	if code := p.Wait(t); code != 3 || p.keyboard().kitty {
		t.Errorf("exit code %d, still unambiguous: %v", code, p.keyboard().kitty)
	}
}

func TestPTYEnds(t *testing.T) {
	p := startPTY(t)
	p.Kill()
	if code := p.Wait(t); code != -1 {
		t.Errorf("killed: exit code %d", code)
	}
	p = startPTY(t)
	p.Signal(os.Interrupt)
	if code := p.Wait(t); code != 1 {
		t.Errorf("interrupted: exit code %d\n%s", code, p.Text())
	}
	p = startPTY(t)
	p.Hangup()
	if code := p.Wait(t); code == 0 || code == 3 {
		t.Errorf("hung up on: exit code %d", code)
	}
}

// Watch gives up without failing: when the time is up, and when the program has
// ended.
func TestPTYWatch(t *testing.T) {
	p := startPTY(t)
	shows := func(text string) func(string) bool {
		return func(shown string) bool { return strings.Contains(shown, text) }
	}
	p.Type("x")
	if !p.Watch(p.Exited(), time.Minute, shows("text x|")) {
		t.Errorf("what was typed is not seen:\n%s", p.Text())
	}
	if p.Watch(p.Exited(), 20*time.Millisecond, shows("no such text")) {
		t.Error("a text was seen that is not there")
	}
	p.Kill()
	if p.Watch(p.Exited(), time.Hour, shows("no such text")) {
		t.Error("a text was seen after the end")
	}
	<-p.Exited()
}

func TestPTYFailures(t *testing.T) {
	p := startPTY(t, Timeout(time.Minute))
	p.timeout = 20 * time.Millisecond
	message := failure(t, func(tb testing.TB) { p.WaitFor(tb, "no such text") })
	if !strings.Contains(message, "│size 40x10") {
		t.Errorf("failed with %q", message)
	}
	message = failure(t, func(tb testing.TB) { p.Wait(tb) })
	if !strings.Contains(message, "did not end") {
		t.Errorf("failed with %q", message)
	}
	message = failure(t, func(tb testing.TB) { StartPTY(tb, exec.Command("/no/such/program"), 80, 24) })
	if !strings.Contains(message, "pseudo-terminal") {
		t.Errorf("failed with %q", message)
	}
}

func TestPTYPlainProgram(t *testing.T) {
	cmd := exec.Command("sh", "-c", `printf 'name? '; read name; echo "hello $name"; stty size; exit 7`)
	p := StartPTY(t, cmd, 33, 11)
	p.WaitFor(t, "name? ")
	p.Type("Ann\n")
	if code := p.Wait(t); code != 7 {
		t.Errorf("exit code %d", code)
	}
	if want := "name? Ann\nhello Ann\n11 33"; p.Text() != want {
		t.Errorf("text %q, want %q", p.Text(), want)
	}
}
