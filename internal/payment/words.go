package payment

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/option"
)

// FoundOut is how an attempt in doubt was settled, in words; "" when it was
// never in doubt.
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

// MoveOf is the move an attempt made, as far as it tells: MoveNothing for the
// payment of a card that was read out. A refund of a part stands for one of the
// whole.
func MoveOf(a Attempt) option.Move {
	switch a.Operation {
	case journal.OpRepeat:
		return option.MoveRepeat
	case journal.OpRefund:
		return option.MoveRefundPart
	case journal.OpPayout:
		return option.MovePayout
	case journal.OpCancel:
		return option.MoveCancel
	case journal.OpReduce:
		return option.MoveReduce
	case journal.OpHold:
		return option.MoveHold
	case journal.OpRelease:
		return option.MoveRelease
	case journal.OpDueDate:
		return option.MoveDue
	case journal.OpOrder:
		return option.MoveOrder
	default:
		return option.MoveNothing
	}
}

// WhatIs is what an attempt was to make, as a noun: "payment", "refund".
func WhatIs(a Attempt) string {
	switch MoveOf(a) {
	case option.MoveCancel:
		return "cancellation"
	case option.MoveReduce:
		return "reduction"
	case option.MoveRefundWhole, option.MoveRefundPart:
		return "refund"
	case option.MovePayout:
		return "payout"
	case option.MoveRelease:
		return "release"
	case option.MoveHold:
		return "hold"
	case option.MoveOrder:
		return "change of order reference"
	case option.MoveDue:
		return "change of due date"
	case option.MoveRepeat:
		return "repeat payment"
	default:
		return "payment"
	}
}

// WhatEntryIs is WhatIs of an entry of the journal.
func WhatEntryIs(e journal.Entry) string { return WhatIs(AttemptOf(e)) }
