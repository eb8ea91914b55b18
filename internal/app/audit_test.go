package app

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/journal"
)

// TestAFloodOfRefusals is counted: beyond sixty a minute they make no rows, and everything
// else does, with those of another agent.
func TestAFloodOfRefusals(t *testing.T) {
	var few refusals
	at := time.Date(2026, 11, 28, 14, 0, 0, 0, time.UTC)
	var rows []journal.Audit
	for i := range 1000 {
		rows = append(rows, few.pass(journal.Audit{At: at.Add(time.Duration(i) * time.Millisecond), Kind: journal.AuditRefusal})...)
	}
	rows = append(rows, few.pass(journal.Audit{At: at, Kind: journal.AuditSignIn})...)
	rows = append(rows, few.pass(journal.Audit{At: at, Kind: journal.AuditRefusal, Agent: "priya"})...)
	if len(rows) != mostRefusals+2 || rows[mostRefusals].Kind != journal.AuditSignIn || rows[mostRefusals+1].Agent != "priya" {
		t.Fatalf("%d rows", len(rows))
	}
	rows = few.pass(journal.Audit{At: at.Add(2 * time.Minute), Kind: journal.AuditRefusal, Result: "another"})
	if len(rows) != 2 || !strings.HasPrefix(rows[0].Result, "940 more refusals since 2026-11-28 14:00:00") || rows[1].Result != "another" {
		t.Errorf("%+v", rows)
	}
	if rows = few.left(at.Add(3*time.Minute), true); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
}
