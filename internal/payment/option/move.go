package option

import "motoconsole/internal/journal"

// Move is one way of giving money back, or of changing a payment.
type Move int

// The moves. MoveWait and MoveNothing are not moves: they say that there is
// none now.
const (
	MoveNothing     Move = iota // nothing can be given back, ever
	MoveWait                    // nothing can be done now, and later a refund can
	MoveCancel                  // the whole payment, before it settles
	MoveReduce                  // a part of it, before it settles
	MoveRefundWhole             // all that is left, once it has settled
	MoveRefundPart              // a part of what is left
	MoveRelease                 // lets a held payment settle
	MoveHold                    // keeps a payment from settling
	MoveOrder                   // another order reference
	MoveDue                     // another settle due date
	MoveRepeat                  // a new payment by the same card
	MovePayout                  // money to the card, not tied to what was taken
)

// GivesBack reports a move that gives money to the caller.
func (m Move) GivesBack() bool {
	switch m {
	case MoveCancel, MoveReduce, MoveRefundWhole, MoveRefundPart, MovePayout:
		return true
	default:
		return false
	}
}

// Operation is what the journal calls a move.
func (m Move) Operation() journal.Operation {
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
