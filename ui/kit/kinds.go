package kit

import (
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/internal/script"
	"motoconsole/internal/statement"
)

// KindName names a kind at the beginning of a sentence.
func KindName(k terms.Kind) string { return Capital(k.Noun()) }

// TakenOn is the day on which a charge settles by itself, as " on Wednesday 30 December
// 2026". It is "" where that is the next run, or waits for an agent to release it.
func TakenOn(c payment.Charge) string {
	if c.Settlement.DueDate == "" || c.Settlement.Way() == terms.Held {
		return ""
	}
	return " on " + Day(c.Settlement.DueDate)
}

// LastDay is the last day on which a pre-authorisation can settle.
func LastDay(a payment.Attempt) string {
	return a.Charge.Kind.LastDay(a.Began).Format("2 January 2006")
}

// ofKind is a verdict in the words of the attempt's kind.
func (v Verdict) ofKind(a payment.Attempt, now time.Time) Verdict {
	switch a.Charge.Kind {
	case terms.Preauthorisation:
		return v.ofPreauthorisation(a, now)
	case terms.CardCheck:
		return v.ofCheck(a)
	default:
		if a.Outcome == gateway.OutcomeApproved && TakenOn(a.Charge) != "" {
			v.Say = Speak(script.ApprovedLater, a)
		}
		return v
	}
}

// Reserved is the verdict of a reserved pre-authorisation.
func Reserved(amount gateway.Money) Verdict {
	charge := payment.Charge{Amount: amount, Kind: terms.Preauthorisation, Settlement: terms.Hold()}
	return VerdictOfPayment(payment.Attempt{Outcome: gateway.OutcomeHeld, State: payment.Known, Charge: charge}, time.Time{})
}

func (v Verdict) ofPreauthorisation(a payment.Attempt, now time.Time) Verdict {
	switch a.Outcome {
	case gateway.OutcomeApproved, gateway.OutcomeHeld:
		if a.Outcome == gateway.OutcomeApproved || takings.IsReserved(a) {
			v.Word = "RESERVED"
			v.Symbol, v.bar, v.Text = "✔", green, goodText
			settles := a.Charge.Settlement.String()
			if takings.IsReserved(a) {
				settles = "it waits until it is captured or cancelled"
			}
			v.Means = "The bank has reserved it: " + settles + ". Its last day is " + LastDay(a) + ": what has not settled by then is cancelled."
			v.Say = Speak(script.Reserved, a)
			if TakenOn(a.Charge) != "" {
				v.Say = Speak(script.ReservedLater, a)
			}
		}
		if _, word := statement.Status(takings.Record(a), false, now); a.Outcome == gateway.OutcomeApproved && strings.HasPrefix(word, "Captured") {
			v.Word, v.Means, v.Say = "CAPTURED", "The amount that was reserved is taken.", Speak(script.Captured, a)
			if takings.Waits(a, now) {
				on := "on " + Day(a.Charge.Settlement.DueDate)
				v.Means, v.Say = "It is captured: the amount that was reserved settles "+on+".", Speak(script.CapturedLater, a)
				v.Say.With.Day = on
			}
		}
	case gateway.OutcomeDeclined:
		v.Means = "The bank refused to reserve it: no money moves."
	default:
	}
	return v
}

func (v Verdict) ofCheck(a payment.Attempt) Verdict {
	switch a.Outcome {
	case gateway.OutcomeApproved:
		v.Word, v.Means = "CARD CHECKED", "The bank accepts the card. No money was taken or reserved."
		v.Say = Speak(script.CardFine, a)
		if NotMatched(a) {
			v.Say = Speak(script.CardFineDetail, a)
		}
	case gateway.OutcomeDeclined:
		v.Means = "The bank does not accept the card. No money was to be taken."
	case gateway.OutcomeNotSent:
		if a.CalledNotMade() {
			v.Word = "NOT CHECKED"
			v.Means = "The answer was lost, and no trace of this card check was found. No money was to be taken."
			v.Say = Speak(script.CardNotChecked, a)
			break
		}
		v.Means = "Nothing was sent: the card was not checked."
	case gateway.OutcomeRejected:
		v.Means = "The gateway refused the request: the card was not checked."
		if len(a.Fields) == 0 {
			v.Means += " Not every bank can check a card: tell a supervisor."
		}
	case gateway.OutcomeUnknown:
		v.Means = "We do not know yet what the bank said about the card. " + Capital(CheckAgain) + ". moto tells you as soon as it knows, whatever screen you are on."
		v.Say = Speak(script.CheckUnknown, a)
	default:
	}
	return v
}
