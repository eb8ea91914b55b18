package payment

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/option"
)

// FoundOut is how an attempt in doubt was settled, in words; "" if it was never in
// doubt.
func (a Attempt) FoundOut() string {
	switch a.Resolution {
	case journal.ResolvedQuery:
		return "the gateway was asked"
	case journal.ResolvedLateAnswer:
		return "the answer came late"
	case journal.ResolvedNotFound:
		return "nothing of it was found"
	case journal.ResolvedSignIn:
		return "the sign-in was refused"
	case journal.ResolvedReconciled:
		return "compared with the gateway"
	case journal.ResolvedSupervisor:
		if by := gateway.Clean(a.ResolvedBy, evidence.ShownOrder); by != "" {
			return by + " settled it"
		}
		return "a supervisor settled it"
	default:
		return gateway.Clean(a.Resolution, evidence.ShownOrder)
	}
}

// KindOf is the kind of operation an attempt made, as far as the attempt tells:
// Nothing for the payment of a card that was read out. Every refund, full or
// partial, is a RefundPart.
func KindOf(a Attempt) option.Kind {
	switch a.Operation {
	case journal.OpRepeat:
		return option.Repeat
	case journal.OpRefund:
		return option.RefundPart
	case journal.OpPayout:
		return option.Payout
	case journal.OpCancel:
		return option.Cancel
	case journal.OpReduce:
		return option.Reduce
	case journal.OpHold:
		return option.Hold
	case journal.OpRelease:
		return option.Release
	case journal.OpDueDate:
		return option.Due
	case journal.OpOrder:
		return option.Order
	default:
		return option.Nothing
	}
}

// NounOf names the attempt's operation as a noun: "payment", "refund".
func NounOf(a Attempt) string {
	switch KindOf(a) {
	case option.Cancel:
		return "cancellation"
	case option.Reduce:
		return "reduction"
	case option.RefundWhole, option.RefundPart:
		return "refund"
	case option.Payout:
		return "payout"
	case option.Release:
		return "release"
	case option.Hold:
		return "hold"
	case option.Order:
		return "change of order reference"
	case option.Due:
		return "change of due date"
	case option.Repeat:
		return "repeat payment"
	default:
		return "payment"
	}
}

// NounOfEntry is NounOf for an entry of the journal.
func NounOfEntry(e journal.Entry) string { return NounOf(AttemptOf(e)) }
