package payment

import (
	"context"

	"motoconsole/gateway"
)

// reread reads the payment's new state once the outcome is recorded, and says
// what the agent should know beside the outcome.
func (r *Reversals) reread(v *Reversal) {
	code := v.Result.Code
	refused := v.Outcome == gateway.Rejected || v.Outcome == gateway.Declined
	if refused {
		v.Changed, v.Note = stateChanged(code), refusalNote(code)
	}
	if v.Outcome == gateway.NotSent || v.Parent == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), rereadTime)
	defer cancel()
	if code.Code == "20007" {
		r.doubted(ctx, v.Parent)
	}
	after, err := r.Look(ctx, v.Parent)
	if err != nil {
		v.Note = joinSentences(v.Note, "The new state of the payment could not be read: look it up again.")
		return
	}
	v.After, v.Reread = after, true
	switch {
	case v.Outcome == gateway.Held && v.Move != MoveRepeat:
		v.Note = joinSentences(v.Note, "It is held: no money goes back until it is released.")
	case v.Outcome == gateway.Cancelled && v.Move != MoveRepeat:
		v.Note = joinSentences(v.Note, "It was cancelled at once: no money goes back.")
	case v.Outcome == gateway.Approved && !v.shown(after):
		v.Note = joinSentences(v.Note, "It is done; the gateway does not show it yet.")
	}
}

// shown reports whether the payment, read again, shows what was done.
func (v *Reversal) shown(after Case) bool {
	switch v.Move {
	case MoveRefundWhole, MoveRefundPart, MovePayout, MoveRepeat:
		for _, child := range after.Related {
			if child.OrderReference == v.SentReference {
				return true
			}
		}
		return false
	default:
		return progressOf(v.Attempt.entry(""), after.Record) == isDone
	}
}

// stateChanged reports an errorcode that says the payment is not in the state
// the move needs, so that another move may be legal now.
func stateChanged(code gateway.CodeInfo) bool {
	switch code.Code {
	case "20007", "60016", "60024":
		return true
	default:
		return code.Class == gateway.ClassState
	}
}

// refusalNote is a refusal of the gateway's in words.
func refusalNote(code gateway.CodeInfo) string {
	switch code.Code {
	case "20005", "20012":
		return "The gateway says that the payment has not settled, so it cannot be refunded yet. Nothing was given back."
	case "20007":
		return "The gateway says that this is more than is left of the payment. Nothing was given back."
	case "20011":
		return "The gateway says that the payment was declined. Nothing was given back."
	case "60016":
		return "The gateway says that the payment cannot settle as much as that. Nothing was changed."
	case "60017":
		return "The gateway says that the payment can no longer be changed: it has begun to settle, or was cancelled. Nothing was changed."
	case "79001", "90007":
		return "The payment is locked for a moment. Nothing was changed: wait a little and do it again."
	case "70000":
		return "The bank declined it. No money moved."
	case "":
		return ""
	default:
		return "The gateway refused it: " + sentence(code.Message) + " Nothing was done."
	}
}

func joinSentences(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}
