package sqljournal

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/journal/pgtest"
)

// changeTables adds a version of the tables.
func changeTables(t *testing.T, s *Store, after int64, text string) {
	t.Helper()
	if _, err := s.ChangeTables(t.Context(), after, text, "tom", journal.Audit{Kind: journal.AuditAgents, Agent: "tom", Result: "changed"}); err != nil {
		t.Fatal(err)
	}
}

// TestTablesThatWereTamperedWith: the database refuses to change a version, and Verify finds
// one that was changed or removed all the same.
func TestTablesThatWereTamperedWith(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	for version, text := range []string{"one", "two", "three"} {
		changeTables(t, s, int64(version), text)
	}
	for _, change := range []string{
		"UPDATE people SET text = 'x' WHERE number = 3", "DELETE FROM people WHERE number = 3",
		"INSERT INTO people VALUES (5, 0, 'tom', 'x', randomblob(32))",
	} {
		if _, err := s.writer.Exec(change); err == nil {
			t.Errorf("the database takes %s", change)
		}
	}
	verified(t, s)
	for change, says := range map[string]string{
		"UPDATE people SET text = 'x' WHERE number = 2":                                     "version 2 of the table of agents, or the one before it, was changed",
		"UPDATE people SET by_whom = 'x' WHERE number = 1":                                  "version 1 of the table of agents, or the one before it, was changed",
		"DELETE FROM people WHERE number = 2":                                               "versions 2 to 2 of the table of agents are missing",
		"DELETE FROM people WHERE number = 1":                                               "versions 1 to 1 of the table of agents are missing",
		"DELETE FROM people WHERE number = 3":                                               "is not the one that was written last",
		"DELETE FROM people":                                                                "is not the one that was written last",
		"INSERT INTO people SELECT 4, at, by_whom, text, hash FROM people WHERE number = 3": "version 4 of the table of agents, or the one before it, was changed",
	} {
		to := filepath.Join(t.TempDir(), "journal.db")
		if _, err := s.writer.Exec("VACUUM INTO ?", to); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(to, 0o600); err != nil {
			t.Fatal(err)
		}
		tamper(t, to, change)
		r, err := openAt(t, to, c.Now).Verify(t.Context())
		if err != nil || r.OK() || !strings.Contains(r.Problems[0].Text, says) {
			t.Errorf("%s: %+v, %v", change, r.Problems, err)
		}
	}
}

// TestRoleOfKeepers: only the role of a keeper changes the tables of agents on a server, and
// it changes no version. The consoles' role is told what to do.
func TestRoleOfKeepers(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	c := journaltest.NewClock()
	at := server.Journal(t, c.Now())
	name := strings.TrimPrefix(at.Schema, "test_")
	withRoles(t, server, at, "desk_"+name, "keeper_"+name)
	keeper, desk := at, at
	keeper.User, desk.User = "keeper_"+name, "desk_"+name
	changeTables(t, openOnServer(t, keeper, c.Now), 0, "one")
	s := openOnServer(t, desk, c.Now)
	if is, err := s.Tables(t.Context()); err != nil || is.Text != "one" {
		t.Errorf("a console reads %+v, %v", is, err)
	}
	_, err := s.ChangeTables(t.Context(), 1, "two", "tom", journal.Audit{Kind: journal.AuditAgents, Result: "changed"})
	var fault *journal.Error
	if !errors.As(err, &fault) || fault.Fault != journal.FaultPermission || !strings.Contains(fault.Hint, "moto journal migrate --keeper") {
		t.Errorf("a console changes the tables: %v", err)
	}
	kept := openOnServer(t, keeper, c.Now)
	for _, statement := range []string{
		"UPDATE people SET text = 'x'", "DELETE FROM people", "TRUNCATE people", "ALTER TABLE people DISABLE TRIGGER USER",
		"INSERT INTO people VALUES (3, 0, 'x', 'x', sha256('x'))",
	} {
		if _, err := kept.writer.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("the keeper's role may %s", statement)
		}
	}
	verified(t, kept)
	if all, err := s.Audits(t.Context(), c.Now().Add(-1), ""); err != nil || len(all) != 2 {
		t.Errorf("events of what was refused: %+v, %v", all, err)
	}
}

// TestEventOfAVersionIsKept: no hash makes the event of a version look like a card number, and
// no event whose names say anything is taken for one.
func TestEventOfAVersionIsKept(t *testing.T) {
	t.Parallel()
	for i := range 20_000 {
		hash := sha256.Sum256([]byte(strconv.Itoa(i)))
		said := peopleEvent(int64(i), hash[:])
		if kept := (journal.Audit{Result: said}).AsKept(); kept.Result != said || !peopleEnds.form.MatchString(said) {
			t.Fatalf("%q became %q", said, kept.Result)
		}
	}
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	changeTables(t, s, 0, "one")
	for i, name := range []string{"version", "version 9 of the table of agents (x)", "4539 5787 6362 1486", "version 7 of the table of agents (" + strings.Repeat("a", 32) + ")"} {
		if _, err := s.ChangeTables(t.Context(), int64(i+1), "more", "tom", journal.Audit{Kind: journal.AuditAgents, Agent: "tom", Result: name + " was added, role x"}); err != nil {
			t.Fatal(err)
		}
	}
	verified(t, s)
}
