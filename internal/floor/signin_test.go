//go:build unix

package floor

import (
	"database/sql"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/sshd"
)

// TestASignInIsRecordedFirst: when the door has told of a sign-in, the journal has it,
// whatever happens to the process from then on.
func TestASignInIsRecordedFirst(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	for n := range 20 {
		h.event(sshd.Event{Kind: sshd.SignedIn, At: time.Now(), Agent: "priya", Address: "192.0.2.1", Result: "signed in"})
		events, err := h.own.Audits(t.Context(), time.Time{}, "priya")
		if err != nil {
			t.Fatal(err)
		}
		if len(events) != n+1 {
			t.Fatalf("after %d sign-ins the journal has %d", n+1, len(events))
		}
	}
}

// TestASignInWhileTheJournalIsAway: another process keeps the journal to itself. The agent is
// let in, the log says that an event waits, and it is recorded with its own time afterwards.
func TestASignInWhileTheJournalIsAway(t *testing.T) {
	t.Parallel()
	h := newHall(t, "", everyone)
	db, err := sql.Open("sqlite", h.load().Journal.File)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the test's end
	other, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close() //nolint:errcheck // the test's end
	if _, err := other.ExecContext(t.Context(), "PRAGMA busy_timeout = 60000; BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	c := h.signIn("priya")
	at := time.Now()
	c.shows("Home")
	if events, err := h.own.Audits(t.Context(), time.Time{}, "priya"); err != nil || len(events) != 0 {
		t.Fatalf("the journal was not away: %v %v", events, err)
	}
	h.eventually("the log says that an event waits", func() bool { return strings.Contains(h.log(), "an event waits for the journal") })
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	h.eventually("the sign-in is recorded", func() bool {
		events, err := h.own.Audits(t.Context(), time.Time{}, "priya")
		if err != nil || len(events) == 0 {
			return false
		}
		if events[0].Kind != journal.AuditSignIn || events[0].At.After(at) {
			t.Errorf("%+v", events[0])
		}
		return true
	})
}
