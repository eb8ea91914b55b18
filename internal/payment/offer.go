package payment

import (
	"time"

	"motoconsole/gateway"
)

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

// Offer is one move on one payment. A move that the state or a limit forbids
// is offered too, with the reason, and cannot be made.
type Offer struct {
	Move  Move
	Title string // "Cancel the payment"
	Says  string // what it does, in sentences
	// Caller is what the caller should be told, in words to say.
	Caller string
	// Warning is what to think of before; "" for nothing.
	Warning string
	// Refusal is why the move cannot be made; "" when it can.
	Refusal string
	// Limited says that it is a limit that refuses, and not the state.
	Limited bool
	// Most is the largest amount it may give back; moves of the whole give
	// back exactly that. Left is what the payment itself would allow.
	Most, Left gateway.Money
	// NeedsExpiry says that the card has expired and that the bank wants its
	// new expiry date.
	NeedsExpiry bool
	// Until is when to look again, for MoveWait; zero when that is not known.
	Until time.Time
	// DueFrom and DueTo bound a new settle due date, YYYY-MM-DD.
	DueFrom, DueTo string

	over  *LimitError // refuses an amount above Most that is left
	least int64       // below it the gateway gives nothing back; 0 where that is not known
}

// Legal reports a move that can be made.
func (o Offer) Legal() bool {
	return o.Refusal == "" && o.Move != MoveNothing && o.Move != MoveWait
}

// GivesBack reports a move that gives money to the caller.
func (m Move) GivesBack() bool {
	switch m {
	case MoveCancel, MoveReduce, MoveRefundWhole, MoveRefundPart, MovePayout:
		return true
	default:
		return false
	}
}

// Offers are the moves on a payment or refund in the order to show them: first
// MoveWait or MoveNothing where they are the answer, then every other move,
// those that cannot be made with the reason. Record and related are as for
// Remaining.
func Offers(record gateway.Record, related []gateway.Record, now time.Time, limits Limits) []Offer {
	f := newFacts(record, related, now, limits)
	var offers []Offer
	switch {
	case f.standing == standSettling:
		offers = append(offers, f.wait())
	case f.nothing() != "":
		offers = append(offers, Offer{Move: MoveNothing, Title: "Nothing to give back", Says: f.nothing()})
	}
	return append(offers,
		f.cancel(), f.reduce(), f.refundWhole(), f.refundPart(), f.release(), f.hold(),
		f.order(), f.due(), f.repeat(), f.payout(),
	)
}

// offerOf is the offer of one move.
func offerOf(offers []Offer, m Move) Offer {
	for _, o := range offers {
		if o.Move == m {
			return o
		}
	}
	return Offer{Move: m, Refusal: "This cannot be done with this payment."}
}
