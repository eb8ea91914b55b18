//go:build unix

package cli_test

import (
	"fmt"
	"strings"
	"testing"

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
