package payment

import "motoconsole/internal/journal"

// MoveOf is the move an attempt made, as far as it tells: MoveNothing for the
// payment of a card that was read out. A refund of a part stands for one of the
// whole.
func MoveOf(a Attempt) Move {
	switch a.Operation {
	case journal.OpRepeat:
		return MoveRepeat
	case journal.OpRefund:
		return MoveRefundPart
	case journal.OpPayout:
		return MovePayout
	case journal.OpCancel:
		return MoveCancel
	case journal.OpReduce:
		return MoveReduce
	case journal.OpHold:
		return MoveHold
	case journal.OpRelease:
		return MoveRelease
	case journal.OpDueDate:
		return MoveDue
	case journal.OpOrder:
		return MoveOrder
	default:
		return MoveNothing
	}
}

// operation is what the journal calls a move.
func (m Move) operation() journal.Operation {
	switch m {
	case MoveRepeat:
		return journal.OpRepeat
	case MoveRefundWhole, MoveRefundPart:
		return journal.OpRefund
	case MovePayout:
		return journal.OpPayout
	case MoveCancel:
		return journal.OpCancel
	case MoveReduce:
		return journal.OpReduce
	case MoveHold:
		return journal.OpHold
	case MoveRelease:
		return journal.OpRelease
	case MoveDue:
		return journal.OpDueDate
	case MoveOrder:
		return journal.OpOrder
	default:
		return journal.OpCharge
	}
}

// WhatIs is what an attempt was to make, as a noun: "payment", "refund".
func WhatIs(a Attempt) string {
	switch MoveOf(a) {
	case MoveCancel:
		return "cancellation"
	case MoveReduce:
		return "reduction"
	case MoveRefundWhole, MoveRefundPart:
		return "refund"
	case MovePayout:
		return "payout"
	case MoveRelease:
		return "release"
	case MoveHold:
		return "hold"
	case MoveOrder:
		return "change of order reference"
	case MoveDue:
		return "change of due date"
	case MoveRepeat:
		return "repeat payment"
	default:
		return "payment"
	}
}

// WhatEntryIs is WhatIs of an entry of the journal.
func WhatEntryIs(e journal.Entry) string { return WhatIs(attemptOf(e)) }
