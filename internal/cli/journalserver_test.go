//go:build unix

package cli_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal/pgtest"
)

// onServer is an office whose journal is on a server, in a schema of its own.
func onServer(t *testing.T, schema string) (*office, *pgtest.Instance) {
	t.Helper()
	server := pgtest.Shared(t)
	o := newOffice(t, startBank(t))
	o.server = fmt.Sprintf("url = %q\nschema = %q", "postgres://"+server.Owner+"@/postgres?host="+server.Folder, schema)
	t.Cleanup(func() { server.Do(t, "DROP SCHEMA IF EXISTS "+schema+" CASCADE") })
	return o, server
}

// TestJournalOnAServer: two consoles and every command on one journal of a server.
func TestJournalOnAServer(t *testing.T) {
	t.Parallel()
	o, server := onServer(t, "floor")
	server.Do(t, "CREATE ROLE desks LOGIN")
	t.Cleanup(func() { server.Do(t, "DROP OWNED BY desks", "DROP ROLE desks") })
	owner := o.server
	ok := func(says string, args ...string) {
		t.Helper()
		if said, code := o.run(t, args...); code != cli.ExitOK || !strings.Contains(flat(said), flat(says)) {
			t.Errorf("moto %s: exit code %d: %s", strings.Join(args, " "), code, said)
		}
	}
	ok("Role desks may use it", "journal", "migrate", "--grant", "desks")
	ok("is up to date", "journal", "migrate")
	o.server = strings.Replace(owner, server.Owner+"@", "desks@", 1)

	priya, sam := o.console(t, "priya"), o.console(t, "sam")
	charge(t, priya, ordered("A17"))
	priya.WaitFor(t, "APPROVED")
	second := ordered("FAULT-lost-A18")
	second.amount = "11.50"
	charge(t, sam, second)
	sam.WaitFor(t, "UNKNOWN")
	sam.WaitFor(t, "APPROVED")
	o.bank.wantAuths(t, 2)

	ok("2 payments", "journal", "verify")
	ok("", "journal", "events")
	ok("A17", "lookup", "A17")
	ok("", "resolve")
	ok("0 payments deleted", "journal", "prune")
	ok("postgres://", "check")
	if said, code := o.run(t, "journal", "verify"); code != cli.ExitOK {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestServerThatIsWrong: each thing that can be wrong is said before the terminal is
// touched, and is wrong usage.
func TestServerThatIsWrong(t *testing.T) {
	t.Parallel()
	o, server := onServer(t, "wrong")
	for name, test := range map[string][2]string{
		"password in the url":     {`url = "postgres://moto:canary@db.example/moto"`, "must not hold a password"},
		"disable beyond loopback": {`url = "postgres://moto@db.example/moto?sslmode=disable"`, "in the clear"},
		"no host":                 {`url = "postgres://moto@no-such-host.invalid/moto"`, "no host has the name"},
		"no socket":               {`url = "postgres://moto@/moto?host=/nowhere"`, "cannot be reached"},
		"user":                    {`url = "postgres://stranger@/postgres?host=` + server.Folder + `"`, "refuses the sign-in of user stranger"},
		"database":                {`url = "postgres://` + server.Owner + `@/elsewhere?host=` + server.Folder + `"`, "no database elsewhere"},
		"role":                    {o.server + "\nrole = \"nobody_knows\"", "no role nobody_knows"},
	} {
		o.server = test[0]
		p := o.start(t, "priya")
		if code := p.Wait(t); code != cli.ExitUsage {
			t.Errorf("%s: exit code %d", name, code)
		}
		said := string(p.Recorded())
		if strings.Contains(said, "\x1b") || !strings.Contains(flat(said), flat(test[1])) || strings.Contains(said, "canary") {
			t.Errorf("%s: %q", name, said)
		}
	}
	o.bank.wantAuths(t, 0)
}

// TestJournalMovesToAServer: a floor outgrows a file. What the file knew holds on the server,
// and the file takes no more payments.
func TestJournalMovesToAServer(t *testing.T) {
	t.Parallel()
	o, server := onServer(t, "moved")
	server.Do(t, "CREATE ROLE movers LOGIN")
	t.Cleanup(func() { server.Do(t, "DROP OWNED BY movers", "DROP ROLE movers") })
	owner := o.server
	o.server = ""
	priya := o.console(t, "priya")
	charge(t, priya, ordered("A17"))
	priya.WaitFor(t, "APPROVED")
	priya.Kill()
	priya.Wait(t)
	file := o.config(t, "before")
	o.server = owner
	after := o.config(t, "after")

	run := func(args ...string) string { // each names its configurations
		t.Helper()
		said, err := commandAt(t, filepath.Join(o.folder, "home"), args...).CombinedOutput()
		if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return flat(string(said))
	}
	waits := o.journal + ".spool"
	if err := errors.Join(os.Mkdir(waits, 0o700), os.WriteFile(filepath.Join(waits, "ONE.outcome"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if said := run("journal", "copy", "--from", file, "--to", after, "--grant", "movers"); !strings.Contains(said, flat("may be outcomes that the journal lacks")) {
		t.Errorf("with an outcome beside the journal: %s", said)
	}
	if err := os.Remove(filepath.Join(waits, "ONE.outcome")); err != nil {
		t.Fatal(err)
	}
	said := run("journal", "copy", "--from", file, "--to", after, "--grant", "movers")
	if !strings.Contains(said, flat("1 payment, 2 events")) || !strings.Contains(said, flat("Name the new place in [journal]")) {
		t.Fatal(said)
	}
	o.server = strings.Replace(owner, server.Owner+"@", "movers@", 1)
	sam := o.console(t, "sam")
	fill(t, sam, ordered("A17"))
	sam.WaitFor(t, "Already taken?")
	o.bank.wantAuths(t, 1)

	o.server, o.journal = "", filepath.Join(o.folder, "state", "none.db")
	elsewhere := o.config(t, "elsewhere")
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"resolve on the file":  {[]string{"resolve", "--config", file}, "was moved: its payments are in postgres://"},
		"the file's verify":    {[]string{"journal", "verify", "--config", file}, "1 payment, 2 events"},
		"a second copy":        {[]string{"journal", "copy", "--from", file, "--to", after}, "was moved: its payments are in postgres://"},
		"a copy onto itself":   {[]string{"journal", "copy", "--from", after, "--to", after}, "there is a journal in"},
		"check of the file":    {[]string{"check", "--config", file}, "✖ journal"},
		"events of the file":   {[]string{"journal", "events", "--config", file}, "export"}, // its text may be hidden: the folder of the test has many digits
		"no such role":         {[]string{"journal", "copy", "--from", after, "--to", after, "--grant", "strangers"}, "has no role strangers"},
		"no such journal":      {[]string{"journal", "copy", "--from", elsewhere, "--to", after}, "does not exist"},
		"a card number":        {[]string{"journal", "backup", "--config", file, "4111111111111111"}, "looks like a card number"},
		"no such folder":       {[]string{"journal", "backup", "--config", file, "/nowhere/b.db"}, "the folder of /nowhere/b.db does not exist"},
		"without --to":         {[]string{"journal", "copy", "--from", file}, "name two configurations"},
		"a backup of a server": {[]string{"journal", "backup", "--config", after, file + ".db"}, "pg_basebackup"},
		"a backup over a file": {[]string{"journal", "backup", "--config", file, file}, "exists already"},
		"a grant of a file":    {[]string{"journal", "copy", "--from", after, "--to", file, "--grant", "movers"}, "names a file"},
	} {
		if said := run(test.args...); !strings.Contains(said, flat(test.says)) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestBackUpAndRestore: a backup that is put back lacks what was taken since, and moto
// finds that out before it charges.
func TestBackUpAndRestore(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	p := o.console(t, "priya")
	charge(t, p, ordered("A17"))
	p.WaitFor(t, "APPROVED")
	backup := filepath.Join(o.folder, "backup.db")
	said, code := o.run(t, "journal", "backup", backup)
	if code != cli.ExitOK || !strings.Contains(flat(said), flat("1 payment, 2 events")) {
		t.Fatalf("exit code %d: %s", code, said)
	}
	p.Kill()
	p.Wait(t)
	p = o.console(t, "sam")
	another := ordered("A18")
	another.amount = "11.50"
	charge(t, p, another)
	p.WaitFor(t, "APPROVED")
	p.Kill()
	p.Wait(t)
	content, err := os.ReadFile(backup)
	if err == nil {
		err = os.WriteFile(o.journal, content, 0o600)
	}
	for _, end := range []string{"-wal", "-shm"} {
		_ = os.Remove(o.journal + end)
	}
	if err != nil {
		t.Fatal(err)
	}
	if said, code := o.run(t, "reconcile"); code != cli.ExitFailed || !strings.Contains(said, "A18") {
		t.Errorf("moto reconcile: exit code %d: %s", code, said)
	}
	if said, code := o.run(t, "journal", "verify"); code != cli.ExitOK {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestServersShareAJournal: two servers of consoles have one journal on a database server.
// What one has charged bars the other, and what one leaves unknown the other finds out.
func TestServersShareAJournal(t *testing.T) {
	t.Parallel()
	database := pgtest.Shared(t)
	o := floorOf(t, startBank(t), "")
	o.server = fmt.Sprintf("url = %q\nschema = %q", "postgres://"+database.Owner+"@/postgres?host="+database.Folder, "servers")
	t.Cleanup(func() { database.Do(t, "DROP SCHEMA IF EXISTS servers CASCADE") })
	first := o.serve(t)
	second := o.started(t, o.command(t, "supervisor", "serve"))

	priya, ann := first.at(t, "priya"), second.at(t, "ann")
	take(t, priya, ordered("A17"), "APPROVED")
	fill(t, ann, ordered("A17"))
	ann.WaitFor(t, "Already taken?")

	lost := ordered("FAULT-lost-A18")
	lost.amount = "11.50"
	fill(t, priya, lost)
	agree(t, priya)
	eventually(t, "the AUTH arrives", func() bool { return o.bank.arrived(t, gateway.TypeAuth)[""] == 2 })
	if err := first.server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if said, code := second.asks(t, "ann", "resolve --wait 5m"); code != cli.ExitOK {
		t.Errorf("moto resolve: exit code %d: %s", code, said)
	}
	if said, code := second.asks(t, "ann", "lookup order:"+lost.order); code != cli.ExitOK || !strings.Contains(strings.ToLower(said), "approved") {
		t.Errorf("exit code %d: %s", code, said)
	}
	o.bank.wantAuths(t, 2)
	second.stop(t)
}
