package charge

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

func (p *Page) confirmPage(width int) string {
	t, c := p.Shell.Theme, p.charge()
	var b strings.Builder
	b.WriteString(t.Title.Render("Read this to the caller, then charge") + "\n\n")
	b.WriteString(t.Strong.Render(fmt.Sprintf("Charge %s to %s", c.Amount, kit.CardName(c))) + "\n")
	b.WriteString(kit.Wrap(kit.AmountInWords(c.Amount), width) + "\n\n")
	b.WriteString(p.Shell.Row("Card", kit.CardName(c)+", expires "+p.form.Card().Expiry.String()))
	b.WriteString(p.Shell.Row("Order reference", c.OrderReference))
	if kept := payment.KeptReference(c.OrderReference); kept != c.OrderReference {
		b.WriteString(p.Shell.Row("", t.Muted.Render("sent as "+kept+"-…: it is too long for the bank")))
	}
	b.WriteString(p.Shell.Row("Customer", customer(c.Billing)))
	b.WriteString(p.Shell.Row("Address", address(c.Billing)))
	b.WriteString(p.Shell.Row("Site", p.Shell.Session.Site+" "+t.Marker(p.Shell.Session.Mode)))
	if why := p.why(); why != "" {
		b.WriteString(p.Shell.Row("Taken again because", why))
	}
	if !p.guarded {
		b.WriteString("\n" + t.Muted.Render("Looking for earlier payments …"))
		return b.String()
	}
	if p.Shell.Session.Form.Cards.Doubts(p.form.Card().Number) {
		b.WriteString(t.Warn.Render("! This looks like a real card, and this site moves no money.") + "\n")
	}
	if note := p.seenNote(); note != "" {
		b.WriteString(t.Muted.Render(note) + "\n")
	}
	keys := p.Shell.Keys.Confirm
	b.WriteString("\n" + kit.Wrap(t.Key.Render(keys.Charge.Help().Key)+" charges the card once. "+t.Key.Render(keys.Back.Help().Key)+" goes back to the form.", width))
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
