// Package operation gives money back and changes payments: it cancels, reduces,
// refunds, pays out, holds, releases, renames and repeats. It says what a payment
// allows now, keeps the limits and the guard against giving the same money back
// twice, and reads the payment again before and after. An operation goes the way
// of a charge, by the processor of charges: the intent is durable before anything
// is sent, it is sent once, and the outcome is recorded or in doubt.
package operation

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// Gateway sends the requests of operations, each once. *gateway.Client is one.
type Gateway interface {
	payment.Authoriser
	payment.Querier
	Refund(context.Context, gateway.RefundRequest) (gateway.RefundResult, error)
	Payout(context.Context, gateway.PayoutRequest) (gateway.RefundResult, error)
	Update(context.Context, gateway.UpdateRequest) (gateway.UpdateResult, error)
}

// Service is where an agent gives money back and changes payments. The Processor
// sends what leaves, and keeps the journal, the sign-in and the guard of charges.
type Service struct {
	Processor *payment.Processor
	Gateway   Gateway
	Limits    option.Limits
}

// Request is what the agent wants done with a payment, as Look showed it.
type Request struct {
	Kind option.Kind
	// Snapshot is what the agent saw; only a payout to a card of its own goes
	// without.
	Snapshot Snapshot
	// Amount is how much to give back, for a part, for a repeat and for a
	// payout. An operation on the whole gives back the option's Most.
	Amount gateway.Money
	// Expiry is the new expiry date of the card, where the option needs one.
	Expiry gateway.Expiry
	// OrderReference is the new one, for Order, Repeat, and a payout
	// to a card of its own.
	OrderReference string
	DueDate        string // YYYY-MM-DD, for Due
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

// Operation is one attempt at an operation.
type Operation struct {
	payment.Attempt

	Kind option.Kind
	// Changed says that the operation was not made, and that the payment, by After or
	// by what the gateway said, is no longer as the agent saw it. After has what
	// is legal now.
	Changed bool
	// After is the payment as it was read afterwards, if Reread says so. The
	// gateway may take a moment to show what was just done.
	After  Snapshot
	Reread bool
	// Note says in sentences what the outcome means, as far as the outcome
	// alone does not.
	Note string

	again  string // why the same is done once more
	warned []payment.Warning
	on     journal.Kind // what it acts on
	noun   string       // the same for people
	saw    Snapshot     // as the agent saw it
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
