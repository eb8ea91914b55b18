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
