// Package option is what can be done with a payment, and why not: pure functions
// over the gateway's records and the limits of the configuration. It asks no
// gateway, reads no journal and has no clock of its own.
package option

import (
	"time"

	"motoconsole/gateway"
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
	// Limited says that a limit refuses the move, and not the payment's state.
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

	// Least is the least that the gateway gives back, in the currency's smallest unit;
	// 0 where that is not known.
	Least int64

	over *LimitError // refuses an amount above Most that is left
}

// Legal reports a move that can be made.
func (o Offer) Legal() bool {
	return o.Refusal == "" && o.Move != MoveNothing && o.Move != MoveWait
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

// Pick is the offer of one move.
func Pick(offers []Offer, m Move) Offer {
	for _, o := range offers {
		if o.Move == m {
			return o
		}
	}
	return Offer{Move: m, Refusal: "This cannot be done with this payment."}
}
