//go:build unix

package cli_test

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/pgtest"
	"motoconsole/internal/journal/sqljournal"
)

// wire is the way from consoles to a journal's server, which a test cuts and mends.
type wire struct {
	folder string // with its socket
	server string // the server's socket

	mu    sync.Mutex
	door  net.Listener
	conns []net.Conn
}

const socket = ".s.PGSQL.5432"

func newWire(t *testing.T, server *pgtest.Instance) *wire {
	t.Helper()
	// A socket's path is short. Its name has few digits: with the port behind them they can
	// look like a card, and then the log drops the line that the test waits for.
	folder := filepath.Join("/tmp", "moto-wire-"+rand.Text()[:10])
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w := &wire{folder: folder, server: filepath.Join(server.Folder, socket)}
	t.Cleanup(func() { w.cut(); _ = os.RemoveAll(folder) })
	w.mend(t)
	return w
}

// cut breaks all connections, and refuses new ones.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	_ = w.door.Close()
	for _, c := range w.conns {
		_ = c.Close()
	}
	w.conns = nil
}

// mend lets connections be made again.
func (w *wire) mend(t *testing.T) {
	t.Helper()
	door, err := net.Listen("unix", filepath.Join(w.folder, socket))
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.door = door
	w.mu.Unlock()
	go func() {
		for {
			from, err := door.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("unix", w.server)
			if err != nil {
				_ = from.Close()
				continue
			}
			w.mu.Lock()
			if w.door != door { // it was cut meanwhile
				_, _ = from.Close(), to.Close()
			}
			w.conns = append(w.conns, from, to)
			w.mu.Unlock()
			for _, pair := range [][2]net.Conn{{from, to}, {to, from}} {
				go func() {
					_, _ = io.Copy(pair[0], pair[1])
					_, _ = pair[0].Close(), pair[1].Close()
				}()
			}
		}
	}()
}

