package flow

import (
	"fmt"
	"time"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit"
)

// whoOverrides says who may override the warnings with a reason, "" if this agent may,
// or if no reason overrides them.
func whoOverrides(warnings []payment.Warning) string {
	for _, w := range warnings {
		if w.Refusal != "" && w.Kind != payment.OverLimit { // for a limit the warning itself is the sentence
			return w.Refusal
		}
	}
	return ""
}

// WarningText is a warning as a sentence. uncalled says that no caller is on the line.
func WarningText(w payment.Warning, now time.Time, uncalled bool) string {
	e := w.Earlier
	ending := "card ending " + e.Charge.Last4
	card := "a " + ending
	when := ago(now.Sub(e.Began))
	check, same, instead := "Check with the caller that their bank shows nothing", " Same caller?", " Ask for another card."
	if uncalled {
		check, same, instead = "Check in the gateway’s portal that it is not there", "", " Leave this card: Esc."
	}
	switch w.Kind {
	case payment.OverLimit:
		return w.Refusal
	case payment.OrderInDoubt:
		return fmt.Sprintf("%s from %s for this order is still unknown (%s, %s). Until it is known, this order cannot be charged on any card. moto is checking: wait for it, or ask a supervisor.",
			e.Charge.Amount, card, when, e.Agent)
	case payment.SameInDoubt:
		return fmt.Sprintf("%s from %s is still unknown (order %s, %s, %s). Until it is known, this card cannot be charged this amount. moto is checking: wait for it, or ask a supervisor.",
			e.Charge.Amount, card, e.Charge.OrderReference, when, e.Agent)
	case payment.TooManyTimes:
		return fmt.Sprintf("%s was declined %s in the last hour, %s the last time. Banks charge for repeated attempts.%s",
			kit.Capital(card), thousands.CountOf(w.Count, "time"), when, instead)
	case payment.DeclinedToday:
		return fmt.Sprintf("%s was declined %s in 24 hours, %s the last time. The card schemes charge us for more.%s",
			kit.Capital(card), thousands.CountOf(w.Count, "time"), when, instead)
	case payment.DeclinedLately:
		return fmt.Sprintf("%s was declined %s in 30 days, %s the last time. The card schemes charge us for more.%s",
			kit.Capital(card), thousands.CountOf(w.Count, "time"), when, instead)
	case payment.DoNotRetry:
		return fmt.Sprintf("%s the bank said not to try the %s again.%s", kit.Capital(when), ending, instead)
	case payment.NumberRefused:
		return fmt.Sprintf("%s the bank knew no card of this number, or of one with the same beginning and end. Go on only if the number was corrected.", kit.Capital(when))
	case payment.SameNumber:
		return fmt.Sprintf("%s the bank knew no card of this very number (%s).%s", kit.Capital(when), ending, instead)
	case payment.SameNotTaken:
		if takings.IsRaise(e) {
			return fmt.Sprintf("A raise by %s of what is reserved on %s was sent %s by %s (order %s), its answer was lost, and it was called not made. It may still turn up. %s, then say why more is reserved again.",
				e.Charge.Amount, card, when, e.Agent, e.Charge.OrderReference, check)
		}
		return fmt.Sprintf("%s from %s was sent %s by %s (order %s), its answer was lost, and it was called not taken. It may still turn up. %s, then say why it is charged again.",
			e.Charge.Amount, card, when, e.Agent, e.Charge.OrderReference, check)
	case payment.OrderNotTaken:
		return fmt.Sprintf("Order %s was sent %s by %s (%s from %s), its answer was lost, and it was called not taken. It may still turn up. %s, then say why it is charged again.",
			e.Charge.OrderReference, when, e.Agent, e.Charge.Amount, card, check)
	case payment.BackInDoubt:
		return fmt.Sprintf("It is not known yet whether %s was given back %s by %s (%s). Until it is known, the same amount cannot be given back again. moto is checking: wait for it, or ask a supervisor.",
			e.Charge.Amount, when, e.Agent, e.SentReference)
	case payment.BackMade:
		return fmt.Sprintf("%s was given back %s by %s%s. Give it back again?", e.Charge.Amount, when, byWhom(e), asWhat(e))
	case payment.BackNotMade:
		return fmt.Sprintf("%s was sent to be given back %s by %s (%s), its answer was lost, and it was called not given back. It may still turn up. Look at the payment’s refunds, then say why it is given back again.",
			e.Charge.Amount, when, e.Agent, e.SentReference)
	case payment.CardSeen:
		return fmt.Sprintf("The gateway has %s by this card %s, order %s%s. %s",
			e.Charge.Amount, when, e.Charge.OrderReference, byOperator(e), notHere(e))
	case payment.OrderSeen:
		return fmt.Sprintf("The gateway has %s for order %s from %s, %s%s. %s",
			e.Charge.Amount, e.Charge.OrderReference, card, when, byOperator(e), notHere(e))
	case payment.SameTaken:
		taken := "taken from"
		if takings.Reserves(e) {
			taken = "reserved on"
		}
		return fmt.Sprintf("%s was %s %s, %s, by %s (order %s).%s",
			e.Charge.Amount, taken, card, when, e.Agent, e.Charge.OrderReference, same)
	case payment.OrderTaken:
		if takings.Reserves(e) {
			return fmt.Sprintf("%s has already been reserved for order %s, on %s, %s, by %s.",
				e.Charge.Amount, e.Charge.OrderReference, card, when, e.Agent)
		}
		return fmt.Sprintf("Order %s has already been paid: %s from %s, %s, by %s.",
			e.Charge.OrderReference, e.Charge.Amount, card, when, e.Agent)
	default:
		return "moto warns of something that this screen has no words for. Do not go on: ask a supervisor."
	}
}

