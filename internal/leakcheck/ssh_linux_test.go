package leakcheck

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"motoconsole/internal/memscan"
	"motoconsole/internal/screentest"
)

// floor is a desk whose consoles are served over SSH, by one process for all of them.
type floor struct {
	*desk

	server  *exec.Cmd
	client  []string // of the agent
	shell   *exec.Cmd
	over    bool // the newest session
	waits   bool // it has lost its line, and waits for the agent
	stopped bool // its client stands still
	strays  int  // packets with a digit that stayed by chance
}

// newFloor starts a server, with more in its environment, and lets an agent sign in.
func newFloor(t *testing.T, b *bank, more ...string) *floor {
	t.Helper()
	for _, tool := range []string{"ssh", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	f := &floor{desk: newDesk(t, b, serving, "")}
	key := filepath.Join(f.folder, "priya")
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil { //nolint:gosec // the test's own
		t.Fatalf("%v: %s", err, out)
	}
	public, err := os.ReadFile(key + ".pub") //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(f.folder, "config.toml")
	text, err := os.ReadFile(path) //nolint:gosec // the test's own
	if err != nil {
		t.Fatal(err)
	}
	agents := fmt.Sprintf("[roles.agent]\n[agents.priya]\nrole = \"agent\"\nkeys = [%q]\n", strings.TrimSpace(string(public)))
	changed := strings.Replace(string(text), "[operator]\n", agents, 1) + "[serve]\nlisten = \"127.0.0.1:0\"\nhost_key = \"host_key\"\n"
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t, serving, f.folder, "serve", "--init").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	f.server = command(t, serving, f.folder, "serve")
	f.server.Env = append(append(f.server.Env, "MOTO_TEST_CARD_IDLE=3s"), more...)
	out, err := f.server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.server.Process.Kill(); _ = f.server.Wait() })
	line, _ := bufio.NewReader(out).ReadString('\n')
	at, _, _ := strings.Cut(strings.TrimPrefix(line, "moto serves consoles on "), ",")
	host, port, found := strings.Cut(at, ":")
	if !found {
		t.Fatalf("the server said %q", line)
	}
	f.client = []string{
		"-F", "none", "-p", port, "-i", key, "-o", "StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile=" + filepath.Join(f.folder, "known_hosts"),
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", host,
	}
	f.open()
	return f
}

// open signs the agent in. An agent may open twenty terminals at once, and then one in five
// seconds, and the ways in which the line drops open more.
func (f *floor) open() {
	f.t.Helper()
	f.over = false
	const tooFast = "You open terminals too quickly"
	for {
		f.shell = exec.CommandContext(f.t.Context(), "ssh", f.client...) //nolint:gosec // the test's own
		f.PTY = screentest.StartPTY(f.t, f.shell, 80, 24)
		f.WaitUntil(f.t, "a passphrase, or a refusal", func(shown string) bool {
			return strings.Contains(shown, "Passphrase") || strings.Contains(shown, tooFast)
		})
		if !strings.Contains(f.Text(), tooFast) {
			break
		}
		<-f.Exited()
		time.Sleep(5 * time.Second)
	}
	f.screens = append(f.screens, f.PTY)
	f.Type(passphrase + "\n")
	if f.waits {
		f.waits = false
		f.WaitFor(f.t, "he line dropped")
		f.throwAway()
		return
	}
	f.WaitFor(f.t, home)
}

// drops cuts the line.
func (f *floor) drops() {
	_ = f.shell.Process.Kill()
	<-f.Exited()
	f.over, f.waits = true, true
}

// holds stops the client: it neither reads nor closes the line, as a laptop that sleeps.
func (f *floor) holds() {
	_ = f.shell.Process.Signal(syscall.SIGSTOP)
	f.stopped = true
}

// resume lets the client go on. The card was wiped because no key came, and the form says
// so.
func (f *floor) resume() {
	f.t.Helper()
	if f.stopped {
		f.stopped = false
		_ = f.shell.Process.Signal(syscall.SIGCONT)
		f.WaitFor(f.t, "so the card data was")
		settle()
		f.throwAway()
	}
}

// returns cuts the line, and signs in again.
func (f *floor) returns() {
	f.drops()
	f.open()
}

// scan searches the server's memory while it stands still.
func (f *floor) scan(c card) memscan.Report {
	f.t.Helper()
	_ = f.server.Process.Signal(syscall.SIGSTOP)
	report, err := memscan.Process(f.server.Process.Pid, c.number)
	_ = f.server.Process.Signal(syscall.SIGCONT)
	if err != nil || report.Bytes < 1<<20 {
		f.t.Fatalf("the memory was not searched: %v %v", err, report)
	}
	return report
}

