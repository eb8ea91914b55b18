package kit

import (
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit/theme"
)

// Midnight is the beginning of the day of a time.
func Midnight(t time.Time) time.Time {
	t = t.Local()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.Local)
}

// IsPayment reports an attempt that takes money, as opposed to a refund or change.
func IsPayment(a payment.Attempt) bool {
	return a.IsCharge() && a.Charge.Kind.TakesMoney() || option.KindOf(a.Operation) == option.Repeat
}

// IsRaise reports an attempt that adds to a pre-authorisation and moves with it.
func IsRaise(a payment.Attempt) bool { return option.KindOf(a.Operation) == option.Raise }

// Reserves reports an attempt that reserves money and takes none yet.
func Reserves(a payment.Attempt) bool {
	return a.Charge.Kind == terms.Preauthorisation || IsRaise(a)
}

// ofReserved reports an attempt that reduces a pre-authorisation: less stays reserved,
// and nothing that was taken goes back.
func ofReserved(a payment.Attempt) bool {
	return option.KindOf(a.Operation) == option.Reduce && a.Charge.Kind == terms.Preauthorisation
}

// MoneyWentBack reports an attempt after which the caller has more money: a refund, a
// reduction or a payout. Cancelled money has not moved.
func MoneyWentBack(a payment.Attempt) bool {
	kind := option.KindOf(a.Operation)
	return kind.GivesBack() && kind != option.Cancel
}

// NothingDone reports that certainly nothing was done, so that the agent may try again.
func NothingDone(outcome gateway.Outcome) bool {
	switch outcome {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return true
	default:
		return false
	}
}

// OutcomeCell are the symbol and the words of an outcome in a list: in capitals it
// stands on its own page only.
func OutcomeCell(t *theme.Theme, v Verdict) string { return t.Mark(v.Tone(), v.Symbol, Titled(v.Word)) }

// Titled is a word in capitals as it is written in a list.
func Titled(word string) string {
	if word == "" {
		return ""
	}
	return word[:1] + strings.ToLower(word[1:])
}
