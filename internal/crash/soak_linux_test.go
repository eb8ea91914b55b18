package crash

import (
	"bufio"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"motoconsole/internal/built"
	"motoconsole/internal/sshbench"
)

var (
	soak     = flag.Int("soak", 0, "for how many minutes consoles over SSH are used; 0 is not at all")
	sessions = flag.Int("sessions", 50, "how many agents use them")
)

// lingers is how long a console of the soak waits for its agent.
const lingers = 6 * time.Second

// served is `moto serve`, and the agents who use it.
type served struct {
	*office

	at      string
	process *exec.Cmd
	figures string
	keys    []ssh.Signer
	seed    uint64
	did     soaked
}

// soaked counts what happened.
type soaked struct {
	signedIn, refused, drops, returns, takeovers, objections, resizes, orders atomic.Int64
}

// TestSoak uses consoles over SSH for a while, with a bank and lines that fail: agents take
// payments, drop their lines at any moment, come back in time or too late, take their
// consoles over and object to it, and change the size of their windows. In the end the
// journal agrees with the bank, nothing was charged twice, and the server holds no more
// than it did after a fifth of the time: goroutines, memory, descriptors, locked memory,
// leases, seats.
func TestSoak(t *testing.T) {
	if *soak == 0 {
		t.Skip("it takes minutes: make soak")
	}
	from := begin(t)
	s := serve(t, newOffice(t, startBank(t, from)), from)
	length := time.Duration(*soak) * time.Minute
	s.use(t, 0, length/5)
	before := s.rest(t)
	s.use(t, 1, length*4/5)
	s.bank.calm(t)
	after := s.rest(t)
	fmt.Fprintf(t.Output(), "goroutines %d → %d, heap %.1f → %.1f MB, resident %.1f → %.1f MB, descriptors %d → %d, locked %d → %d kB\n", before.goroutines, after.goroutines,
		float64(before.heap)/1e6, float64(after.heap)/1e6, float64(before.resident)/1e3, float64(after.resident)/1e3, before.descriptors, after.descriptors, before.locked, after.locked)
	// What the journal's connections and the gateway's keep open goes up and down by a few.
	const some = 8
	switch {
	case after.goroutines > before.goroutines+some:
		stacks, _ := os.ReadFile(s.figures + ".goroutines")
		t.Errorf("goroutines were left:\n%.6000s", stacks)
	case after.heap > before.heap+before.heap/2+4_000_000:
		t.Error("memory was left")
	case after.descriptors > before.descriptors+some:
		t.Error("descriptors were left")
	case after.locked > before.locked+64:
		t.Error("locked memory was left")
	}
	s.allSignIn(t)
	s.stop(t)
	s.noLeases(t, "the server has ended")
	v, struck := settle(t, s.office, newWitness())
	for _, one := range v.violations {
		t.Error(one)
	}
	s.noLeases(t, "all outcomes are known")
	if said, code := s.run(t, "journal", "verify"); code != 0 {
		t.Errorf("journal verify: exit code %d\n%s", code, said)
	}
	d := &s.did
	fmt.Fprintf(t.Output(), "%d agents, %d minutes: signed in %d times, refused %d, lines dropped %d, came back %d, took over %d, objected %d, sizes %d\n",
		*sessions, *soak, d.signedIn.Load(), d.refused.Load(), d.drops.Load(), d.returns.Load(), d.takeovers.Load(), d.objections.Load(), d.resizes.Load())
	fmt.Fprintf(t.Output(), "%d payments typed: %d AUTHs arrived, %d booked, %d known, %d in doubt, %d violations; faults: %s\n", d.orders.Load(), v.arrived, v.booked, v.known, v.doubt, len(v.violations), struck)
	if v.booked < *sessions/2 || d.drops.Load() == 0 || d.returns.Load() == 0 || d.takeovers.Load() == 0 {
		t.Error("too little happened: this has tested nothing")
	}
}

