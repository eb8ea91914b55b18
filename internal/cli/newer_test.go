//go:build unix

package cli_test

import (
	"database/sql"
	"flag"
	"fmt"
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
)

// older is the program of an older moto, for trying a restart across two real versions.
var older = flag.String("older", "", "the `program` of an older moto, for TestARestartWithANewerMoto")

// TestARestartWithANewerMoto: a newer moto brings the journal to its format while sessions of
// an older one are open, with a payment on its way. The older one records the outcome, and
// goes on with its open sessions until it is told to end; a command that opens the journal
// anew says which moto to use. The newer format is made up, unless there is an older moto.
func TestARestartWithANewerMoto(t *testing.T) {
	t.Parallel()
	b := startBank(t)
	o := floorOf(t, b, "")
	if said, code := o.run(t, "serve", "--init"); code != cli.ExitOK {
		t.Fatalf("exit code %d, %s", code, said)
	}
	server := o.command(t, "supervisor", "serve")
	if *older != "" {
		server.Path, server.Args[0] = *older, *older
	}
	before := o.started(t, server)
	priya, joe := before.at(t, "priya"), before.at(t, "joe")
	charge(t, priya, ordered("FAULT-late.5m-A17"))
	b.arrives(t)

	db, err := sql.Open("sqlite", o.journal)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the test's end
	version := func() (n int) {
		t.Helper()
		if err := db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	was := version()
	var after *served
	if *older != "" {
		after = o.started(t, o.command(t, "supervisor", "serve"))
		after.at(t, "ann")
	} else if _, err := db.ExecContext(t.Context(), fmt.Sprintf("BEGIN IMMEDIATE; ALTER TABLE entries ADD COLUMN newer TEXT NOT NULL DEFAULT ''; ALTER TABLE tries ADD COLUMN newer INTEGER NOT NULL DEFAULT 0; "+
		"CREATE TABLE newer (x TEXT) STRICT; PRAGMA user_version = %d; COMMIT", was+1)); err != nil {
		t.Fatal(err)
	}
	if version() <= was {
		t.Fatalf("the format is still number %d", was)
	}

	b.release(t)
	priya.WaitFor(t, "APPROVED")
	take(t, joe, with(func(e *entry) { e.order, e.amount, e.card = "B18", "20.00", "5100000000000511" }), "APPROVED")
	const newer = "was made by a newer version of moto"
	for _, command := range []string{"resolve", "check"} {
		if said, code := before.asks(t, "ann", command); code == cli.ExitOK || !strings.Contains(said, newer) || !strings.Contains(said, "Use the newer moto on this host") {
			t.Errorf("%s at the older server: exit code %d: %s", command, code, said)
		}
	}
	if said, code := before.asks(t, "ann", "lookup A17"); code == cli.ExitOK || !strings.Contains(said, "Journal: not searched, this host has none that can be read") {
		t.Errorf("lookup at the older server: exit code %d: %s", code, said)
	}
	before.stop(t)
	if after != nil {
		after.stop(t)
	} else {
		if _, err := db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA user_version = %d", was)); err != nil {
			t.Fatal(err)
		}
	}
	entries := o.entries(t)
	if len(entries) != 2 {
		t.Errorf("%d attempts", len(entries))
	}
	for _, e := range entries {
		if e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: %v %v", e.OwnReference, e.State, e.Outcome)
		}
	}
	o.people = "" // the test's user is no agent
	o.verify(t)
}
