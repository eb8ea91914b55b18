package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// warningPage says what earlier payments make a charge doubtful, and asks why
// it is right or says that it cannot be made.
func (p *paymentScreen) warningPage(width, height int) (string, *tea.Cursor) {
	t := p.root.theme
	var b strings.Builder
	if p.guardErr {
		b.WriteString(t.bad.Render("✖ Not charged: the journal cannot be read") + "\n\n")
		b.WriteString(wrap("Without it nobody can tell whether this payment was taken before. Tell a supervisor; esc goes back to the form.", width))
		return b.String(), nil
	}
	if p.seen.refused {
		b.WriteString(t.bad.Render("✖ Not charged: the sign-in is refused") + "\n\n")
		b.WriteString(wrap("The gateway does not accept the Webservices user or password, so no payment can be taken. Tell a supervisor; esc goes back to the form.", width))
		return b.String(), nil
	}
	title := "! Before you charge this card"
	if len(p.seen.warnings) > 0 {
		title = "! Already taken?"
	}
	b.WriteString(t.warn.Render(title) + "\n\n")
	for _, w := range p.allWarnings() {
		b.WriteString(wrap(warningText(w, p.root.now()), width) + "\n\n")
	}
	if p.barred() {
		b.WriteString(t.bad.Render(wrap("✖ It cannot be charged now. Esc goes back to the form.", width)))
		return b.String(), nil
	}
	b.WriteString(wrap("If it is right all the same, say why: it is kept with the payment. Esc goes back to the form.", width) + "\n\n")
	above := strings.Count(b.String(), "\n")
	content, cursor := p.reason.View(width, max(1, height-above), t.form)
	if cursor != nil {
		cursor.Y += above
	}
	return b.String() + content, cursor
}

// warningText is a warning as a sentence.
func warningText(w payment.Warning, now time.Time) string {
	e := w.Earlier
	card := "a card ending " + e.Charge.Last4
	when := ago(now.Sub(e.Began))
	switch w.Kind {
	case payment.OrderInDoubt:
		return fmt.Sprintf("Whether %s was taken from %s %s by %s for this order (%s) is not known yet. Until it is, the order cannot be charged, on any card. moto is finding out; a supervisor can settle it with moto resolve.",
			e.Charge.Amount, card, when, e.Agent, e.Charge.OrderReference)
	case payment.SameInDoubt:
		return fmt.Sprintf("Whether %s was taken from %s %s by %s (order %s) is not known yet. Until it is, the same card cannot be charged the same amount. moto is finding out; a supervisor can settle it with moto resolve.",
			e.Charge.Amount, card, when, e.Agent, e.Charge.OrderReference)
	case payment.TooManyTimes:
		return fmt.Sprintf("%s was declined %d times in the last hour, %s the last time. Banks fine merchants who go on trying: ask for another card.",
			capital(card), w.Count, when)
	case payment.DoNotRetry:
		return fmt.Sprintf("The bank said %s not to try %s again. Ask for another card.", when, card)
	case payment.SameNotTaken:
		return fmt.Sprintf("%s from %s was sent %s by %s (order %s), its answer was lost, and it was called not taken. It may still turn up. Check with the caller that their bank shows nothing, then say why it is charged again.",
			e.Charge.Amount, card, when, e.Agent, e.Charge.OrderReference)
	case payment.OrderNotTaken:
		return fmt.Sprintf("Order %s was sent %s by %s (%s from %s), its answer was lost, and it was called not taken. It may still turn up. Check with the caller that their bank shows nothing, then say why it is charged again.",
			e.Charge.OrderReference, when, e.Agent, e.Charge.Amount, card)
	case payment.BackInDoubt:
		return fmt.Sprintf("It is not known yet whether %s was given back %s by %s (%s). Until it is, the same amount cannot be given back again. moto is finding out; a supervisor can settle it with moto resolve.",
			e.Charge.Amount, when, e.Agent, e.SentReference)
	case payment.BackMade:
		return fmt.Sprintf("%s was given back %s by %s%s. Is it to be given back once more?", e.Charge.Amount, when, byWhom(e), asWhat(e))
	case payment.BackNotMade:
		return fmt.Sprintf("%s was sent to be given back %s by %s (%s), its answer was lost, and it was called not given back. It may still turn up. Look at the payment's refunds, then say why it is given back again.",
			e.Charge.Amount, when, e.Agent, e.SentReference)
	case payment.CardSeen:
		return fmt.Sprintf("The gateway has %s by this card %s, order %s%s. %s",
			e.Charge.Amount, when, e.Charge.OrderReference, byOperator(e), notHere(e))
	case payment.OrderSeen:
		return fmt.Sprintf("The gateway has %s for order %s from %s %s%s. %s",
			e.Charge.Amount, e.Charge.OrderReference, card, when, byOperator(e), notHere(e))
	case payment.SameTaken:
		return fmt.Sprintf("%s was taken from %s %s by %s (order %s). Same caller?",
			e.Charge.Amount, card, when, e.Agent, e.Charge.OrderReference)
	default:
		return fmt.Sprintf("Order %s is paid already: %s from %s %s by %s.",
			e.Charge.OrderReference, e.Charge.Amount, card, when, e.Agent)
	}
}

// asWhat says how money was given back, where that was not a refund.
func asWhat(a payment.Attempt) string {
	if payment.MoveOf(a) == option.MoveRefundPart {
		return ""
	}
	return ", as a " + payment.WhatIs(a)
}

// byWhom names who gave money back: a record may not say it.
func byWhom(a payment.Attempt) string {
	if a.Agent == "" {
		return "another system"
	}
	return a.Agent
}

// notHere says how far the journal knows of a payment that the gateway has.
func notHere(a payment.Attempt) string {
	if a.ID != "" {
		return "The journal has it otherwise: as not taken, or as another order."
	}
	return "This console did not take it."
}

// byOperator names who took a payment, where the gateway says it.
func byOperator(a payment.Attempt) string {
	if a.Agent == "" {
		return ""
	}
	return ", by " + a.Agent
}

// ago is a span of time as it is said.
func ago(d time.Duration) string {
	count := func(n int, unit string) string {
		if n == 1 {
			return "one " + unit + " ago"
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
