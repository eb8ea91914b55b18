//go:build linux

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// TestPasswordSet: without a terminal nothing is asked; without a store the sentence
// says so, and the password that was typed is neither shown nor repeated. The tests of
// passwordstore and of the configuration have a store.
func TestPasswordSet(t *testing.T) {
	t.Parallel()
	const secret = "open sesame"
	o := newOffice(t, startBank(t))
	cmd := o.command(t, "priya", "password", "set")
	cmd.Stdin = strings.NewReader(secret + "\n")
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != cli.ExitUsage || !strings.Contains(string(out), "asks for the password on a terminal") {
		t.Errorf("%v\n%s", err, out)
	}
	cmd = o.command(t, "priya", "password", "set")
	cmd.Env = append(cmd.Env, "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
	p := screentest.StartPTY(t, cmd, 140, 30, screentest.Timeout(hangs))
	p.WaitFor(t, "Password of ")
	p.Type(secret + "\n")
	if code := p.Wait(t); code != cli.ExitFailed || !strings.Contains(p.Text(), "cannot be reached or is locked: unlock it, or use password_file") {
		t.Errorf("exit code %d\n%s", code, p.Text())
	}
	if strings.Contains(string(p.Recorded()), secret) {
		t.Error("the password was shown")
	}
}
