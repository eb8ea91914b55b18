package crash

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal"
	"motoconsole/internal/journal/sqljournal/postgres"
)

// office is a folder in which the consoles of a host share a journal.
type office struct {
	bank            *bank
	folder, journal string
	server          *postgres.Server // that keeps the journal; nil for the file
	clocks          clocks           // of its host
	network         *network         // of its host; nil for this machine's
	reaches         string           // the server, in the URL; "" for the server's own socket
	certificate     string           // that vouches for it; "" for none
	settled         *atomic.Int64    // when the bank's last day ended
}

func newOffice(t *testing.T, b *bank) *office {
	t.Helper()
	o := &office{bank: b, settled: new(atomic.Int64)}
	o.furnish(t)
	return o
}

// furnish gives an office its folder.
func (o *office) furnish(t *testing.T) {
	t.Helper()
	o.folder = t.TempDir()
	o.journal = filepath.Join(o.folder, "state", "journal.db")
	o.write(t, "password", o.bank.password+"\n")
	o.configure(t)
}

// configure writes the configurations.
func (o *office) configure(t *testing.T) {
	t.Helper()
	for i := range agents {
		o.config(t, agent(i))
	}
	o.config(t, "supervisor")
}

func (o *office) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(o.folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// config writes an agent's configuration, with the shortest times allowed.
func (o *office) config(t *testing.T, agent string) {
	t.Helper()
	o.write(t, agent+".toml", fmt.Sprintf(`
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

[refund]
enabled = true
reasons = []

[journal]
%s

[operator]
name = %q

[log]
file = "moto.log"
level = "debug"
`, o.bank.url, o.bank.username, o.place(), agent))
}

// place is the setting that says where the journal is.
func (o *office) place() string {
	switch at := o.server; {
	case o.certificate != "":
		return fmt.Sprintf("url = %q\nschema = %q\nroot_certificate = %q", "postgres://"+at.User+"@"+o.reaches, at.Schema, o.certificate)
	case o.reaches != "":
		return fmt.Sprintf("url = %q\nschema = %q", "postgres://"+at.User+"@"+o.reaches, at.Schema)
	case at != nil:
		return fmt.Sprintf("url = %q\nschema = %q", "postgres://"+at.User+"@/"+at.Database+"?host="+at.Hosts[0], at.Schema)
	}
	return fmt.Sprintf("file = %q", o.journal)
}

// command is moto on the office's host.
func (o *office) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	return o.network.on(o.clocks.on(command(t, o.folder, args...)))
}

// run runs a supervisor's command to its end.
func (o *office) run(t *testing.T, args ...string) (said string, code int) {
	t.Helper()
	cmd := o.command(t, append(args, "--config", "supervisor.toml")...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// lastLog is the end of the consoles' log, which says why a console ended.
func (o *office) lastLog() string {
	log, err := os.ReadFile(filepath.Join(o.folder, "moto.log"))
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}

// rows reads the journal as it lies on the disk.
func (o *office) rows(t *testing.T) []journal.Entry {
	t.Helper()
	rows, err := o.read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (o *office) read(ctx context.Context) ([]journal.Entry, error) {
	store, err := sqljournal.Open(ctx, sqljournal.Options{Path: o.journal, Server: o.server, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer store.Close() //nolint:errcheck // it was only read
	return store.Recent(ctx, "", 100_000)
}
