package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// View implements screen.
func (p *paymentScreen) View(width, height int) (string, *tea.Cursor) {
	switch p.stage {
	case editing:
		const above = 2
		content, cursor := p.form.View(width, height-above, p.root.theme.form)
		if cursor != nil {
			cursor.Y += above
		}
		return p.root.theme.title.Render("Payment by telephone") + "\n\n" + content, cursor
	case confirming:
		return p.confirmPage(width), nil
	case warned:
		return p.warningPage(width, height)
	case discarding:
		return "\n" + p.root.theme.warn.Render("Discard this payment?") +
			"\n\nNothing has been charged. What has been typed will be thrown away.", nil
	case sending:
		return p.sendingPage(width), nil
	default:
		return p.resultPage(width), nil
	}
}

// row is a line of label and value.
func (r *Root) row(label, value string) string {
	return r.theme.muted.Render(fmt.Sprintf("%-23s", label)) + value + "\n"
}

func (p *paymentScreen) row(label, value string) string { return p.root.row(label, value) }

func (p *paymentScreen) confirmPage(width int) string {
	t, c := p.root.theme, p.charge()
	var b strings.Builder
	b.WriteString(t.title.Render("Read this to the caller, then charge") + "\n\n")
	b.WriteString(t.strong.Render(fmt.Sprintf("Charge %s to %s", c.Amount, cardName(c))) + "\n")
	b.WriteString(wrap(amountInWords(c.Amount), width) + "\n\n")
	b.WriteString(p.row("Card", cardName(c)+", expires "+p.form.Card().Expiry.String()))
	b.WriteString(p.row("Order reference", c.OrderReference))
	if kept := payment.KeptReference(c.OrderReference); kept != c.OrderReference {
		b.WriteString(p.row("", t.muted.Render("sent as "+kept+"-…: it is too long for the bank")))
	}
	b.WriteString(p.row("Customer", customer(c.Billing)))
	b.WriteString(p.row("Address", address(c.Billing)))
	b.WriteString(p.row("Site", p.root.session.Site+" "+t.marker(p.root.session.Mode)))
	if why := p.why(); why != "" {
		b.WriteString(p.row("Taken again because", why))
	}
	if !p.guarded {
		b.WriteString("\n" + t.muted.Render("Looking for earlier payments …"))
		return b.String()
	}
	if note := p.seenNote(); note != "" {
		b.WriteString(t.muted.Render(note) + "\n")
	}
	keys := p.root.keys.Confirm
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

func (p *paymentScreen) sendingPage(width int) string {
	t, a := p.root.theme, p.attempt
	waited := int(p.root.now().Sub(a.Began).Seconds())
	var b strings.Builder
	b.WriteString(t.warn.Render(fmt.Sprintf("… Charging %s to %s", a.Charge.Amount, cardName(a.Charge))) + "\n\n")
	b.WriteString(wrap("The payment is on its way to the bank. Do not take it again.", width) + "\n\n")
	b.WriteString(p.row("Waiting", fmt.Sprintf("%d s", max(0, waited))))
	b.WriteString(p.row("Order reference", a.Charge.OrderReference))
	b.WriteString("\n" + t.muted.Render("Tell the caller") + "  “I am waiting for your bank's answer.”")
	return b.String()
}

// writeDoubt adds the locked page of an outcome that is not known yet.
func (r *Root) writeDoubt(b *strings.Builder, a payment.Attempt) {
	now := r.now()
	b.WriteString(r.row("Since", fmt.Sprintf("%d s", max(0, int(now.Sub(a.Began).Seconds())))))
	next := "now"
	if wait := a.NextCheck.Sub(now); wait > time.Second {
		next = fmt.Sprintf("in %d s", int(wait.Seconds()))
	}
	b.WriteString(r.row("Next question", fmt.Sprintf("%s (%d asked so far)", next, a.Checks)))
}

func (p *paymentScreen) resultPage(width int) string {
	t, a := *p.root.theme, p.attempt
	v := verdictOfPayment(a)
	bar := fmt.Sprintf("  %s  %s   %s   %s", v.symbol, v.word, a.Charge.Amount, cardName(a.Charge))
	bar = ansi.Truncate(bar, width, "…")
	var b strings.Builder
	b.WriteString(v.bar(t).Render(pad(bar, width)) + "\n\n")
	b.WriteString(wrap(v.means, width) + "\n")
	if why := reason(a, p.fieldLabel); why != "" {
		b.WriteString(wrap(why, width) + "\n")
	}
	b.WriteString(t.muted.Render("Tell the caller") + "\n" + wrap(v.say, width) + "\n\n")
	switch {
	case a.State == payment.InDoubt:
		p.root.writeDoubt(&b, a)
	case a.Result.Record.TransactionReference != "":
		p.writeChecks(&b, a)
	}
	if a.Resolution != "" {
		b.WriteString(p.row("Found out", a.Ended.Local().Format("15:04:05")+", "+a.FoundOut()))
	}
	if a.Alarm != "" {
		b.WriteString(t.bad.Render(wrap("! "+a.Alarm, width)) + "\n")
	}
	if a.Evidence != "" {
		b.WriteString(wrap(t.muted.Render("But: ")+a.Evidence, width) + "\n")
	}
	for _, w := range p.seen.warnings {
		b.WriteString(t.warn.Render(wrap("! Already taken? "+warningText(w, p.root.now()), width)) + "\n")
	}
	b.WriteString(p.row("Order reference", a.Charge.OrderReference))
	b.WriteString(p.row("Sent to the gateway as", a.SentReference))
	return b.String()
}

// writeChecks shows what the bank answered about the address and the code,
// and what the payment is known by.
func (p *paymentScreen) writeChecks(b *strings.Builder, a payment.Attempt) {
	t, r := p.root.theme, a.Result.Record
	checks := r.Checks()
	if checks != (gateway.Checks{}) { // the journal keeps none
		b.WriteString(p.row("Address", t.check(checks.Address)))
		b.WriteString(p.row("Postcode", t.check(checks.Postcode)))
		b.WriteString(p.row("Security code", t.check(checks.SecurityCode)))
	}
	if r.AuthCode != "" && a.Outcome == gateway.Approved {
		b.WriteString(p.row("Auth code", r.AuthCode))
	}
	b.WriteString(p.row("Transaction reference", r.TransactionReference))
	if r.SettleStatus != "" && a.Outcome != gateway.Declined {
		r.RequestType = gateway.TypeAuth // the journal keeps none
		b.WriteString(p.row("Settlement", statement.Settlement(r, p.root.now())))
	}
}

// pad fills text with blanks to width cells.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}
