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

// operations are the names of the kinds in the journal. Every refund, full or partial,
// has one name.
var operations = []struct {
	kind Kind
	name journal.Operation
}{
	{Cancel, journal.OpCancel},
	{Reduce, journal.OpReduce},
	{RefundPart, journal.OpRefund},
	{RefundWhole, journal.OpRefund},
	{Release, journal.OpRelease},
	{Hold, journal.OpHold},
	{Order, journal.OpOrder},
	{Due, journal.OpDueDate},
	{Repeat, journal.OpRepeat},
	{Payout, journal.OpPayout},
	{Raise, journal.OpRaise},
	{Correct, journal.OpCorrect},
}

// Operation is the kind's name in the journal; "" for what is no operation.
func (k Kind) Operation() journal.Operation {
	for _, o := range operations {
		if o.kind == k {
			return o.name
		}
	}
	return "" // the journal takes no such attempt
}

// KindOf is the kind of operation that an attempt made, as far as its name in the
// journal tells: Nothing for the payment of a card that was read out. Every refund,
// full or partial, is a RefundPart.
func KindOf(name journal.Operation) Kind {
	for _, o := range operations {
		if o.name == name {
			return o.kind
		}
	}
	return Nothing
}
