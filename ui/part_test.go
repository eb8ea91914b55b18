package ui

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

// inPart is an answer of the bank that approves a part of the amount.
func inPart(outcome gateway.Outcome, status string) func(gateway.AuthRequest) (gateway.AuthResult, error) {
	return func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		result, err := answered(outcome, "0", status, "2", "2", "2")(r)
		result.Record.AcquirerResponseCode, result.Record.RequestType = "10", gateway.TypeAuth
		result.Record.BaseAmount, result.Record.CurrencyISO3A = r.Amount.BaseAmount(), r.Amount.Currency.Code()
		return result, err
	}
}

// TestAPartIsNotTheWhole: neither the result, nor home, nor the page of what needs
// attention calls a payment approved of which the bank approved only a part.
func TestAPartIsNotTheWhole(t *testing.T) {
	for status, word := range map[string]string{"0": "ONLY A PART", "2": "PART HELD"} {
		outcome := map[string]gateway.Outcome{"0": gateway.OutcomeApproved, "2": gateway.OutcomeHeld}[status]
		unhurried(t, func(t *testing.T) {
			c := newConsole(t, &bank{answer: inPart(outcome, status)})
			c.charge()
			c.mustShow(t, "! "+word, "of £10.50", "not all of it was approved", "The bank has agreed to a part of that only.", "Stop, and tell a supervisor.", "Find the amount in the portal", "Do not say", "That it is paid", "Answer names", "23-9-80001")
			c.mustNotShow(t, "APPROVED £10.50", "✔ "+word, "ten pounds", "has gone through", "Reserved")
			c.clock.wait(time.Second)
			c.Press("enter")
			c.mustShow(t, kit.Titled(word), "1 alarm")
			c.mustNotShow(t, "✔ Approved")
			if outcome == gateway.OutcomeApproved {
				c.mustShow(t, "Taken £0.00", "1 part-approved not counted")
			}
			c.mustShow(t, "only a part was approved. Tell a supervisor.", "To check 1")
		})
	}
}
