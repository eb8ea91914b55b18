package kit

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit/theme"
)

// NothingDone reports that certainly nothing was done, so that the agent may try again.
func NothingDone(outcome gateway.Outcome) bool {
	switch outcome {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeNotSent:
		return true
	default:
		return false
	}
}

// NotAgain is what must not be done while an outcome is unknown, as a clause: takes reports
// that it would take money.
func NotAgain(takes bool) string {
	if takes {
		return "do not take it again"
	}
	return "do not send it again"
}

// MayCheckAgain is what may be done while the outcome of a card check is unknown, as a
// clause. CheckAgain has the reason as well.
const (
	MayCheckAgain = "it may be checked again"
	CheckAgain    = "no money can have moved: " + MayCheckAgain
)

// isCheck reports a card check, which moves no money.
func isCheck(a payment.Attempt) bool { return a.IsCharge() && !a.Charge.Kind.TakesMoney() }

// AgainWhileUnknown says whether an attempt may be made again while its outcome is
// unknown, as a sentence.
func AgainWhileUnknown(a payment.Attempt) string {
	switch {
	case isCheck(a):
		return Capital(CheckAgain) + "."
	case takings.IsPayment(a):
		return NotOnAnyCard()
	default:
		return Capital(NotAgain(false)) + "."
	}
}

// NotOnAnyCard is NotAgain of a payment as a sentence.
func NotOnAnyCard() string { return Capital(NotAgain(true)) + ", on any card." }

// OutcomeCell are the symbol and the words of an outcome in a list: in capitals it
// stands only on its own page.
func OutcomeCell(t *theme.Theme, v Verdict) string { return t.Mark(v.Tone(), v.Symbol, Titled(v.Word)) }

// Titled is a word in capitals as it is written in a list.
func Titled(word string) string {
	if word == "" {
		return ""
	}
	return word[:1] + strings.ToLower(word[1:])
}
