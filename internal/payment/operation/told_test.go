package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// What was read out to the caller is compared once more before an update is
// sent: the amount, the day of a release, and whether what is put off is held.
func TestUpdatesMeanWhatWasTold(t *testing.T) {
	reduced := gateway.UpdateRequest{SettleAmount: paymenttest.Pounds(3800)}
	later := gateway.UpdateRequest{SettleDueDate: "2026-11-24"}
	held := gateway.UpdateRequest{SettleStatus: gateway.SettleSuspended}
	ordered := gateway.UpdateRequest{OrderReference: "B-98"}
	for name, tc := range map[string]struct {
		move    option.Move
		between gateway.UpdateRequest
		sent    bool
	}{
		"release of less":             {option.MoveRelease, reduced, false},
		"release on another day":      {option.MoveRelease, later, false},
		"release of another order":    {option.MoveRelease, ordered, true},
		"hold of less":                {option.MoveHold, reduced, false},
		"hold, due another day":       {option.MoveHold, later, true},
		"due date of less":            {option.MoveDue, reduced, false},
		"due date of what is held":    {option.MoveDue, held, false},
		"reduction of less":           {option.MoveReduce, reduced, false},
		"reduction of what is held":   {option.MoveReduce, held, false},
		"reduction, due another day":  {option.MoveReduce, later, true},
		"cancellation of less":        {option.MoveCancel, reduced, false},
		"cancellation, another day":   {option.MoveCancel, later, true},
		"order reference of less":     {option.MoveOrder, reduced, true},
		"order reference, other day":  {option.MoveOrder, later, true},
		"order reference that is not": {option.MoveOrder, ordered, false},
	} {
		c := newCounter(t)
		ref := c.startHeld(tc.move == option.MoveRelease)
		v := c.begin(Action{Move: tc.move, Case: c.see(ref), Amount: paymenttest.Pounds(500), DueDate: "2026-11-25", OrderReference: "B-99"})
		tc.between.TransactionReference = ref
		c.Portal(tc.between)
		c.Clock.Wait(time.Minute)
		v = <-c.Carry(v)
		if sent := v.Outcome == gateway.Approved; sent != tc.sent || !sent && v.Outcome != gateway.NotSent {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
}
