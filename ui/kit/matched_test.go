package kit

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
)

// The sentence for what went through does not end the call while there is a detail to ask
// for. What did not go through, and what matched, is said as ever.
func TestWhatDidNotMatchIsAskedFor(t *testing.T) {
	noon := time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local)
	for name, tc := range map[string]struct {
		outcome gateway.Outcome
		charge  payment.Charge
		asks    bool
	}{
		"a payment":                   {gateway.OutcomeApproved, payment.Charge{}, true},
		"one for a later day":         {gateway.OutcomeApproved, payment.Charge{Settlement: terms.On(noon.AddDate(0, 0, 4))}, true},
		"a pre-authorisation":         {gateway.OutcomeApproved, payment.Charge{Kind: terms.Preauthorisation}, true},
		"one that is reserved":        {gateway.OutcomeHeld, payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}, true},
		"a card check":                {gateway.OutcomeApproved, payment.Charge{Kind: terms.CardCheck}, true},
		"one that the checks hold":    {gateway.OutcomeHeld, payment.Charge{}, false},
		"one that was declined":       {gateway.OutcomeDeclined, payment.Charge{}, false},
		"one that is unknown":         {gateway.OutcomeUnknown, payment.Charge{}, false},
		"a declined card check":       {gateway.OutcomeDeclined, payment.Charge{Kind: terms.CardCheck}, false},
		"one that was cancelled":      {gateway.OutcomeCancelled, payment.Charge{}, false},
		"one that was not sent":       {gateway.OutcomeNotSent, payment.Charge{}, false},
		"one that was not acceptable": {gateway.OutcomeRejected, payment.Charge{}, false},
	} {
		for _, code := range []string{"2", "4"} {
			a := payment.Attempt{Operation: journal.OpCharge, State: payment.Known, Outcome: tc.outcome, Charge: tc.charge}
			a.Result.Record.SecurityAddress = "2"
			a.Result.Record.SecurityCodeResult = code
			say := script.Lines(nil).Say(VerdictOf(a, noon).Say)
			if asks := strings.HasSuffix(strings.ToLower(say), "may i check one detail with you?”"); asks != (tc.asks && code == "4") || strings.Count(say, "”") != 1 {
				t.Errorf("%s, code %s: %s", name, code, say)
			}
		}
	}
}
