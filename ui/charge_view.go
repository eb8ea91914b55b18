package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// View implements Page.
func (p *chargePage) View(width, height int) (string, *tea.Cursor) {
	t, a := p.shell.theme, p.attempt
	switch p.stage {
	case editing:
		return p.shell.under(t.title.Render("Payment by telephone")+"\n\n", p.sheet, width, height)
	case confirming:
		return p.confirmPage(width), nil
	case warned:
		return p.warnedPage(width, height)
	case discarding:
		return "\n" + t.warn.Render("Discard this payment?") +
			"\n\nNothing has been charged. What has been typed will be thrown away.", nil
	case sending:
		return p.sendingPage(fmt.Sprintf("… Charging %s to %s", a.Charge.Amount, cardName(a.Charge)),
			"The payment is on its way to the bank. Do not take it again.", a.Charge.OrderReference,
			"“I am waiting for your bank's answer.”", a, width), nil
	default:
		return p.resultPage(width), nil
	}
}

// warnedPage says what makes the charge doubtful, or why nobody can tell.
func (p *chargePage) warnedPage(width, height int) (string, *tea.Cursor) {
	t := p.shell.theme
	switch {
	case p.guardErr:
		return t.bad.Render("✖ Not charged: the journal cannot be read") + "\n\n" +
			wrap("Without it nobody can tell whether this payment was taken before. Tell a supervisor; esc goes back to the form.", width), nil
	case p.seen.refused:
		return t.bad.Render("✖ Not charged: the sign-in is refused") + "\n\n" +
			wrap("The gateway does not accept the Webservices user or password, so no payment can be taken. Tell a supervisor; esc goes back to the form.", width), nil
	}
	title := "! Before you charge this card"
	if len(p.seen.warnings) > 0 {
		title = "! Already taken?"
	}
	return p.warningPage(title, p.allWarnings(), "✖ It cannot be charged now. Esc goes back to the form.", width, height)
}

func (p *chargePage) confirmPage(width int) string {
	t, c := p.shell.theme, p.charge()
	var b strings.Builder
	b.WriteString(t.title.Render("Read this to the caller, then charge") + "\n\n")
	b.WriteString(t.strong.Render(fmt.Sprintf("Charge %s to %s", c.Amount, cardName(c))) + "\n")
	b.WriteString(wrap(amountInWords(c.Amount), width) + "\n\n")
	b.WriteString(p.shell.row("Card", cardName(c)+", expires "+p.form.Card().Expiry.String()))
	b.WriteString(p.shell.row("Order reference", c.OrderReference))
	if kept := payment.KeptReference(c.OrderReference); kept != c.OrderReference {
		b.WriteString(p.shell.row("", t.muted.Render("sent as "+kept+"-…: it is too long for the bank")))
	}
	b.WriteString(p.shell.row("Customer", customer(c.Billing)))
	b.WriteString(p.shell.row("Address", address(c.Billing)))
	b.WriteString(p.shell.row("Site", p.shell.session.Site+" "+t.marker(p.shell.session.Mode)))
	if why := p.why(); why != "" {
		b.WriteString(p.shell.row("Taken again because", why))
	}
	if !p.guarded {
		b.WriteString("\n" + t.muted.Render("Looking for earlier payments …"))
		return b.String()
	}
	if note := p.seenNote(); note != "" {
		b.WriteString(t.muted.Render(note) + "\n")
	}
	keys := p.shell.keys.Confirm
	b.WriteString("\n" + wrap(t.key.Render(keys.Charge.Help().Key)+" charges the card once. "+t.key.Render(keys.Back.Help().Key)+" goes back to the form.", width))
	return b.String()
}

// notGiven stands where the caller was not asked.
const notGiven = "not given"

func customer(b gateway.Billing) string {
	if name := strings.TrimSpace(b.FirstName + " " + b.LastName); name != "" {
		return name
	}
	return notGiven
}

// address is what the bank's address check gets, on one line.
func address(b gateway.Billing) string {
	if b.Premise == "" && b.Postcode == "" {
		return notGiven
	}
	var parts []string
	for _, s := range []string{b.Premise, b.Postcode, b.Country} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
