//go:build unix

package cli_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	folder, err := os.MkdirTemp("/tmp", "moto-wire-") // a socket's path is short
	if err != nil {
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
	eventually(t, "the outcome is kept", func() bool { return len(o.spooled(t)) == 1 })
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
	w.mend(t)
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
