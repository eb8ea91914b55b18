package operation

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// Reverser sends the requests of moves, each once. *gateway.Client is one.
type Reverser interface {
	payment.Authoriser
	payment.Querier
	Refund(context.Context, gateway.RefundRequest) (gateway.RefundResult, error)
	Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error)
	Update(context.Context, gateway.UpdateRequest) (gateway.UpdateResult, error)
}

// Reversals is where an agent gives money back and changes payments. Moves go
// the way of a charge: the intent is durable before anything is sent, it is
// sent once, and the outcome is recorded or in doubt.
type Reversals struct {
	Desk    *payment.Desk
	Gateway Reverser
	Limits  option.Limits
}

// Action is what the agent wants done with a payment, as Look showed it.
type Action struct {
	Move option.Move
	// Case is what the agent saw; only a payout to a card of its own goes
	// without.
	Case Case
	// Amount is how much to give back, for a part, for a repeat and for a
	// payout. A move of the whole gives back the offer's Most.
	Amount gateway.Money
	// Expiry is the new expiry date of the card, where the offer needs one.
	Expiry gateway.Expiry
	// OrderReference is the new one, for MoveOrder, MoveRepeat, and a payout
	// to a card of its own.
	OrderReference string
	DueDate        string // YYYY-MM-DD, for MoveDue
	// Reason is why, for the journal.
	Reason string
	// Again is why the same is done once more although the guard warned; "" where
	// it did not.
	Again string
	// Warned are the warnings that Again answers.
	Warned []payment.Warning
	// Brand, First6 and Last4 are of the card of a payout without a parent.
	Brand         gateway.Brand
	First6, Last4 string
}

// Reversal is one attempt to make a move.
type Reversal struct {
	payment.Attempt

	Move option.Move
	// Changed says that the move was not made, and that the payment, by After or
	// by what the gateway said, is no longer as the agent saw it. After has what
	// is legal now.
	Changed bool
	// After is the payment as it was read afterwards, if Reread says so. The
	// gateway may take a moment to show what was just done.
	After  Case
	Reread bool
	// Note says in sentences what the outcome means, as far as the outcome
	// alone does not.
	Note string

	again  string // why the same is done once more
	warned []payment.Warning
	kind   journal.Kind // what it acts on
	noun   string       // the same for people
	saw    Case         // as the agent saw it
	// payment is the one whose money it gives back: for the release of a refund, the
	// refund's parent. Children are the refunds and payouts of that which the
	// agent saw.
	payment  string
	children []gateway.Record
	clock    time.Time  // the gateway's, when it showed them
	order    *orderSeen // of a payout to a card that is read out, as it was looked at last
	expiry   gateway.Expiry
	settle   gateway.Money // what settled in all when the agent looked
}
