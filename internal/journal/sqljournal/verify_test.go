package sqljournal

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// shift fills a journal with three attempts: events 1 to 9.
func shift(t testing.TB, s journal.Store, c *journaltest.Clock) {
	t.Helper()
	for _, id := range []string{"a", "b", "c"} {
		journaltest.Intend(t, s, journaltest.AnAuth(t, id, c.Now()))
	}
	for _, id := range []string{"a", "b", "c"} {
		c.Add(time.Second)
		journaltest.Note(t, s, id, journal.StepInDoubt, journaltest.Doubt)
		journaltest.Note(t, s, id, journal.StepResolved, func(e *journal.Entry) { journaltest.Become(gateway.OutcomeApproved)(e); e.AnsweredAt = c.Now() })
	}
}

// aShift is the path of a closed journal filled by shift.
var aShift = copied(func(t *testing.T, s *Store, c *journaltest.Clock) {
	shift(t, s, c)
	if r := verified(t, s); r.Attempts != 3 || r.Events != 9 || r.Head != 9 || !r.OK() {
		t.Fatalf("before: %+v", r)
	}
})

// tamper changes a closed journal like an intruder who has the file and SQLite.
func tamper(t testing.TB, path, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Query("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, "DROP TRIGGER "+name)
	}
	if _, err := db.Exec(strings.Join(triggers, ";") + ";" + statements); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyFindsTampering(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ do, want string }{
		"an event changed":       {"UPDATE events SET snapshot = replace(snapshot, 'priya', 'mallo') WHERE number = 5", "event 5, or the one before it, was changed"},
		"a step changed":         {"UPDATE events SET step = 'checked' WHERE number = 4", "event 4, or the one before it, was changed"},
		"a time changed":         {"UPDATE events SET at = at + 1 WHERE number = 4", "event 4, or the one before it, was changed"},
		"a person changed":       {"UPDATE events SET by_whom = 'sam' WHERE number = 4", "event 4, or the one before it, was changed"},
		"a hash changed":         {"UPDATE events SET hash = randomblob(32) WHERE number = 4", "event 4, or the one before it, was changed"},
		"an event removed":       {"DELETE FROM events WHERE number = 4", "events 4 to 4 are missing"},
		"the first removed":      {"DELETE FROM events WHERE number = 1", "events 1 to 1 are missing"},
		"the last removed":       {"DELETE FROM events WHERE number = 9", "the last events are missing: 9 to 9"},
		"two exchanged":          {"UPDATE events SET number = -number WHERE number IN (5, 7); UPDATE events SET number = 12 + number WHERE number < 0", "event 5, or the one before it, was changed or moved"},
		"an event put in":        {"INSERT INTO events SELECT 10, entry_id, step, at, by_whom, snapshot, hash, origin, role FROM events WHERE number = 9", "was changed or moved"},
		"an entry changed":       {"UPDATE entries SET amount = 1 WHERE id = 'b'", "attempt b is not as its last event left it"},
		"an operation changed":   {"UPDATE entries SET operation = 'repeat' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"a card check":           {"UPDATE entries SET operation = 'card check' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"a kind changed":         {"UPDATE entries SET kind = 'ACCOUNTCHECK' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"a method changed":       {"UPDATE entries SET auth_method = 'PRE' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"an initiation put in":   {"UPDATE entries SET initiation = 'C' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"a consent put in":       {"UPDATE entries SET consent_wording = '2' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"a purpose put in":       {"UPDATE entries SET consent_purpose = 'x' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"a consent's time":       {"UPDATE entries SET consent_at = 1 WHERE id = 'b'", "attempt b is not as its last event left it"},
		"an origin changed":      {"UPDATE events SET origin = 'x' WHERE number = 4", "event 4, or the one before it, was changed"},
		"an outcome changed":     {"UPDATE entries SET outcome = 'declined' WHERE id = 'b'", "attempt b is not as its last event left it"},
		"an entry removed":       {"DELETE FROM entries WHERE id = 'b'", "attempt b is missing"},
		"an entry put back":      {"UPDATE entries SET last_event = 6, state = 'IN DOUBT', outcome = 'unknown' WHERE id = 'b'", "the last event of attempt b"},
		"a whole attempt":        {"DELETE FROM entries WHERE id = 'b'; DELETE FROM events WHERE entry_id = 'b'", "events 2 to 2 are missing"},
		"the last and the head":  {"UPDATE chain SET head_number = 8, head_hash = (SELECT hash FROM events WHERE number = 8); DELETE FROM events WHERE number = 9", "the last event of attempt c"},
		"the beginning cut off":  {"UPDATE chain SET anchor_number = 3, anchor_hash = (SELECT hash FROM events WHERE number = 3); DELETE FROM events WHERE number <= 3", "retention did not delete them"},
		"another journal's head": {"UPDATE chain SET head_hash = randomblob(32)", "the last event is not the one"},
	} {
		t.Run(name, func(t *testing.T) {
			path := aShift(t)
			tamper(t, path, test.do)
			r, err := mustRead(t, path).Verify(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range r.Problems {
				if strings.Contains(p.Text, test.want) {
					return
				}
			}
			t.Errorf("found %+v, want %q", r.Problems, test.want)
		})
	}
}

// An intruder who knows how a row is hashed must rewrite all later rows.
func TestVerifyFindsARehashedEvent(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	path := filepath.Join(t.TempDir(), "journal.db")
	s := openAt(t, path, c.Now)
	shift(t, s, c)
	var before []byte
	if err := s.reader.QueryRow("SELECT hash FROM events WHERE number = 4").Scan(&before); err != nil {
		t.Fatal(err)
	}
	var l link
	if err := s.reader.QueryRow("SELECT " + linkColumns + " FROM events WHERE number = 5").Scan(l.fields()...); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	l.By = "mallory"
	tamper(t, path, fmt.Sprintf("UPDATE events SET by_whom = 'mallory', hash = x'%x' WHERE number = 5", l.hash(before)))
	r, err := mustRead(t, path).Verify(context.Background())
	if err != nil || len(r.Problems) != 1 || r.Problems[0].Event != 6 {
		t.Errorf("found %+v, %v", r.Problems, err)
	}
}

func TestTriggersRefuse(t *testing.T) {
	t.Parallel()
	c := journaltest.NewClock()
	s := openNew(t, c.Now)
	shift(t, s, c)
	for _, statement := range []string{
		"UPDATE events SET step = 'x' WHERE number = 2",
		"DELETE FROM events WHERE number = 2",
		"DELETE FROM events",
		"INSERT OR REPLACE INTO events SELECT * FROM events WHERE number = 2",
		"INSERT INTO events SELECT 99, entry_id, step, at, by_whom, snapshot, hash, origin, role FROM events WHERE number = 2",
		"UPDATE entries SET amount = 1",
		"UPDATE entries SET outcome = 'declined'",
		"DELETE FROM entries",
		"UPDATE entries SET operation = 'repeat', last_event = (SELECT head_number + 1 FROM chain) WHERE id = 'a'",
		"UPDATE entries SET send_by = 1, last_event = (SELECT head_number + 1 FROM chain) WHERE id = 'a'",
		"UPDATE identity SET name = 'AA'",
		"DELETE FROM identity",
		"DELETE FROM chain",
		"UPDATE chain SET head_number = 2",
		"UPDATE chain SET anchor_number = -1",
		"PRAGMA writable_schema = 1; DELETE FROM sqlite_schema",
	} {
		if _, err := s.writer.Exec(statement); err == nil {
			t.Errorf("%s: not refused", statement)
		}
	}
	verified(t, s)
}

// An operation makes one kind of request, whichever program writes the row.
func TestKindsOfRequestsAreOfTheirOperations(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	for _, test := range []struct{ operation, kind string }{
		{"card check", "AUTH"}, {"charge", "ACCOUNTCHECK"}, {"refund", "AUTH"}, {"hold", "REFUND"}, {"lend", "AUTH"}, {"charge", ""},
	} {
		row := rowOf(journaltest.AnAuth(t, "one", time.Now()), 1)
		row.Operation, row.Kind = test.operation, test.kind
		err := s.write(t.Context(), func(ctx context.Context, tx *tx) error { return insert(ctx, tx, &row) })
		if err == nil || !strings.Contains(err.Error(), "one kind of request") {
			t.Errorf("%+v: %v", test, err)
		}
	}
}
