package kit

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
)

// TestCaptured: a pre-authorisation that the agent asked to be held waits until its
// release captures it.
func TestCaptured(t *testing.T) {
	a := payment.Attempt{Operation: journal.OpCharge, State: payment.Known, Outcome: gateway.OutcomeApproved, Charge: payment.Charge{Kind: terms.Preauthorisation, Settlement: terms.Hold()}}
	if word := WordOf(a, time.Now()).Word; word != "CAPTURED" {
		t.Errorf("the payment is %s", word)
	}
	a.Charge.OrderReference, a.Operation, a.Parent = "A30", journal.OpRelease, "23-9-1"
	if word, order := WordOf(a, time.Now()).Word, OrderOf(a); word != "CAPTURED" || order != "Capture A30" {
		t.Errorf("the release is %s %s", word, order)
	}
	a.Charge.Kind = terms.Payment
	if word, order := WordOf(a, time.Now()).Word, OrderOf(a); word != "RELEASED" || order != "Release A30" {
		t.Errorf("the release of a payment is %s %s", word, order)
	}
}
