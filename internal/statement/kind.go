package statement

import (
	"strings"

	"motoconsole/gateway"
)

// Kind is what a record is.
type Kind int

// The kinds. The zero value claims nothing.
const (
	Other       Kind = iota // an unknown type, or none
	Payment                 // a charge
	Repeat                  // a payment by the card of an earlier one
	Refund                  // returns money of a payment
	Payout                  // new money to a card; undoes no payment
	CardCheck               // ACCOUNTCHECK
	ThreeDCheck             // THREEDQUERY
	Change                  // TRANSACTIONUPDATE
	Query                   // TRANSACTIONQUERY
	Refused                 // ERROR: a request that was not accepted, whatever it asked for
	Raise                   // adds to a pre-authorisation, and settles with it
)

// KindOf is the kind of a record. A payment that names a parent is a repeat if it
// was made with a card kept earlier, or in a series. The parent alone does not decide,
// because it may be a card check made just before.
func KindOf(r gateway.Record) Kind {
	switch r.RequestType {
	case gateway.TypeAuth:
		if r.AuthMethod == string(gateway.AuthIncremental) {
			return Raise
		}
		kept := r.CredentialsOnFile == string(gateway.CredentialsUse) || r.AccountType == string(gateway.AccountRecurring)
		if r.ParentTransaction != "" && kept {
			return Repeat
		}
		return Payment
	case gateway.TypeRefund:
		if r.AccountType == string(gateway.AccountPayout) {
			return Payout
		}
		return Refund
	case gateway.TypeAccountCheck:
		return CardCheck
	case gateway.TypeThreeDQuery:
		return ThreeDCheck
	case gateway.TypeUpdate:
		return Change
	case gateway.TypeQuery:
		return Query
	case gateway.TypeError:
		return Refused
	default:
		return Other
	}
}

// String is the kind in a word or two, for files and sentences.
func (k Kind) String() string {
	switch k {
	case Payment:
		return "payment"
	case Repeat:
		return "repeat payment"
	case Refund:
		return "refund"
	case Payout:
		return "payout"
	case CardCheck:
		return "card check"
	case ThreeDCheck:
		return "3-D Secure check"
	case Change:
		return "change"
	case Query:
		return "query"
	case Refused:
		return "refused request"
	case Raise:
		return "raise"
	default:
		return "other"
	}
}

// What is the kind as a title, with any special feature: "Payment", "MyBank
// payment", "Payout".
func What(r gateway.Record) string {
	if what := r.What(); KindOf(r) != Repeat || what != "Payment" {
		return what
	}
	return "Repeat payment"
}

// Noun is What inside a sentence.
func Noun(r gateway.Record) string {
	what := What(r)
	if KindOf(r) == Other || strings.HasPrefix(what, "MyBank") || what == "" {
		return what // a name, in its own spelling
	}
	return strings.ToLower(what[:1]) + what[1:]
}

// Flow is the direction of a record's money.
type Flow int

// The flows.
const (
	Unclear Flow = iota // the type does not say
	In                  // from the caller's card to the merchant
	Out                 // from the merchant to the caller's card
	None                // no money, whatever the outcome
)

// FlowOf is the direction in which a record moves money, if it moves any.
func FlowOf(r gateway.Record) Flow {
	switch KindOf(r) {
	case Payment, Repeat, Raise:
		return In
	case Refund, Payout:
		return Out
	case CardCheck, ThreeDCheck, Change, Query:
		return None
	default:
		return Unclear
	}
}