// overWire is an office whose journal is on a server, in a schema of its own, behind a wire.
func overWire(t *testing.T, schema string) (*office, *wire, func() journal.Entry) {
	t.Helper()
	o, server := onServer(t, schema)
	w := newWire(t, server)
	o.server = fmt.Sprintf("url = %q\nschema = %q", "postgres://"+server.Owner+"@/postgres?host="+w.folder, schema)
	return o, w, func() journal.Entry {
		t.Helper()
		at := server.At(schema)
		store, err := sqljournal.Open(t.Context(), sqljournal.Options{Server: &at, ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close() //nolint:errcheck // it was only read
		entries, err := store.Recent(t.Context(), "", 10)
		if err != nil || len(entries) != 1 {
			t.Fatalf("the journal has %d attempts, %v", len(entries), err)
		}
		return entries[0]
	}
}

// spooled are the outcomes that wait beside the journal.
func (o *office) spooled(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(o.folder, "home", ".local", "state", "moto", "*.spool", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// untold is a payment whose answer came while the journal's server was away: the
// console has kept the outcome, and is killed.
func untold(t *testing.T, o *office, w *wire) {
	t.Helper()
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-late.9m-A17"))
	o.bank.arrives(t)
	w.cut()
	o.bank.release(t)
	eventually(t, "the outcome is kept", func() bool { // and not only begun
		kept := o.spooled(t)
		return len(kept) == 1 && filepath.Ext(kept[0]) == ".outcome"
	})
	p.Kill()
	p.Wait(t)
}

// askedAbout is how often the gateway was asked about an attempt.
func askedAbout(t *testing.T, o *office, e journal.Entry) int {
	t.Helper()
	return o.bank.arrived(t, "TRANSACTIONQUERY")[e.SentReference[strings.LastIndexByte(e.SentReference, '-')+1:]]
}

// TestKilledBeforeTheOutcomeWasRecorded: the server of the journal is away when the answer
// comes, and the console is killed. The next one has the outcome in the journal without
// asking the gateway.
func TestKilledBeforeTheOutcomeWasRecorded(t *testing.T) {
	t.Parallel()
	o, w, only := overWire(t, "spooled")
	untold(t, o, w)
	if e := only(); e.State != journal.Open {
		t.Fatalf("the journal has %v already", e.State)
	}
	for _, file := range o.spooled(t) {
		info, err := os.Stat(file)
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v %v", file, info.Mode(), err)
		}
	}
	o.noTrace(t)
	const waits = "; outcomes that wait on this host until they are recorded: 1"
	if said, code := o.run(t, "check"); code != cli.ExitFailed || !strings.Contains(flat(said), flat(waits)) {
		t.Errorf("while the server is away: %d %s", code, said)
	}
	w.mend(t)
	if said := o.said(t, "check"); !strings.Contains(flat(said), flat(waits)) {
		t.Errorf("when the server is back: %s", said)
	}
	p := o.console(t, "ben")
	if e := only(); e.Outcome != gateway.OutcomeApproved || e.Resolution != "" || e.TransactionReference == "" {
		t.Errorf("the journal has %v by %q", e.Outcome, e.Resolution)
	}
	if left := o.spooled(t); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
	if n := askedAbout(t, o, only()); n != 0 {
		t.Errorf("the gateway was asked %d times", n)
	}
	p.Kill()
	p.Wait(t)
	o.bank.wantAuths(t, 1)
	o.verify(t)
}

// TestTheServerComesBackInTime: the console lives until the server answers again. What it
// showed is in the journal then, and the console says so.
func TestTheServerComesBackInTime(t *testing.T) {
	t.Parallel()
	o, w, only := overWire(t, "returned")
	p := o.console(t, "priya")
	charge(t, p, ordered("FAULT-late.9m-A17"))
	o.bank.arrives(t)
	w.cut()
	o.bank.release(t)
	p.WaitFor(t, "✔ APPROVED")
	says(t, p, "The outcome is not recorded yet: write it down")
	eventually(t, "the log says so", func() bool {
		return strings.Contains(o.keyText(t, "moto.log"), `"level":"WARN","msg":"an outcome that is kept beside the journal waits"`)
	})
	w.mend(t)
	eventually(t, "the outcome is recorded", func() bool { return only().State == journal.Known })
	p.WaitGone(t, "not recorded yet")
	if e := only(); e.Outcome != gateway.OutcomeApproved || e.Problem != "" {
		t.Errorf("the journal has %v, problem %q", e.Outcome, e.Problem)
	}
	eventually(t, "the file has gone", func() bool { return len(o.spooled(t)) == 0 })
	o.bank.wantAuths(t, 1)
	o.verify(t)
}

// TestTheSpoolIsLost: without the file the attempt is unknown, and the gateway tells.
func TestTheSpoolIsLost(t *testing.T) {
	t.Parallel()
	o, w, only := overWire(t, "lost")
	untold(t, o, w)
	for _, file := range o.spooled(t) {
		if err := os.WriteFile(file, []byte("moto outcome 1"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.mend(t)
	o.console(t, "ben")
	eventually(t, "the outcome is found out", func() bool {
		_, code := o.run(t, "resolve")
		return code == cli.ExitOK
	})
	if e := only(); e.Outcome != gateway.OutcomeApproved || e.Resolution != journal.ResolvedQuery || askedAbout(t, o, e) == 0 {
		t.Errorf("the journal has %v by %q", e.Outcome, e.Resolution)
	}
	o.bank.wantAuths(t, 1)
}

// TestServeWaitsForTheServer: a server of consoles that starts while the journal's server is
// away waits, and serves as soon as that answers. Told to end meanwhile, it ends.
func TestServeWaitsForTheServer(t *testing.T) {
	t.Parallel()
	database := pgtest.Shared(t)
	o := floorOf(t, startBank(t), "")
	w := newWire(t, database)
	o.server = fmt.Sprintf("url = %q\nschema = %q", "postgres://"+database.Owner+"@/postgres?host="+w.folder, "awaited")
	t.Cleanup(func() { database.Do(t, "DROP SCHEMA IF EXISTS awaited CASCADE") })
	if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
		t.Fatalf("exit code %d: %s", code, said)
	}
	w.cut()
	waiting := func() (*exec.Cmd, *bufio.Reader) {
		cmd := o.command(t, "supervisor", "serve")
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		lines := bufio.NewReader(out)
		line, _ := lines.ReadString('\n')
		if !strings.HasPrefix(line, "moto waits, and serves consoles as soon as it can: the journal postgres://") || !strings.Contains(line, "cannot be reached") {
			t.Errorf("it says %q", line)
		}
		return cmd, lines
	}
	cmd, _ := waiting()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("told to end: %v", err)
	}

	cmd, lines := waiting()
	w.mend(t)
	if line, _ := lines.ReadString('\n'); !strings.HasPrefix(line, "moto serves consoles on ") {
		t.Errorf("it says %q", line)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("told to end: %v", err)
	}
}

// TestAConsoleStartsWhileTheServerIsAway: it says so, and that it has to be started again.
// An open one connects again by itself.
func TestAConsoleStartsWhileTheServerIsAway(t *testing.T) {
	t.Parallel()
	o, w, _ := overWire(t, "absent")
	p := o.console(t, "priya")
	w.cut()
	fill(t, p, ordered("A17"))
	p.WaitFor(t, "THE JOURNAL CANNOT BE READ")
	other := o.start(t, "ben")
	if code := other.Wait(t); code != cli.ExitUsage { // the address may be wrong as well
		t.Errorf("exit code %d", code)
	}
	says(t, other, "cannot be reached")
	says(t, other, "start moto again when it answers")
	if said := string(other.Recorded()); strings.Contains(said, "\x1b") || strings.Contains(said, "by itself") {
		t.Errorf("it says %q", said)
	}
	w.mend(t)
	p.Press("esc")
	p.WaitFor(t, nothingMore)
	p.Press("ctrl+r")
	p.WaitFor(t, confirmPage)
	grace()
	agree(t, p)
	p.WaitFor(t, "✔ APPROVED")
	o.bank.wantAuths(t, 1)
}
