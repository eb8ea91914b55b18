package statement

import (
	"testing"

	"motoconsole/gateway"
)

// What is held is cancelled 7 days after it was taken, a pre-authorisation 31.
func TestHeld(t *testing.T) {
	for _, tc := range []struct{ method, started, want string }{
		{"FINAL", "2026-11-21 12:00:00", "The gateway cancels it on Saturday 28 November, 7 days after it was taken, if it is still held."},
		{"PRE", "2026-11-21 12:00:00", "The gateway cancels it on Tuesday 22 December, 31 days after it was taken, if it is still held."},
		{"", "2026-11-21 12:00:00", "The gateway cancels it on Saturday 28 November, 7 days after it was taken, if it is still held."},
		{"", "", "The gateway cancels it 7 days after it was taken if it is still held."},
	} {
		r := gateway.Record{RequestType: gateway.TypeAuth, ErrorCode: "0", SettleStatus: "2", AuthMethod: tc.method, TransactionStarted: tc.started}
		if got := HeldWords(r); got != tc.want {
			t.Errorf("%s: %s", tc.method, got)
		}
	}
}
