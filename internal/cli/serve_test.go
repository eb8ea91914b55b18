//go:build unix

package cli_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/screentest"
)

// served is an office with a server, and agents who sign in with Debian's ssh.
type served struct {
	*office

	server *exec.Cmd
	host   string
	port   string
	ended  chan error
}

// needs skips a test without the programs of OpenSSH.
func needs(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
}

// keyOf makes a key, and returns its public part.
func (o *office) keyOf(t *testing.T, name string) (public string) {
	t.Helper()
	path := filepath.Join(o.folder, name)
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path).CombinedOutput(); err != nil { //nolint:gosec // the test's own
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(path + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// floorOf is an office whose agents are Priya, a clerk, and Ann, who may do everything.
// They have keys, and Joe, a clerk, has a certificate.
func floorOf(t *testing.T, b *bank, serve string) *office {
	t.Helper()
	needs(t, "ssh", "ssh-keygen")
	o := newOffice(t, b)
	o.keyOf(t, "user_ca")
	o.keyOf(t, "joe")
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-s", filepath.Join(o.folder, "user_ca"), "-I", "joe", "-z", "7", "-n", "joe", "-V", "+1h", filepath.Join(o.folder, "joe")).CombinedOutput(); err != nil { //nolint:gosec // the test's own
		t.Fatalf("%v: %s", err, out)
	}
	o.people = fmt.Sprintf(`
[roles.clerk]
rights = ["take"]
[roles.lead]
rights = ["take", "cancel", "refund", "override", "settle_by_hand", "acknowledge", "view_all"]
[agents.priya]
role = "clerk"
keys = [%q]
[agents.ann]
display_name = "Ann Lee"
role = "lead"
keys = [%q]
[agents.joe]
role = "clerk"
[serve]
listen = "127.0.0.1:0"
host_key = "host_key"
user_ca = "user_ca.pub"
%s
`, o.keyOf(t, "priya"), o.keyOf(t, "ann"), serve)
	return o
}

// serve makes the server's key and starts the server.
func (o *office) serve(t *testing.T) *served {
	t.Helper()
	if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
		t.Fatalf("exit code %d, %s", code, said)
	}
	return o.started(t, o.command(t, "supervisor", "serve"))
}

// started starts a server.
func (o *office) started(t *testing.T, server *exec.Cmd) *served {
	t.Helper()
	s := &served{office: o, server: server, ended: make(chan error, 1)}
	out, err := s.server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.server.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	line, _ := lines.ReadString('\n')
	at, _, _ := strings.Cut(strings.TrimPrefix(line, "moto serves consoles on "), ",")
	if s.host, s.port, err = net.SplitHostPort(at); err != nil {
		t.Fatalf("the server said %q", line)
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		s.ended <- s.server.Wait()
	}()
	t.Cleanup(func() { _ = s.server.Process.Kill() })
	return s
}

// stop tells the server to end, and waits until it has.
func (s *served) stop(t *testing.T) {
	t.Helper()
	if err := s.server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the server ended with %v", err)
	}
	s.ended <- nil
}

// ssh is Debian's client, with an agent's key.
func (s *served) ssh(t *testing.T, agent string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ssh", append([]string{ //nolint:gosec // the test's own
		"-F", "none", "-p", s.port, "-i", filepath.Join(s.folder, agent), "-o", "StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile=" + filepath.Join(s.folder, "known_hosts"),
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", s.host,
	}, args...)...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=en_GB.UTF-8")
	return cmd
}

// at is an agent's console over SSH.
func (s *served) at(t *testing.T, agent string) *screentest.PTY {
	t.Helper()
	p := s.open(t, s.ssh(t, agent))
	p.WaitFor(t, "Your payments today")
	return p
}

