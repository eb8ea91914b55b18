package operation

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/option"
)

// reread reads the payment's new state once the outcome is recorded, and says
// what the agent should know beside the outcome.
func (r *Reversals) reread(v *Reversal) {
	code := v.Result.Code
	refused := v.Outcome == gateway.Rejected || v.Outcome == gateway.Declined
	if refused {
		says := refusalOf(code)
		v.Changed, v.Note = says.stale, says.note(v.noun)
	}
	if v.Outcome == gateway.NotSent || v.Parent == "" {
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
		v.Changed, v.Note = true, refusedAndDone
		return
	}
	v.Changed = (refused || v.Outcome == gateway.Cancelled) && (v.Changed || v.otherwise())
	if v.Outcome == gateway.Approved && !v.shown(after) {
		v.Note = joinSentences(v.Note, "It is done; the gateway does not show it yet.")
	}
}

// shown reports whether the payment, read again, shows what was done.
func (v *Reversal) shown(after Case) bool {
	switch v.Move {
	case option.MoveRefundWhole, option.MoveRefundPart, option.MovePayout, option.MoveRepeat:
		e := v.Attempt.Entry("")
		e.TransactionReference = v.Result.Record.TransactionReference
		return slices.ContainsFunc(after.Related, func(child gateway.Record) bool { return evidence.Owns(e, child) })
	default:
		return evidence.ProgressOf(v.Attempt.Entry(""), after.Record) == evidence.IsDone
	}
}

func joinSentences(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}
