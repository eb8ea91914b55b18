//go:build unix

package cli_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/gateway"
)

// sshd is a real OpenSSH server, whose users get the console and nothing else. It runs
// as the recipe in docs/serve.md says, except the places of its files, and serves the
// user who runs the test.
func (o *office) sshd(t *testing.T) *served {
	t.Helper()
	const program = "/usr/sbin/sshd"
	needs(t, "ssh", "ssh-keygen", program)
	if os.Geteuid() == 0 {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil { //nolint:gosec // as sshd asks for it
			t.Skip("sshd needs this folder:", err)
		}
	}
	o.keyOf(t, "host")
	keys := o.write(t, "authorized_keys", o.keyOf(t, "priya")+"\n")
	recipe := between(t, filepath.Join("..", "..", "docs", "serve.md"), "Match Group moto-agents\n", "\n\n")
	recipe = strings.Replace(recipe, "/usr/local/bin/moto --config /etc/moto/config.toml", binary+" --config "+o.config(t, "priya"), 1)
	config := o.write(t, "sshd_config", fmt.Sprintf(`
HostKey %s
AuthorizedKeysFile %s
StrictModes no
UsePAM no
PermitRootLogin yes
PidFile none
%s
`, filepath.Join(o.folder, "host"), keys, recipe))
	door, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = door.Close() })
	go func() {
		for {
			c, err := door.Accept()
			if err != nil {
				return
			}
			line, err := c.(*net.TCPConn).File()
			if err != nil {
				continue
			}
			cmd := exec.CommandContext(t.Context(), program, "-i", "-e", "-f", config) //nolint:gosec // the test's own
			cmd.Stdin, cmd.Stdout = line, line
			if err := cmd.Start(); err == nil {
				go func() { _ = cmd.Wait() }()
			}
			_, _ = line.Close(), c.Close()
		}
	}()
	host, port, _ := net.SplitHostPort(door.Addr().String())
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return &served{office: o, host: me.Username + "@" + host, port: port}
}

// between is the part of a file that begins after the one text, up to the other.
func between(t *testing.T, path, begin, end string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), begin)
	part, _, _ := strings.Cut(rest, end)
	if !found {
		t.Fatalf("%s has no %q", path, begin)
	}
	return part
}

// TestForcedCommand: under OpenSSH the console is the command of an agent's account. It
// takes payments, and whatever else the agent asks for, nothing else runs.
func TestForcedCommand(t *testing.T) {
	t.Parallel()
	s := newOffice(t, startBank(t)).sshd(t)
	p := s.at(t, "priya")
	take(t, p, ordered("A17"), "APPROVED")
	p.Press("enter")
	leave(t, p)
	if entries := s.entries(t); len(entries) != 1 || entries[0].Outcome != gateway.OutcomeApproved || entries[0].Agent != "priya" {
		t.Errorf("the journal has %+v", entries)
	}
	for _, wish := range []string{"cat " + filepath.Join(s.folder, "password"), "sh", "lookup A17"} {
		said, code := s.asks(t, "priya", wish)
		if code == 0 || strings.Contains(said, s.bank.password) || !strings.Contains(said, "terminal") {
			t.Errorf("%s: exit code %d, %q", wish, code, said)
		}
	}
	for _, wish := range [][]string{
		{"-W", strings.TrimPrefix(s.bank.url, "http://"), s.host},
		{"-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:22", s.host},
		{"-s", s.host, "sftp"},
	} {
		cmd := s.ssh(t, "priya")
		cmd.Args = append(cmd.Args[:len(cmd.Args)-1], wish...) // in place of the host
		if out, err := cmd.CombinedOutput(); err == nil {
			t.Errorf("%q: granted, %q", wish, out)
		}
	}
}
