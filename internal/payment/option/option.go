// Package option says what can be done with a payment, and why not. It has only
// pure functions over the gateway's records and the limits of the configuration: it
// asks no gateway, reads no journal and has no clock of its own.
package option

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/rights"
	"motoconsole/internal/statement"
)

// Option is one operation on one payment. An operation that the payment's state or
// a limit forbids is an option too, with the reason, and cannot be made.
type Option struct {
	Kind  Kind
	Title string // "Cancel the payment"
	Says  string // what it does, in sentences
	// Caller is what the agent should tell the caller, in words to say, before amount and
	// day are chosen. Say has them afterwards.
	Caller string
	// Warning is what the agent should consider first; "" for nothing.
	Warning string
	// Refusal is why the operation cannot be made; "" if it can.
	Refusal string
	// Limited says that a limit, and not the payment's state, refuses the
	// operation.
	Limited bool
	// Most is the largest amount it may give back; operations on the whole give
	// back exactly that. Left is what the payment itself would allow.
	Most, Left gateway.Money
	// Captures is what the release of a pre-authorisation takes; zero for anything else.
	Captures gateway.Money
	// NeedsExpiry says that the card has expired and that the bank wants its
	// new expiry date.
	NeedsExpiry bool
	// Until is when to look again, for Wait; zero if that is not known.
	Until time.Time
	// DueFrom and DueTo bound a new settle due date, YYYY-MM-DD.
	DueFrom, DueTo string

	// Least is the smallest amount that the gateway gives back, in the currency's
	// smallest unit; 0 if that is not known.
	Least int64

	stands gateway.Money         // what an amount is taken from or added to: see Leaves
	over   *rights.LimitError    // the error for an amount that is left but above Most
	said   func(c chosen) string // Caller with what was chosen, nil if that changes nothing
}

// Legal reports an operation that can be made.
func (o Option) Legal() bool {
	return o.Refusal == "" && o.Kind != Nothing && o.Kind != Wait
}

// All are the operations on a payment or refund in the order to show them: first
// Wait or Nothing if that is the answer, then every other operation, the capture of what
// is reserved before those that let it go. Those that cannot be made have the reason. record and related are as for Remaining.
func All(record gateway.Record, related []gateway.Record, now time.Time, limits Limits) []Option {
	f := newFacts(record, related, now, limits)
	var options []Option
	switch {
	case f.stage == stageSettling:
		options = append(options, f.wait())
	case f.nothing() != "":
		options = append(options, Option{Kind: Nothing, Title: "Nothing to give back", Says: f.nothing()})
	}
	money := []Option{f.cancel(), f.reduce(), f.refundWhole(), f.refundPart()}
	if release := f.release(); f.reserved() && release.Legal() {
		options = append(append(options, release), money...)
	} else {
		options = append(append(options, money...), release)
	}
	options = append(options, f.hold())
	if statement.IsPreauthorisation(record) {
		options = append(options, f.raise())
	}
	options = append(options, f.order(), f.due(), f.correct(), f.repeat(), f.payout())
	if why := f.barsRefund(); why != "" && !f.isRefund {
		DropRefunds(options, why)
	}
	return options
}

// Pick is the option of one operation.
func Pick(options []Option, kind Kind) Option {
	for _, o := range options {
		if o.Kind == kind {
			return o
		}
	}
	return Option{Kind: kind, Refusal: "This cannot be done with this payment."}
}