// asks runs a command over SSH.
func (s *served) asks(t *testing.T, agent string, command string) (said string, code int) {
	t.Helper()
	cmd := s.ssh(t, agent, command)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestServe: agents sign in with keys and certificates, each works as themselves and
// sees what they may see, on the screen and by commands.
func TestServe(t *testing.T) {
	t.Parallel()
	s := floorOf(t, startBank(t), "").serve(t)
	priya := s.at(t, "priya")
	take(t, priya, ordered("A17"), "APPROVED")
	joe := s.at(t, "joe")
	take(t, joe, with(func(e *entry) { e.order, e.amount = "B18", "20.00" }), "APPROVED")
	for _, e := range s.entries(t) {
		if want := map[string]string{"A17": "priya", "B18": "joe"}[e.OwnReference]; e.Agent != want || e.Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: %s, %v", e.OwnReference, e.Agent, e.Outcome)
		}
	}
	for _, c := range []struct {
		agent, command string
		code           int
		says, not      string
	}{
		{"ann", "lookup A17", cli.ExitOK, "A17", "B18"},
		{"ann", "find today", cli.ExitOK, "B18", ""},
		{"priya", "lookup today", cli.ExitOK, "A17", "B18"},
		{"priya", "lookup 'B18'", cli.ExitFailed, "nothing found", ""},
		{"priya", "lookup --csv A17", cli.ExitOK, "orderreference", "B18"},
		{"priya", "resolve", cli.ExitOK, "Every outcome is known", ""},
		{"priya", "resolve --settle A17-7K3M2P --as taken --reason 'the bank said so'", cli.ExitFailed, "", "settled by hand"},
		{"priya", "resolve --by Ann --settle A17 --as taken --reason x", cli.ExitUsage, "leave out --by", ""},
		{"joe", "check", cli.ExitOK, "you are joe, clerk", "terminal"},
		{"joe", "check --config /etc/moto/config.toml", cli.ExitUsage, "--config has no meaning over SSH", ""},
		{"joe", "reconcile", cli.ExitUsage, "over SSH there are lookup", "reconcile"},
		{"joe", "journal verify", cli.ExitUsage, "over SSH there are lookup", ""},
		{"joe", "sandbox", cli.ExitUsage, "over SSH there are lookup", ""},
		{"joe", "/bin/sh -c id", cli.ExitUsage, "over SSH there are lookup", "uid"},
		{"joe", "scp -f /etc/passwd", cli.ExitUsage, "over SSH there are lookup", "root"},
		{"joe", "lookup; id", cli.ExitUsage, "over SSH there are lookup", "uid"},
		{"joe", "lookup 'x", cli.ExitUsage, "a quote is not closed", ""},
		{"joe", "lookup 4539578763621486", cli.ExitUsage, "card number", "876362"},
		{"joe", "lookup --nothing", cli.ExitUsage, "unknown flag", ""},
	} {
		said, code := s.asks(t, c.agent, c.command)
		if code != c.code || !strings.Contains(said, c.says) || c.not != "" && strings.Contains(said, c.not) {
			t.Errorf("%s %s: %d %q", c.agent, c.command, code, said)
		}
	}
	ann := s.at(t, "ann")
	ann.Press("v")
	says(t, ann, "A17")
	says(t, ann, "B18")
	findPayment(t, ann, "A17")
	ann.Press("ctrl+c")
	if code := ann.Wait(t); code != cli.ExitOK {
		t.Errorf("exit code %d", code)
	}
	priya.Press("enter")
	priya.WaitFor(t, "Your payments today")
	leave(t, priya)
	s.stop(t) // Joe is still there
	if joe.Wait(t) == 0 || !strings.Contains(joe.Text(), "This server is closing") {
		t.Errorf("Joe is told:\n%s", joe.Text())
	}
	s.people = "" // the test's user is no agent
	s.verify(t)
	listed, code := s.run(t, "journal", "events", "--csv")
	for _, want := range []string{
		",sign-in,priya,127.0.0.1,signed in", ",session,joe,127.0.0.1,began", ",export,priya,127.0.0.1,", ",end,joe,127.0.0.1,the server is closing",
		",end,ann,127.0.0.1,the console ended: the agent left it", ",view,ann,127.0.0.1,\"transaction ",
	} {
		if !strings.Contains(listed, want) || code != cli.ExitOK {
			t.Errorf("moto journal events lacks %q: %d\n%s", want, code, listed)
		}
	}
	if some, code := s.run(t, "journal", "events", "--agent", "joe"); code != cli.ExitOK || !strings.Contains(some, "joe") || strings.Contains(some, "priya") {
		t.Errorf("%d %s", code, some)
	}
	log, err := os.ReadFile(filepath.Join(s.folder, "moto.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"event":"sign-in","agent":"priya","address":"127.0.0.1"`, `"event":"end","agent":"joe"`, `"serial":7`} {
		if !strings.Contains(string(log), want) {
			t.Errorf("the log has no %s", want)
		}
	}
	if strings.Contains(string(log), "the bank said so") || strings.Contains(string(log), "passwd") {
		t.Error("the log has a command line")
	}
}

// TestServeEndsAfterThePayments: told to end while a payment is on its way, the server
// waits for its outcome, records it and tells the agent.
func TestServeEndsAfterThePayments(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	s := floorOf(t, b, "").serve(t)
	priya := s.at(t, "priya")
	charge(t, priya, ordered("FAULT-late.5m-A17"))
	b.arrives(t)
	if err := s.server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	says(t, priya, "A payment or refund may be on its way")
	b.release(t)
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
	priya.Wait(t)
	says(t, priya, "APPROVED")
	if e := s.only(t); e.Outcome != gateway.OutcomeApproved || e.Agent != "priya" {
		t.Errorf("%+v", e)
	}
}

// TestServeRefusesWishes: a console without a terminal, one session too many, a key of no
// agent and a revoked certificate are refused in one sentence.
func TestServeRefusesWishes(t *testing.T) {
	t.Parallel()
	o := floorOf(t, startBank(t), "per_agent = 1\nrevoked = \"revoked\"")
	o.write(t, "revoked", "# none\n")
	o.logging = "file = \"moto.log\"\nlevel = \"error\"" // which leaves out no sign-in
	s := o.serve(t)
	hangUp(t, s)
	run := func(cmd *exec.Cmd, input string) (string, int) {
		cmd.Stdin = strings.NewReader(input)
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	if said, code := run(s.ssh(t, "priya"), "n"); code != cli.ExitUsage || !strings.HasPrefix(said, "The console needs a terminal") || strings.Count(said, "\n") != 1 {
		t.Errorf("no terminal: %d %q", code, said)
	}
	priya := s.at(t, "priya")
	if said, code := s.asks(t, "priya", "lookup today"); code != cli.ExitUsage || !strings.Contains(said, "too many sessions") {
		t.Errorf("another session: %d %q", code, said)
	}
	leave(t, priya)
	hangUp(t, s)
	stranger := fingerprintOf(t, s.keyOf(t, "stranger"))
	if said, code := s.asks(t, "stranger", "lookup today"); code != 255 || !strings.Contains(said, "Permission denied (publickey)") {
		t.Errorf("a stranger: %d %q", code, said)
	}
	joe := s.at(t, "joe")
	s.write(t, "revoked", "serial: 7\n")
	joe.WaitFor(t, "was revoked, so the session was ended")
	if said, code := s.asks(t, "joe", "resolve"); code != 255 {
		t.Errorf("Joe, revoked: %d %q", code, said)
	}
	s.write(t, "revoked", "serial: seven\n")
	hangUp(t, s)
	eventually(t, "the list is read", func() bool { return strings.Contains(s.keyText(t, "moto.log"), "no agent can sign in") })
	if said, code := s.asks(t, "ann", "resolve"); code != 255 {
		t.Errorf("a list that cannot be read: %d %q", code, said)
	}
	s.stop(t)
	log := s.keyText(t, "moto.log")
	for _, want := range []string{`"event":"sign-in","agent":"priya"`, `"event":"refusal","agent":"","address":"127.0.0.1","result":"the key belongs to no agent","key":"` + stranger + `"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s", want)
		}
	}
}

// TestServeRefusesToStart: what is missing is one sentence with the way out.
func TestServeRefusesToStart(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	good := floorOf(t, b, "")
	for _, c := range []struct {
		name   string
		change func(*office)
		says   string
	}{
		{"no agents", func(o *office) { o.people = "" }, "agents: is missing: a server has to know its agents; write [agents.NAME]"},
		{"no keys", func(o *office) {
			o.people = "[roles.clerk]\n[agents.priya]\nrole = \"clerk\"\n[serve]\nhost_key = \"host_key\"\n"
		}, "no agent can sign in; give agents their keys, or set serve.user_ca"},
		{"one key for two", func(o *office) {
			o.people = strings.Replace(o.people, "[agents.joe]\n", "[agents.joe]\nkeys = ["+strings.SplitN(strings.SplitN(o.people, "keys = [", 2)[1], "]", 2)[0]+"]\n", 1)
		}, "agents: two agents have the same key"},
		{"no key of its own named", func(o *office) { o.people = strings.Replace(o.people, "host_key = \"host_key\"\n", "", 1) }, "serve.host_key: is missing"},
		{"no such key", func(*office) {}, "serve.host_key: the file does not exist; run moto serve --init"},
		{"no key in it", func(o *office) { o.write(t, "host_key", "x") }, "serve.host_key: is not an ed25519 key without a passphrase"},
		{"a key that others read", func(o *office) {
			if err := os.Chmod(o.write(t, "host_key", "x"), 0o644); err != nil { //nolint:gosec // that is the fault
				t.Fatal(err)
			}
		}, "serve.host_key: the file"},
		{"figures for everyone", func(o *office) { o.people += "metrics = \"0.0.0.0:9187\"\n" }, "serve.metrics: must be an address that only this machine can reach, and a port; write metrics = \"127.0.0.1:9187\""},
		{"figures for a name", func(o *office) { o.people += "metrics = \"localhost:9187\"\n" }, "serve.metrics: must be an address that only this machine can reach"},
		{"no log", func(o *office) { o.logging = "" }, "log.file: is missing: a server records who signs in; name a file in [log]"},
		{"no list of revoked keys", func(o *office) {
			o.people += "revoked = \"nowhere\"\n"
			if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
				t.Fatalf("%d %q", code, said)
			}
		}, "serve.revoked: the file does not exist"},
	} {
		o := newOffice(t, b)
		o.people = good.people
		o.write(t, "user_ca.pub", good.keyText(t, "user_ca.pub"))
		c.change(o)
		said, code := o.run(t, "serve")
		if code != cli.ExitUsage || !strings.Contains(said, c.says) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: %d %q", c.name, code, said)
		}
	}
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // nothing was written
	good.people = strings.Replace(good.people, "127.0.0.1:0", taken.Addr().String(), 1)
	if said, code := good.run(t, "serve", "--init"); code != cli.ExitOK || !strings.Contains(said, "SHA256:") {
		t.Errorf("%d %q", code, said)
	}
	if info, err := os.Stat(filepath.Join(good.folder, "host_key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	before := good.keyText(t, "host_key")
	if said, code := good.run(t, "serve", "--init"); code != cli.ExitUsage || !strings.Contains(said, "exists already") || good.keyText(t, "host_key") != before {
		t.Errorf("once more: %d %q", code, said)
	}
	if said, code := good.run(t, "serve"); code != cli.ExitUsage || !strings.Contains(said, "serve.listen: moto cannot listen there: address already in use") {
		t.Errorf("a port that is taken: %d %q", code, said)
	}
}

// hangUp sends the server SIGHUP, which does not end it.
func hangUp(t *testing.T, s *served) {
	t.Helper()
	if err := s.server.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
}

func fingerprintOf(t *testing.T, public string) string {
	t.Helper()
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(public))
	if err != nil {
		t.Fatal(err)
	}
	return ssh.FingerprintSHA256(key)
}

func (o *office) keyText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(o.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestServeChangeSite: over SSH too an agent goes from site to site in one session, at
// any size of the window, and each key reaches the console that is shown.
func TestServeChangeSite(t *testing.T) {
	t.Parallel()
	o := floorOf(t, startBank(t), "")
	o.otherSites = []string{"test_floor2"}
	s := o.serve(t)
	p := s.at(t, "priya")
	for _, size := range [][2]int{{1, 1}, {500, 200}, {60, 20}, {80, 24}} {
		p.Resize(size[0], size[1])
	}
	says(t, p, "test_floor1")
	take(t, p, ordered("A1"), "✔ APPROVED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")
	p.Press("s")
	p.WaitFor(t, "Take payments for")
	grace()
	p.Press("down", "enter")
	p.WaitFor(t, "No payments yet today")
	says(t, p, "test_floor2")
	p.Resize(120, 40)
	p.Resize(80, 24)
	take(t, p, with(func(e *entry) { e.order, e.amount = "B1", "3.00" }), "✔ APPROVED")
	p.Press("enter")
	leave(t, p)
	if entries := s.entries(t); len(entries) != 2 || entries[0].Site != "test_floor2" || entries[1].Site != "test_floor1" {
		t.Errorf("the journal has %+v", entries)
	}
	s.stop(t)
}
