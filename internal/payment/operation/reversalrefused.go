package operation

import (
	"context"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

// A refusal is what the gateway says, and not always what it does. So what is read
// back afterwards is compared with what was refused: at once for the agent, and by
// the resolver for PromiseTime.

// refusedAndDone is what the agent is told where the gateway shows what it has
// refused.
const refusedAndDone = "The gateway refused it, and shows it as done all the same. Do not do it again: ask a supervisor to look at it."

// doneAllTheSame reports a refusal that the payment, read again, does not bear
// out, and raises the alarm.
func (r *Reversals) doneAllTheSame(ctx context.Context, v *Reversal) bool {
	e := v.Attempt.Entry("")
	e.State, e.Outcome, e.ErrorCode = journal.Known, v.Outcome, v.Result.Code.Code
	if !evidence.Refused(e) {
		return false
	}
	record := v.After.Record
	if already := evidence.AlreadySo(e, record); already != "" {
		v.Note = "The " + v.noun + " " + already + " Nothing was changed."
	}
	done := e.Kind() == journal.KindUpdate && evidence.HasMade(e, record)
	for _, child := range v.After.Related {
		if e.Kind() == journal.KindRefund && evidence.IsOurs(e, child) && evidence.Moves(evidence.RecordOutcome(child)) {
			record, done = child, true
		}
	}
	if done {
		r.dueNow(ctx, v.ID, evidence.Pointer{Says: evidence.GatewayHas + " " + evidence.Describe(record), Transaction: record.TransactionReference}, evidence.AlarmRefused)
	}
	return done
}
