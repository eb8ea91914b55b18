package sqljournal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
)

// TestAudit: events are kept in order, hidden where they look like a card, checked by
// Verify, and deleted by retention from the beginning on.
func TestAudit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "journal.db")
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	s := openAt(t, path, func() time.Time { return now })
	add := func(kind journal.AuditKind, agent, result string) {
		t.Helper()
		if err := s.Audit(t.Context(), journal.Audit{Kind: kind, Agent: agent, Address: "10.0.0.7", Result: result}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	add(journal.AuditSignIn, "priya", "signed in")
	add(journal.AuditRefusal, "", "the key is of no agent")
	add(journal.AuditUnlock, "priya", "4111 1111 1111 1111")
	all, err := s.Audits(t.Context(), time.Time{}, "")
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	if a := all[0]; a.Number != 1 || a.Kind != journal.AuditSignIn || a.Agent != "priya" || a.Address != "10.0.0.7" || a.Result != "signed in" || !a.At.Equal(time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", a)
	}
	if all[2].Result != journal.Hidden {
		t.Errorf("%+v", all[2])
	}
	if some, _ := s.Audits(t.Context(), all[1].At, "priya"); len(some) != 1 || some[0].Number != 3 {
		t.Errorf("%+v", some)
	}
	sound := func() journal.Report {
		t.Helper()
		r, err := s.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := sound(); !r.OK() || r.Audits != 3 || r.AuditHead != 3 || len(r.AuditHash) != len(r.Hash) || r.AuditHash == r.Hash {
		t.Errorf("%+v", r)
	}
	if _, err := s.writer.Exec("DELETE FROM audit WHERE number = 3"); err == nil {
		t.Error("the database lets the last event be deleted")
	}
	if _, err := s.writer.Exec("UPDATE audit SET agent = 'ann'"); err == nil {
		t.Error("the database lets an event be changed")
	}
	now = all[2].At.Add(48*time.Hour + time.Minute)
	if _, err := s.Prune(t.Context(), 48*time.Hour+90*time.Minute, now); err != nil {
		t.Fatal(err)
	}
	all, _ = s.Audits(t.Context(), time.Time{}, "")
	if len(all) != 3 || all[0].Number != 2 || all[2].Kind != journal.AuditPruned {
		t.Errorf("%+v", all)
	}
	if r := sound(); !r.OK() {
		t.Errorf("%+v", r)
	}
	for change, says := range map[string]string{
		"UPDATE audit SET agent = 'ann' WHERE number = 3":                              "number 3 of the record of events, or the one before it, was changed",
		"DELETE FROM audit WHERE number = 3":                                           "lacks numbers 3 to 3",
		"DELETE FROM audit WHERE number = 4":                                           "lacks its last numbers: 4 to 4",
		"UPDATE audit_chain SET anchor_number = 2; DELETE FROM audit WHERE number = 2": "lacks its beginning, up to 2, and retention did not delete it",
	} {
		to := filepath.Join(t.TempDir(), "journal.db")
		if _, err := s.writer.Exec("VACUUM INTO ?", to); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(to, 0o600); err != nil {
			t.Fatal(err)
		}
		tamper(t, to, change)
		copied := openAt(t, to, func() time.Time { return now })
		r, err := copied.Verify(t.Context())
		if err != nil || r.OK() || !strings.Contains(r.Problems[0].Text, says) && !strings.Contains(r.Problems[len(r.Problems)-1].Text, says) {
			t.Errorf("%s: %+v, %v", change, r.Problems, err)
		}
	}
}
