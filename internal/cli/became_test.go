package cli

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// TestBecame: moto resolve tells what was found out in the word of the screens. What the rule
// called not made was sent, and so is never told as not sent.
func TestBecame(t *testing.T) {
	for _, test := range []struct {
		e    journal.Entry
		want string
	}{
		{journal.Entry{Outcome: gateway.OutcomeApproved, Operation: journal.OpCharge}, "approved"},
		{journal.Entry{Outcome: gateway.OutcomeRejected, Operation: journal.OpCharge}, "not accepted"},
		{journal.Entry{Outcome: gateway.OutcomeNotSent, Operation: journal.OpCharge}, "not sent"},
		{journal.Entry{Outcome: gateway.OutcomeNotSent, Resolution: journal.ResolvedNotFound, Operation: journal.OpCharge}, "not taken"},
		{journal.Entry{Outcome: gateway.OutcomeNotSent, Resolution: journal.ResolvedNotFound, Operation: journal.OpRepeat}, "not taken"},
		{journal.Entry{Outcome: gateway.OutcomeNotSent, Resolution: journal.ResolvedNotFound, Operation: journal.OpRefund}, "not done"},
	} {
		test.e.State = journal.Known
		if got := became(test.e); got != test.want {
			t.Errorf("%s %s by %q: %q, want %q", test.e.Operation, test.e.Outcome, test.e.Resolution, got, test.want)
		}
	}
}