// gone waits until no copy of a card is left in the server's memory, nor a packet with a
// digit more than before. The server collects what SSH has left within about a second. It
// reports false if a packet stays: that may be chance, a copy of a whole card is not.
func (f *floor) gone(what string, c card) bool {
	f.t.Helper()
	var report memscan.Report
	for range 40 {
		if report = f.scan(c); report.Count() == 0 && report.Packets <= f.strays {
			return true
		}
		time.Sleep(250 * time.Millisecond)
	}
	f.t.Logf("%s: %d packets with a digit, %d before, and %v", what, report.Packets, f.strays, report)
	if report.Count() > 0 {
		f.t.Errorf("%s: a card left a copy", what)
	}
	f.strays = report.Packets
	return false
}

// TestSearchFindsPackets: the search finds what is there. In a process that never
// collects, nothing but moto's own wiping takes away what was typed, and the packets are
// in no memory of moto's.
func TestSearchFindsPackets(t *testing.T) {
	t.Parallel()
	f := newFloor(t, startBank(t), "GOGC=off", "GODEBUG=clobberfree=0")
	c := newCard(1)
	f.card("", typed, c)
	if n := f.scan(c).Packets; n < len(c.number)/2 {
		t.Errorf("while a card is typed, %d packets are found", n)
	}
}

// TestNoCopyOverSSH: a card that was typed or pasted over SSH is gone soon after it is
// let go. The packets in which its digits came lie in buffers of x/crypto/ssh that no
// code of ours reaches, so the collector has to free them and overwrite what it frees.
func TestNoCopyOverSSH(t *testing.T) {
	t.Parallel()
	f := newFloor(t, startBank(t))
	var cards []card
	all := 0 // cards that left a packet
	try := func(what string, let func(d *desk, c card), then func()) {
		dirty := 0
		for i := range (*runs + 1) / 2 { // a card takes seconds over SSH
			c := newCard(i%len(brands), cards...)
			cards = append(cards, c)
			if f.over {
				f.open()
			}
			let(f.desk, c)
			if then != nil {
				then()
			}
			if !f.gone(what, c) {
				dirty++
			}
		}
		if all += dirty; dirty > 1 || all > mostByChance {
			t.Errorf("%s: %d cards left a packet with a digit, and %d in all", what, dirty, all)
		}
	}
	try("typed", func(d *desk, c card) { d.charge("", typed, c, "APPROVED") }, f.goHome)
	try("pasted", func(d *desk, c card) { d.charge("", pasted, c, "APPROVED") }, f.goHome)
	try("burst", func(d *desk, c card) { d.chargeBurst(c, "APPROVED") }, f.goHome)
	try("corrected", func(d *desk, c card) { d.charge("", corrected, c, "APPROVED") }, f.goHome)
	try("discarded", (*desk).discard, nil)
	try("wiped while idle", (*desk).idles, f.throwAway)
	try("the link drops", func(d *desk, c card) { d.card("", typed, c) }, f.drops)
	try("the link drops after a paste", func(d *desk, c card) { d.card("", pasted, c) }, f.drops)
	try("the agent comes back", func(d *desk, c card) { d.card("", typed, c) }, f.returns)
	// While nothing more comes, the library's buffer of the line keeps the last packets. So
	// those are looked for once the client goes on; a copy of the card, before.
	try("a client that stands still", func(d *desk, c card) {
		d.card("", typed, c)
		f.holds()
		var report memscan.Report
		for range 40 {
			if report = f.scan(c); report.Count() == 0 {
				break
			}
			time.Sleep(250 * time.Millisecond)
		}
		if report.Count() > 0 {
			t.Errorf("a client that stands still: %v", report)
		}
	}, f.resume)
	try("a panic", func(d *desk, c card) {
		d.card("", typed, c)
		d.Press([]string{"f12", "f11"}[len(d.screens)%2])
		if code := d.Wait(t); code != 1 || !strings.Contains(d.Text(), "A defect of moto ended this session") || strings.Contains(d.Text(), "the value of a panic") {
			t.Errorf("a panic: %d\n%s", code, d.Text())
		}
	}, func() { f.over = true })
	try("the session is left", (*desk).quits, func() { f.over = true })
	if files, searched := f.inFiles(cards); files > 0 || searched < 4 {
		t.Errorf("%d traces in %d files", files, searched)
	}
	if n := f.inTerminals(cards, 0) + f.inBank(cards); n > 0 {
		t.Errorf("%d traces on terminals and at the bank", n)
	}
}
