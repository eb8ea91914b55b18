package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// What was read out to the caller is compared once more before an update is
// sent: the amount, the day of a release, and whether what is put off is held.
func TestUpdatesMeanWhatWasTold(t *testing.T) {
	effort.Whole(t)
	reduced := gateway.UpdateRequest{SettleAmount: paymenttest.Pounds(3800)}
	later := gateway.UpdateRequest{SettleDueDate: "2026-11-24"}
	held := gateway.UpdateRequest{SettleStatus: gateway.SettleSuspended}
	ordered := gateway.UpdateRequest{OrderReference: "B-98"}
	for name, tc := range map[string]struct {
		kind    option.Kind
		between gateway.UpdateRequest
		sent    bool
	}{
		"release of less":             {option.Release, reduced, false},
		"release on another day":      {option.Release, later, false},
		"release of another order":    {option.Release, ordered, true},
		"hold of less":                {option.Hold, reduced, false},
		"hold, due another day":       {option.Hold, later, true},
		"due date of less":            {option.Due, reduced, false},
		"due date of what is held":    {option.Due, held, false},
		"reduction of less":           {option.Reduce, reduced, false},
		"reduction of what is held":   {option.Reduce, held, false},
		"reduction, due another day":  {option.Reduce, later, true},
		"cancellation of less":        {option.Cancel, reduced, false},
		"cancellation, another day":   {option.Cancel, later, true},
		"order reference of less":     {option.Order, reduced, true},
		"order reference, other day":  {option.Order, later, true},
		"order reference that is not": {option.Order, ordered, false},
	} {
		c := newCounter(t)
		ref := c.startHeld(tc.kind == option.Release)
		v := c.begin(Request{Kind: tc.kind, Snapshot: c.see(ref), Amount: paymenttest.Pounds(500), DueDate: "2026-11-25", OrderReference: "B-99"})
		tc.between.TransactionReference = ref
		c.Portal(tc.between)
		c.Clock.Wait(time.Minute)
		v = <-c.Carry(v)
		if sent := v.Outcome == gateway.OutcomeApproved; sent != tc.sent || !sent && v.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
}
