package kit

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
)

// VerdictOfOperation puts a finished refund or change into words.
func VerdictOfOperation(kind option.Kind, a payment.Attempt, now time.Time) Verdict {
	if a.IsCharge() || kind == option.Repeat {
		return VerdictOfPayment(a, now)
	}
	if ofPart := wordsOfPayment(a); ofPart.Part && kind.MakesRecord() {
		return ofPart
	}
	if a.Stops != "" {
		v := verdictIn(StopWording(a.Stops), kind, a)
		v.Say.With.Noun = a.Stops
		return v
	}
	return verdictIn(WordingOf(kind, a.Captures()), kind, a)
}

// VerdictOn is VerdictOfOperation for an operation on a known record.
func VerdictOn(r gateway.Record, kind option.Kind, a payment.Attempt, now time.Time) Verdict {
	if kind == option.Cancel && statement.FlowOf(r) == statement.Out {
		a.Stops = statement.KindOf(r).String()
	}
	return VerdictOfOperation(kind, a, now)
}

// verdictIn is a verdict in the words of an operation.
func verdictIn(w Wording, kind option.Kind, a payment.Attempt) Verdict {
	w = w.of(a.Charge.Amount.String())
	if kind == option.Raise && a.Outcome == gateway.OutcomeHeld { // its pre-authorisation is held, so the raise is too
		a.Outcome = gateway.OutcomeApproved
	}
	say := func(line script.Name) script.Say {
		said := Speak(line, a)
		said.With.Done = w.Already
		return said
	}
	sorry := say(script.NotDone) // the payment was not read again
	switch a.Outcome {
	case gateway.OutcomeApproved:
		return Verdict{Symbol: "✔", Word: w.Done, bar: green, Text: goodText, Means: w.Means, Say: say(script.Done)}
	case gateway.OutcomeHeld:
		return Verdict{
			Symbol: "!", Word: "HELD", bar: amber, Text: warnText,
			Means: "The gateway’s checks hold it: no money goes back until a supervisor releases it. " + heldWords(a),
			Say:   say(script.OperationHeld),
		}
	case gateway.OutcomeCancelled:
		if kind == option.Raise { // mostly later, with its pre-authorisation
			return Verdict{Symbol: "✖", Word: "CANCELLED", bar: red, Text: badText, Means: "It was cancelled, and reserves nothing any more.", Say: sorry}
		}
		word := "CANCELLED"
		if kind == option.RefundWhole || kind == option.RefundPart || kind == option.Payout {
			word = "STOPPED"
		}
		return Verdict{Symbol: "✖", Word: word, bar: red, Text: badText, Means: "It was " + strings.ToLower(word) + " straight away: no money moves. " + w.Not, Say: sorry}
	case gateway.OutcomeDeclined:
		return Verdict{Symbol: "✖", Word: "DECLINED", bar: red, Text: badText, Means: "The bank refused it. " + w.Not, Say: sorry}
	case gateway.OutcomeRejected:
		return Verdict{Symbol: "✖", Word: "NOT ACCEPTED", bar: red, Text: badText, Means: "The gateway refused it. " + w.Not, Say: sorry}
	case gateway.OutcomeNotSent:
		if kind == option.Correct && a.FoundNowhere() { // the journal does not keep what was typed
			return Verdict{
				Symbol: "!", Word: "NOT CONFIRMED", bar: amber, Text: warnText,
				Means: "The answer was lost, and the gateway did not show the correction. Open the payment, and correct it once more if it is not right: that does no harm.",
				Say:   say(script.CorrectUnseen),
			}
		}
		if a.CalledNotMade() { // found out later: the payment may have changed by now
			return Verdict{
				Symbol: "✖", Word: "NOT DONE", bar: red, Text: badText,
				Means: "The answer was lost, and the gateway does not show that it was done. moto raises an alarm if that changes.",
				Say:   say(script.NotDoneNow),
			}
		}
		said, not := sorry, w.Not
		if line := gaveWay(a); line != "" {
			said, not = say(line), "This was not sent."
		}
		return Verdict{Symbol: "✖", Word: "NOT SENT", bar: red, Text: badText, Means: "Nothing was sent. " + not, Say: said}
	default:
		if a.NeedsSupervisor() {
			return unclear(kind, a)
		}
		return Verdict{
			Symbol: "?", Word: "UNKNOWN", bar: amber, Text: warnText,
			Means: fmt.Sprintf("We do not know yet whether this %s went through. Do not send it again. moto tells you as soon as it knows.", OperationNoun(kind, a)),
			Say:   say(w.Lost),
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
		Symbol: "?", Word: "UNKNOWN", bar: amber, Text: warnText,
		Means: fmt.Sprintf(why, OperationNoun(kind, a)) + " Do not send it again: ask a supervisor.",
		Say:   Speak(script.Unclear, a),
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
	return Capital(nounIn(a)) + " " + a.Charge.OrderReference
}

// OrderFirst is OrderOf with the order before the noun, for a column that may cut its end.
func OrderFirst(a payment.Attempt) string {
	if order := OrderOf(a); order == a.Charge.OrderReference {
		return order
	}
	return a.Charge.OrderReference + ": " + nounIn(a)
}

// nounIn names an attempt beside its order.
func nounIn(a payment.Attempt) string {
	if a.Stops != "" {
		return "stop of " + a.Stops
	}
	return OperationNoun(option.KindOf(a.Operation), a)
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
