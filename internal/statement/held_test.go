package statement

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// The gateway cancels a held payment 7 days after it was taken, a pre-authorisation
// after 31.
func TestHeld(t *testing.T) {
	for _, tc := range []struct{ method, started, want, short, end string }{
		{
			"FINAL", "2026-11-21 12:00:00", "The gateway cancels it on Saturday 28 November, 7 days after it was taken, if still held.",
			"until released, or cancelled on 28 November", "The gateway cancels it on Saturday 28 November if still held.",
		},
		{
			"PRE", "2026-11-21 12:00:00", "The gateway cancels it on Tuesday 22 December, 31 days after it was taken, if still held.",
			"until released, or cancelled on 22 December", "The gateway cancels it on Tuesday 22 December if still held.",
		},
		{
			"", "2026-11-21 12:00:00", "The gateway cancels it on Saturday 28 November, 7 days after it was taken, if still held.",
			"until released, or cancelled on 28 November", "The gateway cancels it on Saturday 28 November if still held.",
		},
		{
			"", "", "The gateway cancels it 7 days after it was taken if still held.",
			"until released, or cancelled", "The gateway cancels it 7 days after it was taken, a pre-authorisation 31 days after, if still held.",
		},
	} {
		r := gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: "0", SettleStatus: "2", AuthMethod: tc.method, TransactionStarted: tc.started}
		if got := HeldWords(r); got != tc.want {
			t.Errorf("%s: %s", tc.method, got)
		}
		if got := HeldShort(r); got != tc.short {
			t.Errorf("%s: %s", tc.method, got)
		}
		until := time.Time{}
		if at, ok := HeldUntil(r); ok {
			until = at
		}
		if got := HeldEnd(until); got != tc.end {
			t.Errorf("%s: %s", tc.method, got)
		}
		refund := r
		refund.RequestType = gateway.TypeRefund
		if got, want := HeldWords(refund), strings.Replace(tc.want, "taken", "made", 1); got != want {
			t.Errorf("%s, a refund: %s", tc.method, got)
		}
		r.SettleStatus = "1"
		if got := HeldShort(r); got != "" {
			t.Errorf("not held: %s", got)
		}
	}
}

// A pre-authorisation says how it stands: what is captured, in the run that comes, is
// taken. A held one that the journal does not know as reserved is held.
func TestAPreauthorisationIsReservedUntilItIsCaptured(t *testing.T) {
	for _, c := range []struct {
		status   string
		reserved bool
		symbol   string
		words    string
		state    string
	}{
		{"0", false, "✔", "Captured, settlement pending", "captured"},
		{"1", false, "✔", "Captured, settlement pending", "captured"},
		{"2", true, "✔", "Reserved", "reserved"},
		{"2", false, "!", "HELD", "held"},
		{"10", false, "✔", "Captured, settling", "captured"},
		{"100", true, "✔", "Settled", "settled"},
		{"3", true, "✖", "Cancelled", "cancelled"},
	} {
		r := gateway.Record{RequestType: gateway.TypeAuth, AuthMethod: "PRE", ErrorCode: "0", SettleStatus: c.status}
		if symbol, words := Status(r, c.reserved, tableNow); symbol != c.symbol || words != c.words || State(r, c.reserved, tableNow) != c.state {
			t.Errorf("settle status %s, reserved %v: %s %s, %s", c.status, c.reserved, symbol, words, State(r, c.reserved, tableNow))
		}
		r.AuthMethod = ""
		if _, words := Status(r, c.reserved, tableNow); words == c.words && strings.Contains(words, "serve") {
			t.Errorf("a payment with settle status %s is %s", c.status, words)
		}
	}
}
