package option

import "motoconsole/internal/journal"

// Kind is one kind of operation: a way of giving money back, or of changing a payment.
type Kind int

// The kinds. Wait and Nothing are not operations: they say that none is possible
// now.
const (
	Nothing     Kind = iota // nothing can be given back, ever
	Wait                    // nothing can be done now; later a refund can be made
	Cancel                  // the whole payment, before it settles
	Reduce                  // a part of it, before it settles
	RefundWhole             // all that is left, once it has settled
	RefundPart              // a part of what is left
	Release                 // lets a held payment settle
	Hold                    // keeps a payment from settling
	Order                   // another order reference
	Due                     // another settle due date
	Repeat                  // a new payment by the same card
	Payout                  // money to the card, not tied to what was taken
	Raise                   // more on a pre-authorisation
	Correct                 // the customer's details, and the expiry date
)

// GivesBack reports an operation that gives money to the caller.
func (k Kind) GivesBack() bool {
	switch k {
	case Cancel, Reduce, RefundWhole, RefundPart, Payout:
		return true
	default:
		return false
	}
}

// MakesRecord reports an operation that makes a record of its own at the gateway, beside
// that of the payment. The others change the payment.
func (k Kind) MakesRecord() bool {
	switch k {
	case RefundWhole, RefundPart, Payout, Raise, Repeat:
		return true
	default:
		return false
	}
}

// Operation is the kind's name in the journal.
func (k Kind) Operation() journal.Operation {
	switch k {
	case Repeat:
		return journal.OpRepeat
	case RefundWhole, RefundPart:
		return journal.OpRefund
	case Payout:
		return journal.OpPayout
	case Raise:
		return journal.OpRaise
	case Correct:
		return journal.OpCorrect
	case Cancel:
		return journal.OpCancel
	case Reduce:
		return journal.OpReduce
	case Hold:
		return journal.OpHold
	case Release:
		return journal.OpRelease
	case Due:
		return journal.OpDueDate
	case Order:
		return journal.OpOrder
	default:
		return "" // the journal takes no such attempt
	}
}

// KindOf is the kind of operation that an attempt made, as far as its name in the
// journal tells: Nothing for the payment of a card that was read out. Every refund,
// full or partial, is a RefundPart.
func KindOf(o journal.Operation) Kind {
	switch o {
	case journal.OpRepeat:
		return Repeat
	case journal.OpRefund:
		return RefundPart
	case journal.OpPayout:
		return Payout
	case journal.OpRaise:
		return Raise
	case journal.OpCorrect:
		return Correct
	case journal.OpCancel:
		return Cancel
	case journal.OpReduce:
		return Reduce
	case journal.OpHold:
		return Hold
	case journal.OpRelease:
		return Release
	case journal.OpDueDate:
		return Due
	case journal.OpOrder:
		return Order
	default:
		return Nothing
	}
}
