package operation

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// reread reads the payment's new state once the outcome is recorded, and notes what
// the agent should know besides the outcome.
func (r *Service) reread(v *Operation) {
	code := v.Result.Code
	refused := v.Outcome == gateway.OutcomeRejected || v.Outcome == gateway.OutcomeDeclined
	if refused {
		says := refusalOf(code)
		v.Changed, v.Note = says.stale, says.note(v.noun)
	}
	if v.Outcome == gateway.OutcomeNotSent || v.Parent == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), rereadTime)
	defer cancel()
	after, err := r.Look(ctx, v.Parent)
	if err != nil {
		v.Note = joinSentences(v.Note, "The new state of the payment could not be read: look it up again.")
		return
	}
	v.After, v.Reread = after, true
	if refused && r.doneAllTheSame(ctx, v) {
		v.Changed, v.Note, v.DoneAllTheSame = true, refusedAndDone, true
		return
	}
	v.Changed = (refused || v.Outcome == gateway.OutcomeCancelled) && (v.Changed || v.otherwise())
	if (v.Outcome == gateway.OutcomeApproved || v.Kind == option.Raise && v.Outcome.MovesMoney()) && !v.shown(after) {
		v.Note = joinSentences(v.Note, "It is done; the gateway does not show it yet.")
	}
}

// shown reports whether the payment, read again, shows the operation.
func (v *Operation) shown(after Snapshot) bool {
	switch v.Kind {
	case option.RefundWhole, option.RefundPart, option.Payout, option.Repeat, option.Raise:
		e := v.Attempt.Entry("")
		e.TransactionReference = v.Result.Record.TransactionReference
		if v.Kind == option.Raise {
			return showsRaise(e, after.Record, after.Related)
		}
		return slices.ContainsFunc(after.Related, func(child gateway.Record) bool { return doubt.Owns(e, child) })
	case option.Correct:
		return v.correction.shownBy(after.Record)
	default:
		return doubt.ProgressOf(v.Attempt.Entry(""), after.Record) == doubt.IsDone
	}
}

func joinSentences(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// otherwise reports that the payment, read again, is not as the agent saw it: what
// settles, when and under which order, what was given back and paid out of it, and
// what is under way. It is for an attempt that was not made, so others caused any
// difference.
func (v *Operation) otherwise() bool {
	return standsAs(v.saw) != standsAs(v.After) || newOpen(v.saw, v.After, v.ID)
}

// stands is how a payment stands, in comparable values.
type stands struct {
	settles, asked, status, due, order string
	outcome                            gateway.Outcome
	left, given                        gateway.Money
	returned                           statement.Returned
}

func standsAs(c Snapshot) stands {
	r := c.Record
	s := stands{
		settles: r.SettleBaseAmount, asked: r.BaseAmount, status: r.SettleStatus, due: r.SettleDueDate, order: r.OrderReference,
		outcome: r.Outcome(), left: c.Left, given: c.given,
	}
	s.returned, _ = statement.ReturnedOf(r, c.Related, c.Left.Currency)
	return s
}

// newOpen reports an attempt on the payment that is under way or in doubt, and that
// the agent was not shown.
func newOpen(saw, now Snapshot, own string) bool {
	return slices.ContainsFunc(now.Unresolved, func(o Operation) bool {
		return o.ID != own && !slices.ContainsFunc(saw.Unresolved, func(known Operation) bool { return known.ID == o.ID })
	})
}

// A refusal is what the gateway says, and not always what it does. So what is read
// back afterwards is compared with the refused request: at once for the agent, and
// by the resolver for PromiseTime.

// refusedAndDone is what the agent reads if the gateway shows a refused operation
// as done.
const refusedAndDone = "The gateway refused it, and shows it as done all the same. Do not do it again: ask a supervisor to look at it."

// doneAllTheSame reports a refused operation that the payment, read again, shows as
// done. It raises the alarm.
func (r *Service) doneAllTheSame(ctx context.Context, v *Operation) bool {
	e := v.Attempt.Entry("")
	e.State, e.Outcome, e.ErrorCode = journal.Known, v.Outcome, v.Result.Code.Code
	if !doubt.Refused(e) {
		return false
	}
	record := v.After.Record
	if already := doubt.AlreadySo(e, record); already != "" {
		v.Note = "The " + v.noun + " " + already + " Nothing was changed."
	}
	done := e.RequestType() == journal.TypeUpdate && doubt.HasMade(e, record)
	for _, child := range v.After.Related {
		if e.RequestType() == journal.TypeRefund && doubt.IsOurs(e, child) && child.Outcome().MovesMoney() {
			record, done = child, true
		}
	}
	if done {
		r.dueNow(ctx, v.ID, doubt.Shown(record), journal.AlarmRefused)
	}
	return done
}