// serve starts a server for the agents.
func serve(t *testing.T, o *office, from uint64) *served {
	t.Helper()
	s := &served{office: o, figures: filepath.Join(o.folder, "figures"), seed: from}
	program := filepath.Join(t.TempDir(), "serving")
	if err := built.Tagged(program, "scannable", "-X=runtime.godebugDefault=clobberfree=1"); err != nil {
		t.Fatal(err)
	}
	authority, own := newKey(t), newKey(t)
	var agents strings.Builder
	for i := range *sessions {
		name := fmt.Sprint("a", i)
		key, err := sshbench.Certified(authority, own, name)
		if err != nil {
			t.Fatal(err)
		}
		s.keys = append(s.keys, key)
		fmt.Fprintf(&agents, "[agents.%s]\nrole = \"agent\"\n", name)
	}
	o.write(t, "user_ca.pub", string(ssh.MarshalAuthorizedKey(authority.PublicKey())))
	o.write(t, "serve.toml", fmt.Sprintf(`
[gateway]
url = %q
username = %q
password_file = "password"
site = "test_floor1"
timeout = "5s"
[payment]
currency = "GBP"
max_declines = 20
max_declines_day = 50
max_declines_month = 50
not_taken_after = "5m"
[journal]
file = %q
[log]
file = "serve.log"
[roles.agent]
%s
[serve]
listen = "127.0.0.1:0"
host_key = "host_key"
user_ca = "user_ca.pub"
max_sessions = %d
linger = %q
`, o.bank.url, o.bank.username, o.journal, agents.String(), *sessions, lingers))
	run := func(args ...string) *exec.Cmd {
		cmd := command(t, o.folder, append(args, "--config", "serve.toml")...)
		cmd.Path, cmd.Args[0] = program, program
		cmd.Env = append(cmd.Env, "MOTO_TEST_FIGURES="+s.figures)
		return cmd
	}
	if out, err := run("serve", "--init").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s.process = run("serve")
	said, err := s.process.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end(s.process) })
	line, _ := bufio.NewReader(out).ReadString('\n')
	at, _, found := strings.Cut(strings.TrimPrefix(line, "moto serves consoles on "), ",")
	if !found {
		why, _ := bufio.NewReader(said).ReadString('\n')
		t.Fatalf("the server said %q %q", line, why)
	}
	s.at = at
	return s
}

func newKey(t *testing.T) ssh.Signer {
	t.Helper()
	key, err := sshbench.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// use lets all agents work for some time.
func (s *served) use(t *testing.T, phase int, length time.Duration) {
	t.Helper()
	over := time.Now().Add(length)
	var working sync.WaitGroup
	for i := range s.keys {
		a := &soakAgent{served: s, t: t, number: i, phase: phase, random: rand.New(rand.NewPCG(s.seed, uint64(1000*phase+i)))} //nolint:gosec // the moments of a test
		working.Go(func() {
			time.Sleep(time.Duration(a.random.IntN(5000)) * time.Millisecond) // not all at once
			for time.Now().Before(over) {
				a.life()
			}
		})
	}
	working.Wait()
}

// held is what the server holds.
type held struct{ goroutines, heap, resident, descriptors, locked int }

// rest waits until all sessions have ended, and returns what the server holds then.
func (s *served) rest(t *testing.T) (now held) {
	t.Helper()
	time.Sleep(2 * lingers)
	least, same := held{}, 0
	eventually(t, "the server is at rest", func() bool {
		time.Sleep(time.Second)
		if now = s.holds(t); least.goroutines == 0 || now.goroutines < least.goroutines {
			least, same = now, 0
		}
		same++
		return same > 10
	})
	return least
}

func (s *served) holds(t *testing.T) (h held) {
	t.Helper()
	_ = os.Remove(s.figures)
	if err := s.process.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server's figures", func() bool {
		text, err := os.ReadFile(s.figures)
		if err != nil {
			return false
		}
		_, err = fmt.Sscan(string(text), &h.goroutines, &h.heap)
		return err == nil
	})
	proc := fmt.Sprintf("/proc/%d/", s.process.Process.Pid)
	files, err := os.ReadDir(proc + "fd")
	if err != nil {
		t.Fatal(err)
	}
	h.descriptors = len(files)
	status, _ := os.ReadFile(proc + "status")
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		switch name {
		case "VmLck":
			_, _ = fmt.Sscan(value, &h.locked)
		case "VmRSS":
			_, _ = fmt.Sscan(value, &h.resident)
		}
	}
	return h
}

// noLeases fails if a process that has ended still keeps others from an attempt. All have
// ended when it is called.
func (s *served) noLeases(t *testing.T, when string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.journal+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	var n int
	var owners string
	if err := db.QueryRowContext(t.Context(), "SELECT count(*), coalesce(group_concat(DISTINCT purpose || ' ' || owner), '') FROM leases").Scan(&n, &owners); err != nil {
		t.Fatal(err)
	}
	if n > 0 {
		t.Errorf("when %s, %d leases were left: %s", when, n, owners)
	}
}

// allSignIn has as many agents sign in as there may be sessions: each seat is free.
func (s *served) allSignIn(t *testing.T) {
	t.Helper()
	var clients []*sshbench.Client
	for i, key := range s.keys {
		c, err := sshbench.SignIn(t.Context(), s.at, i, key)
		if err == nil {
			clients = append(clients, c)
			_, err = c.Until(atHome)
		}
		if err != nil {
			t.Errorf("a%d cannot sign in at the end: %v", i, err)
		}
	}
	for _, c := range clients {
		c.Close()
	}
}

// stop ends the server, which records what is on its way.
func (s *served) stop(t *testing.T) {
	t.Helper()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.process.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}
