package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// A refusal is what the gateway says, and not always what it does. So what is read
// back afterwards is compared with what was refused: at once for the agent, and by
// the resolver for promiseTime.

// refusedAndDone is what the agent is told where the gateway shows what it has
// refused.
const refusedAndDone = "The gateway refused it, and shows it as done all the same. Do not do it again: ask a supervisor to look at it."

// doneAllTheSame reports a refusal that the payment, read again, does not bear
// out, and raises the alarm.
func (r *Reversals) doneAllTheSame(ctx context.Context, v *Reversal) bool {
	e := v.Attempt.entry("")
	e.State, e.Outcome, e.ErrorCode = journal.Known, v.Outcome, v.Result.Code.Code
	if !refused(e) {
		return false
	}
	record := v.After.Record
	if already := alreadySo(e, record); already != "" {
		v.Note = "The " + v.noun + " " + already + " Nothing was changed."
	}
	done := e.Kind() == journal.KindUpdate && hasMade(e, record)
	for _, child := range v.After.Related {
		if e.Kind() == journal.KindRefund && isOurs(e, child) && moves(recordOutcome(child)) {
			record, done = child, true
		}
	}
	if done {
		r.dueNow(ctx, v.ID, evidence{says: gatewayHas + " " + describe(record), transaction: record.TransactionReference}, alarmRefused)
	}
	return done
}

// alreadySo says why a transaction already is as a refused update wanted it; "" if
// nothing explains it. A payment that is cancelled or settles cannot be changed
// any more, and 60017 says so: the change was made elsewhere before.
func alreadySo(e journal.Entry, record gateway.Record) string {
	status := gateway.SettleStatus(record.SettleStatus)
	switch {
	case e.ErrorCode != "60017" || record.TransactionReference != e.Parent:
	case e.Operation == journal.OpCancel && status == gateway.SettleCancelled:
		return "was cancelled already."
	case e.Operation == journal.OpRelease && (status == gateway.SettleSettling || status == gateway.SettleSettled):
		return "was released already, and has begun to settle."
	}
	return ""
}

// hasMade reports an update that the transaction shows as made. If the transaction
// was as wanted before, or the change was made elsewhere before, that shows
// nothing.
func hasMade(e journal.Entry, record gateway.Record) bool {
	same := e.Operation == journal.OpOrder && e.Target.OrderReference == e.Before.OrderReference ||
		e.Operation == journal.OpDueDate && e.Target.SettleDueDate == e.Before.SettleDueDate
	return !same && progressOf(e, record) == isDone && alreadySo(e, record) == ""
}

// foundRefused judges an attempt that was refused by what is found of it. That it
// was made is an alarm: its caller was told that it was not.
func foundRefused(e *journal.Entry, made bool) {
	if made && e.Alarm == "" {
		e.Alarm = alarmRefused
	}
	e.NextCheckAt = time.Time{}
}
