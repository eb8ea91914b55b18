package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
)

// What was read out to the caller is compared once more before an update is
// sent: the amount, the day of a release, and whether what is put off is held.
func TestUpdatesMeanWhatWasTold(t *testing.T) {
	reduced := gateway.UpdateRequest{SettleAmount: pounds(3800)}
	later := gateway.UpdateRequest{SettleDueDate: "2026-11-24"}
	held := gateway.UpdateRequest{SettleStatus: gateway.SettleSuspended}
	ordered := gateway.UpdateRequest{OrderReference: "B-98"}
	for name, tc := range map[string]struct {
		move    Move
		between gateway.UpdateRequest
		sent    bool
	}{
		"release of less":             {MoveRelease, reduced, false},
		"release on another day":      {MoveRelease, later, false},
		"release of another order":    {MoveRelease, ordered, true},
		"hold of less":                {MoveHold, reduced, false},
		"hold, due another day":       {MoveHold, later, true},
		"due date of less":            {MoveDue, reduced, false},
		"due date of what is held":    {MoveDue, held, false},
		"reduction of less":           {MoveReduce, reduced, false},
		"reduction of what is held":   {MoveReduce, held, false},
		"reduction, due another day":  {MoveReduce, later, true},
		"cancellation of less":        {MoveCancel, reduced, false},
		"cancellation, another day":   {MoveCancel, later, true},
		"order reference of less":     {MoveOrder, reduced, true},
		"order reference, other day":  {MoveOrder, later, true},
		"order reference that is not": {MoveOrder, ordered, false},
	} {
		c := newCounter(t)
		ref := c.startHeld(tc.move == MoveRelease)
		v := c.begin(Action{Move: tc.move, Case: c.see(ref), Amount: pounds(500), DueDate: "2026-11-25", OrderReference: "B-99"})
		tc.between.TransactionReference = ref
		c.portal(tc.between)
		c.clock.wait(time.Minute)
		v = <-c.Carry(v)
		if sent := v.Outcome == gateway.Approved; sent != tc.sent || !sent && v.Outcome != gateway.NotSent {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
}
