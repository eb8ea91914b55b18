package sqljournal

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/screentest"
)

// TestHostileRows: texts read from the file are fit to show, whatever an intruder has
// written into it.
func TestHostileRows(t *testing.T) {
	t.Parallel()
	s := openNew(t, nil)
	e := journaltest.AnAuth(t, "x", time.Now())
	if err := s.Intent(t.Context(), e, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, trigger := range []string{"entries_with_event", "entries_same_attempt"} {
		if _, err := s.writer.Exec("DROP TRIGGER " + trigger); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{
		"own_reference", "parent", "site", "agent", "host", "brand", "transaction_reference", "request_reference", "auth_code", "error_code",
		"settle_status", "advice_code", "problem", "resolution", "resolved_by", "reason", "alarm", "acknowledged_by", "replaces", "override_reason",
	}
	for _, text := range effort.Some(screentest.Hostile(), 5) {
		if _, err := s.writer.Exec("UPDATE entries SET "+strings.Join(names, " = ?1, ")+" = ?1", text); err != nil { //nolint:gosec // names are constants
			t.Fatal(err)
		}
		entries, err := s.Recent(t.Context(), "", 10)
		if err != nil || len(entries) != 1 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		got := entries[0]
		for _, shown := range []string{
			got.OwnReference, got.Parent, got.Site, got.Agent, got.Host, got.Brand, got.TransactionReference, got.RequestReference, got.AuthCode, got.ErrorCode,
			got.SettleStatus, got.AdviceCode, got.Problem, got.Resolution, got.ResolvedBy, got.Reason, got.Alarm, got.AcknowledgedBy, got.OverrideReason,
		} {
			if gateway.Clean(shown, journal.MaxText) != shown || gateway.HoldsCardNumber(shown) || shown == "" && strings.TrimSpace(text) != "" {
				t.Errorf("%.40q is read as %.80q", text, shown)
				break
			}
		}
	}
	report, err := s.Verify(t.Context())
	if err != nil || report.OK() {
		t.Errorf("the change is not found: %v", err)
	}
}
