package record

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/screentest"
)

// TestWordsAreSafe: whatever the journal and the gateway hold, no control character,
// escape sequence or invisible sign of it is drawn on a payment's page.
func TestWordsAreSafe(t *testing.T) {
	held := func(a payment.Attempt) string {
		a.Operation, a.Outcome = journal.OpHold, gateway.OutcomeApproved
		return (&view{seen: operation.Snapshot{Acts: []payment.Attempt{a}}}).holder()
	}
	order := func(own, sent string) string {
		var g group
		g.addOrder(payment.Attempt{Charge: payment.Charge{OrderReference: own}, SentReference: sent}, gateway.Record{OrderReference: "B2"})
		return g.brief()
	}
	for place, words := range map[string]func(text string) string{
		"the agent who holds it": func(text string) string { return held(payment.Attempt{Agent: text}) },
		"why it is held": func(text string) string {
			return held(payment.Attempt{Agent: "priya", Charge: payment.Charge{Reason: text}})
		},
		"the merchant's own reference": func(text string) string {
			return order(text, "A17-7K3M2P")
		},
		"the reference as sent": func(text string) string {
			return order("A17", text)
		},
	} {
		for _, text := range screentest.Hostile() {
			if got := words(text); gateway.Clean(got, len(got)) != got {
				t.Errorf("%s: %.60q is drawn as %.120q", place, text, got)
			}
		}
	}
}
