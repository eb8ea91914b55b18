package charge

import (
	"strings"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// brevity is how much the confirm page says of the facts to check. A value is whole or not
// there: it is never cut.
type brevity int

const (
	whole   brevity = iota
	noSite          // the head names it
	brief           // what the agent has chosen in as few words as possible
	named           // what else is sent by its names alone
	counted         // and that only as a number; the head names the kind
	joined          // customer and address in one fact, and labels as narrow as they can be
	least           // only what is checked with the caller
)

// confirmFacts are the facts to check with the caller. They become briefer until they take
// at most `most` rows.
func (p *Page) confirmFacts(c payment.Charge, width, most int, amount bool) (rows []string) {
	for less := whole; less <= least; less++ {
		if rows = p.factRows(c, width, less, amount); len(rows) <= most {
			break
		}
	}
	return rows
}

// factsOf are the facts of a charge that the agent checks. It reports whether the card of
// a test site looks like a real one.
func (p *Page) factsOf(c payment.Charge, less brevity, amount bool) (facts kit.Facts, looksReal bool) {
	if c.Kind != terms.Payment && less < counted {
		kind := about(c)
		if less >= brief {
			kind = kit.KindName(c.Kind)
		}
		facts.Add("Kind", kind)
	}
	if amount && c.Kind.TakesMoney() {
		facts.Add("Amount", c.Amount.String())
	}
	facts.Add("Card", kit.CardName(c)+", expires "+kit.Expires(p.form.Card().Expiry.String()))
	facts.Add("Order reference", c.OrderReference)
	if kept := orderref.Kept(c.OrderReference); kept != c.OrderReference && less < named {
		facts.Add("", "sent as "+kept+"-…: the bank takes 18 characters")
	}
	if less >= joined {
		facts.Add("Customer", who(c.Billing))
	} else {
		facts.Add("Customer", customer(c.Billing))
		facts.Add("Address", address(c.Billing))
	}
	facts = append(facts, termsOf(c, less)...)
	facts.Add("Recipient", recipientOf(c, p.form.Recipient()))
	if less < noSite {
		facts.Add("Site", p.Shell.Console.Site)
	}
	return facts, p.Shell.Console.Form.Cards.Doubts(p.form.Card().Number)
}

// factRows draws the facts, whether real money moves, what makes the charge doubtful, and
// what else is sent.
func (p *Page) factRows(c payment.Charge, width int, less brevity, amount bool) (rows []string) {
	t, column := p.Shell.Theme, confirmColumn
	if less >= joined {
		column = tightColumn
	}
	add := func(label, value string) {
		rows = append(rows, draw.Facts(t.Theme, label, value, column, width)...)
	}
	facts, looksReal := p.factsOf(c, less, amount)
	for _, fact := range facts {
		add(fact[0], fact[1])
	}
	money := t.RealMoney(p.Shell.Console.Mode)
	if !c.Kind.TakesMoney() {
		money = t.Marker(p.Shell.Console.Mode) + " none is taken"
	}
	rows = append(rows, draw.Fact(t.Theme, "Money", money, column, width))
	if looksReal {
		rows = append(rows, draw.Fact(t.Theme, "", t.Mark(theme.Warn, "!", "Looks real: use a test card here."), column, width))
	}
	if why := p.why(); why != "" {
		add("Reason", why)
	}
	if also := alsoSent(c); len(also) > 0 && less < least {
		add("Also sent", alsoWords(also, less))
	}
	return rows
}

// alsoWords are what else is sent, in a sentence.
func alsoWords(also kit.Facts, less brevity) string {
	var names []string
	for _, fact := range also {
		names = append(names, fact[0])
	}
	switch {
	case less >= counted:
		return thousands.CountOf(len(also), "answer") + ": esc shows them"
	case less >= named:
		return kit.Capital(strings.Join(names, ", ")) + ": esc shows them"
	default:
		return kit.Capital(strings.Join(inWords(also), " · "))
	}
}
