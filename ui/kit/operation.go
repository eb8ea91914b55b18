package kit

import (
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/statement"
)

// VerdictOfOperation puts a finished refund or change into words.
func VerdictOfOperation(kind option.Kind, a payment.Attempt, now time.Time) Verdict {
	if a.IsCharge() || kind == option.Repeat {
		return VerdictOfPayment(a, now)
	}
	w := WordingOf(kind, a.Captures()).of(a.Charge.Amount.String())
	if kind == option.Raise && a.Outcome == gateway.OutcomeHeld { // its pre-authorisation is held, so the raise is too
		a.Outcome = gateway.OutcomeApproved
	}
	const sorry = "“One moment, please: that did not go through. Let me see how it stands now.”" // the payment was not read again
	switch a.Outcome {
	case gateway.OutcomeApproved:
		return Verdict{"✔", w.Done, green, goodText, w.Means, "“That is done.”"}
	case gateway.OutcomeHeld:
		return Verdict{
			"!", "HELD", amber, warnText, "The gateway’s checks hold it: no money goes back until a supervisor releases it. " + heldWords(a),
			"“That needs a check at our end. Nothing has moved yet.”",
		}
	case gateway.OutcomeCancelled:
		if kind == option.Raise { // mostly later, with its pre-authorisation
			return Verdict{"✖", "CANCELLED", red, badText, "It was cancelled, and reserves nothing any more.", sorry}
		}
		return Verdict{"✖", "CANCELLED", red, badText, "It was cancelled straight away: no money moves. " + w.Not, sorry}
	case gateway.OutcomeDeclined:
		return Verdict{"✖", "DECLINED", red, badText, "The bank refused it. " + w.Not, sorry}
	case gateway.OutcomeRejected:
		return Verdict{"✖", "NOT ACCEPTED", red, badText, "The gateway refused it. " + w.Not, sorry}
	case gateway.OutcomeNotSent:
		if kind == option.Correct && a.FoundNowhere() { // the journal does not keep what was typed
			return Verdict{
				"!", "NOT CONFIRMED", amber, warnText,
				"The answer was lost, and the gateway did not show the correction. Open the payment, and correct it once more if it is not right: that does no harm.",
				"“I am having that looked at.”",
			}
		}
		if a.CalledNotMade() { // found out later: the payment may have changed by now
			return Verdict{
				"✖", "NOT DONE", red, badText, "The answer was lost, and we have since found that it was not done. " + w.Not,
				"“I have checked: that did not go through. Let me see how it stands now.”",
			}
		}
		said, not := sorry, w.Not
		if say := gaveWay(a, w.Already); say != "" {
			said, not = say, "This was not sent."
		}
		return Verdict{"✖", "NOT SENT", red, badText, "Nothing was sent. " + not, said}
	default:
		if a.NeedsSupervisor() {
			return unclear(kind, a)
		}
		return Verdict{
			"?", "UNKNOWN", amber, warnText,
			fmt.Sprintf("We do not know yet whether this %s went through. Do not send it again. moto tells you as soon as it knows.", OperationNoun(kind, a)),
			w.Lost,
		}
	}
}

// unclear says what moto cannot find out by itself: the payment was changed or has
// settled since, or shows a refund or a raise that may be this one.
func unclear(kind option.Kind, a payment.Attempt) Verdict {
	why := "The payment was changed or has settled since, so moto cannot tell whether this %s went through."
	if kind.MakesRecord() {
		why = "The gateway shows something that may be this %s and is not exactly it, so moto cannot tell whether it went through."
	}
	return Verdict{
		"?", "UNKNOWN", amber, warnText, fmt.Sprintf(why, OperationNoun(kind, a)) + " Do not send it again: ask a supervisor.",
		"“I cannot see yet whether that was done. I am having it looked into. May I call you back?”",
	}
}

// OperationNoun is payment.Attempt.Noun, corrected by the record that the attempt made,
// which may show that a refund was a payout.
func OperationNoun(kind option.Kind, a payment.Attempt) string {
	if kind == option.Payout {
		return statement.Payout.String()
	}
	return a.Noun()
}

// OrderOf is the order of an attempt, with its noun unless it is a payment.
func OrderOf(a payment.Attempt) string {
	if a.IsCharge() || option.KindOf(a.Operation) == option.Repeat {
		return a.Charge.OrderReference
	}
	return Capital(OperationNoun(option.KindOf(a.Operation), a)) + " " + a.Charge.OrderReference
}

// WhatNeeds says how many attempts are unknown and what they are, and whether they may
// be made again, as a clause. more says that there are more of them.
func WhatNeeds(open []payment.Attempt, more bool) (what, again string) {
	checks, payments := 0, 0
	for _, a := range open {
		switch {
		case isCheck(a):
			checks++
		case takings.IsPayment(a):
			payments++
		}
	}
	noun, they := "unknown outcome", "them"
	switch {
	case len(open) == 1 && !more:
		noun, they = "unknown "+open[0].Noun(), "it"
	case payments == len(open):
		noun = "unknown payment"
	case checks == len(open):
		noun, they = "unknown card check", "they"
	}
	what = HowMany(len(open), more, noun)
	switch {
	case checks == len(open) && !more:
		return what, they + " may be checked again"
	case checks > 0:
		return what, "do not repeat what moves money"
	case payments == len(open):
		return what, "do not take " + they + " again"
	default:
		return what, "do not send " + they + " again"
	}
}