// answerWords say what to do for either answer to what the caller was asked, or for what
// the agent finds where no caller is on the line.
func answerWords(kind payment.WarningKind, uncalled bool) string {
	same, another, unsure := "", "", " Not sure: Esc, ask a supervisor."
	switch kind {
	case payment.SameTaken, payment.CardSeen:
		unsure = " No, or not sure: Esc, ask a supervisor."
		same, another = "Yes, the same purchase: Esc.", "Another purchase: say why."
	case payment.OrderTaken, payment.OrderSeen:
		same, another = "No, the same purchase: Esc.", "Another purchase: say why."
	case payment.NumberRefused:
		same, another = "The same number: Esc.", "Corrected: say so."
	case payment.BackMade:
		same, another = "No, the same one: Esc.", "Another one: say why."
	case payment.SameNotTaken, payment.OrderNotTaken, payment.BackNotMade:
		same, another = "Yes: Esc.", "No: say why."
	default:
		return ""
	}
	if uncalled {
		same, another = "The same purchase: Esc.", "Another purchase: say why."
	}
	return same + " " + another + unsure
}

// uncalledNote is the bar's question or order for a charge that no caller asks for, instead
// of the one for a caller.
func uncalledNote(kind payment.WarningKind, note string) string {
	switch kind {
	case payment.SameTaken, payment.CardSeen, payment.OrderTaken, payment.OrderSeen:
		return "another purchase?"
	case payment.SameNotTaken, payment.OrderNotTaken, payment.BackNotMade:
		return "look in the portal"
	case payment.TooManyTimes, payment.DoNotRetry, payment.DeclinedToday, payment.DeclinedLately, payment.NumberRefused, payment.SameNumber:
		return "leave this card"
	default:
		return note
	}
}

// asWhat says how money was given back, unless by a refund.
func asWhat(a payment.Attempt) string {
	if option.KindOf(a.Operation) == option.RefundPart {
		return ""
	}
	return ", as a " + a.Noun()
}

// byWhom names the agent who gave money back, if the record says it.
func byWhom(a payment.Attempt) string {
	if a.Agent == "" {
		return "another system"
	}
	return a.Agent
}

// notHere says how the journal's knowledge of a gateway's payment differs.
func notHere(a payment.Attempt) string {
	if a.ID != "" {
		return "The journal differs: it has it as not taken, or under another order."
	}
	return "This console did not take it."
}

// byOperator names the operator who took a payment, if the gateway says it.
func byOperator(a payment.Attempt) string {
	if a.Agent == "" {
		return ""
	}
	return ", by " + a.Agent
}

// ago is a span of time in words.
func ago(d time.Duration) string {
	count := func(n int, unit string) string {
		if n == 1 {
			if unit == "hour" {
				return "an hour ago"
			}
			return "a " + unit + " ago"
		}
		return fmt.Sprintf("%d %ss ago", n, unit)
	}
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute")
	case d < 48*time.Hour:
		return count(int(d.Hours()), "hour")
	default:
		return count(int(d.Hours()/24), "day")
	}
}
