package kit

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
)

// Only what was taken is said to be taken, on the page of an outcome and in every list.
func TestWhenItWasMadeSaysWhatBecameOfIt(t *testing.T) {
	approved := map[terms.Kind]string{terms.Payment: "Taken", terms.Preauthorisation: "Reserved", terms.CardCheck: "Checked"}
	held := map[terms.Kind]string{terms.Payment: "Made", terms.Preauthorisation: "Reserved", terms.CardCheck: "Checked"}
	for kind, want := range approved {
		for outcome := gateway.OutcomeUnknown; outcome <= gateway.OutcomeNotSent; outcome++ {
			a := payment.Attempt{Operation: journal.OpCharge, State: payment.Known, Outcome: outcome, Charge: payment.Charge{Kind: kind}}
			if kind == terms.CardCheck {
				a.Operation = journal.OpCheck
			}
			expected := "Tried"
			switch outcome {
			case gateway.OutcomeApproved:
				expected = want
			case gateway.OutcomeHeld, gateway.OutcomeCancelled:
				expected = held[kind]
			default:
			}
			if got := MadeLabelOf(a); got != expected {
				t.Errorf("%v, %v: %q, want %q", kind, outcome, got, expected)
			}
			if a.State = payment.InDoubt; MadeLabelOf(a) != "Tried" {
				t.Errorf("%v, not known: %q", kind, MadeLabelOf(a))
			}
		}
	}
	for _, operation := range []journal.Operation{journal.OpRefund, journal.OpCancel, journal.OpHold} {
		if got := MadeLabelOf(payment.Attempt{Operation: operation, Parent: "23-9-1", State: payment.Known, Outcome: gateway.OutcomeApproved}); got != "Made" {
			t.Errorf("%s: %q", operation, got)
		}
	}
}
