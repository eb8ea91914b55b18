package sqljournal

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// A server that has lost what it had acknowledged is found out, and takes no intent.
func TestServerThatForgot(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	path := filepath.Join(t.TempDir(), "state", "journal.db")
	open := func() *Store {
		t.Helper()
		s, err := Open(t.Context(), Options{Path: path, Server: &at, Now: c.Now, Host: "desk-4"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	s := open()
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", c.Now()))
	in := at.Schema + "."
	server.Do(t, "ALTER TABLE "+in+"events DISABLE TRIGGER USER; ALTER TABLE "+in+"entries DISABLE TRIGGER USER; ALTER TABLE "+in+"chain DISABLE TRIGGER USER; "+
		"DELETE FROM "+in+"events; DELETE FROM "+in+"entries; UPDATE "+in+"chain SET head_number = 0, head_hash = anchor_hash; "+
		"ALTER TABLE "+in+"events ENABLE TRIGGER USER; ALTER TABLE "+in+"entries ENABLE TRIGGER USER; ALTER TABLE "+in+"chain ENABLE TRIGGER USER")
	forgot := func(s *Store, who string) {
		t.Helper()
		err := s.Intent(t.Context(), journaltest.AnAuth(t, "two", c.Now()), "desk", c.Now().Add(time.Minute))
		var fault *journal.Error
		if !errors.As(err, &fault) || fault.Fault != journal.FaultOlder || !strings.Contains(fault.Hint, "failover") {
			t.Fatalf("%s: %v", who, err)
		}
	}
	forgot(s, "the process that saw it")
	// So does the host, by its mark, until the search for what was forgotten is done.
	again := open()
	if again.Behind() != 1 {
		t.Errorf("it is %d behind", again.Behind())
	}
	forgot(again, "the next process of the host")
	if err := again.Reconciled(t.Context()); err != nil || again.Behind() != 0 {
		t.Fatalf("%d behind, %v", again.Behind(), err)
	}
	intend := func(s *Store, id string) {
		t.Helper()
		if err := s.Intent(t.Context(), journaltest.AnAuth(t, id, c.Now()), "desk", c.Now().Add(time.Minute)); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	intend(again, "three")
	next := open()
	intend(next, "four")
	verified(t, next)
}

// What makes the server's promise weaker is named.
func TestWeakServer(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	server := pgtest.Shared(t)
	server.Do(t, "CREATE ROLE hasty LOGIN SUPERUSER", "ALTER ROLE hasty SET synchronous_commit = off")
	t.Cleanup(func() { server.Do(t, "DROP ROLE hasty") })
	at := server.Journal(t, c.Now())
	at.User = "hasty"
	s := openOnServer(t, at, c.Now)
	weak, err := s.Weaknesses(t.Context())
	if said := strings.Join(weak, "\n"); err != nil || !strings.Contains(said, "fsync is off") || !strings.Contains(said, "synchronous_standby_names") {
		t.Errorf("got %q, %v", said, err)
	}
	var commits string
	if err := s.writer.DB.QueryRowContext(t.Context(), "SELECT current_setting('synchronous_commit')").Scan(&commits); err != nil || commits != "on" {
		t.Errorf("synchronous_commit is %s, %v", commits, err)
	}
}

// The role of the consoles cannot delete today's history, whatever time it writes.
func TestRoleCannotPruneToday(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	at := server.Journal(t, time.Now())
	server.Do(t, "CREATE OR REPLACE FUNCTION "+at.Schema+".moto_clock(asked bigint) RETURNS bigint LANGUAGE sql VOLATILE "+
		"AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000'") // as the migration makes it
	s := openOnServer(t, at, time.Now)
	ctx := t.Context()
	journaltest.Intend(t, s, journaltest.AnAuth(t, "one", time.Now()))
	journaltest.Note(t, s, "one", journal.StepAnswered, journaltest.Become(1))
	if err := s.Audit(ctx, journal.Audit{Kind: journal.AuditSignIn, Agent: "priya", Result: "signed in"}); err != nil {
		t.Fatal(err)
	}
	const later = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000 + 200000000000000"
	for _, statements := range [][]string{
		{
			"INSERT INTO events (number, entry_id, step, at, by_whom, snapshot, origin, role, hash) SELECT 3, '', 'pruned', " + later + ", 'retention', '', '', '', sha256('x')",
			"UPDATE chain SET head_number = 3, head_hash = sha256('x')",
			"SELECT prune_history(2, (SELECT hash FROM events WHERE number = 2))",
		},
		{
			"INSERT INTO audit (number, at, kind, agent, address, result, hash) SELECT 2, " + later + ", 'pruned', '', '', '', sha256('x')",
			"UPDATE audit_chain SET head_number = 2, head_hash = sha256('x')",
			"SELECT prune_audit(1, (SELECT hash FROM audit WHERE number = 1))",
		},
	} {
		for i, statement := range statements {
			_, err := s.writer.DB.ExecContext(ctx, statement)
			if isLast := i == len(statements)-1; isLast != (err != nil) || isLast && !strings.Contains(err.Error(), "retention deletes what is over") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
}

// An error of the server's disk refuses the intent that met it, and no other after it.
func TestIntentAfterAnErrorOfTheServersDisk(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	s := openOnServer(t, at, c.Now)
	for code, fault := range map[string]journal.Fault{"58030": journal.FaultDisk, "XX001": journal.FaultCorrupt} {
		server.Do(t, "CREATE FUNCTION "+at.Schema+".broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not read block' USING ERRCODE = '"+code+"'; END $$",
			"CREATE TRIGGER broken BEFORE INSERT ON "+at.Schema+".entries EXECUTE FUNCTION "+at.Schema+".broken()")
		if err := s.Intent(t.Context(), journaltest.AnAuth(t, "during "+code, c.Now()), "desk", c.Now().Add(time.Minute)); journal.FaultOf(err) != fault {
			t.Errorf("%s: %v", code, err)
		}
		server.Do(t, "DROP FUNCTION "+at.Schema+".broken CASCADE")
		journaltest.Intend(t, s, journaltest.AnAuth(t, "after "+code, c.Now()))
	}
	verified(t, s)
}
