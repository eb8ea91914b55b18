package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// Attempt implements Owner.
func (p *chargePage) Attempt() payment.Attempt { return p.attempt }

// UnderWay implements Owner.
func (p *chargePage) UnderWay() bool { return p.stage == sending }

// Finish implements Owner. What the form holds besides the card stays, for another
// try.
func (p *chargePage) Finish(done DoneMsg) {
	p.attempt, p.stage = done.Attempt, finished
	p.form.ClearCard()
	p.StartGrace()
}

// Learn implements Owner.
func (p *chargePage) Learn(a payment.Attempt) bool {
	seen, news := p.learn(a, p.attempt)
	if news {
		a.Charge = p.attempt.Charge // the journal keeps less of the customer
		p.attempt = a
	}
	return seen
}

// result handles the page of the outcome.
func (p *chargePage) result(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || p.inGrace() {
		return nil
	}
	keys := p.shell.keys.Result
	switch {
	case p.attempt.State == payment.InDoubt:
		return p.shell.doubt(k, p.attempt)
	case key.Matches(k, keys.Next):
		return p.shell.Open(Open{Place: Charge})
	case key.Matches(k, keys.Home):
		return p.shell.Open(Open{Place: Home})
	case key.Matches(k, keys.Correct) && undone(p.attempt.Outcome): // the card was surely not charged
		p.correct(p.attempt.Fields)
	}
	return nil
}

func (p *chargePage) resultPage(width int) string {
	t, a := p.shell.theme, p.attempt
	v := verdictOfPayment(a)
	var b strings.Builder
	b.WriteString(p.bar(v, a.Charge.Amount.String(), a.Charge, width))
	b.WriteString(wrap(v.means, width) + "\n")
	if why := reason(a, p.fieldLabel); why != "" {
		b.WriteString(wrap(why, width) + "\n")
	}
	b.WriteString(p.callerRow(v.say, width))
	switch {
	case a.State == payment.InDoubt:
		p.shell.writeDoubt(&b, a)
	case a.Result.Record.TransactionReference != "":
		p.writeChecks(&b, a)
	}
	p.writeFound(&b, a, width)
	if a.Evidence != "" {
		b.WriteString(wrap(t.muted.Render("But: ")+a.Evidence, width) + "\n")
	}
	for _, w := range p.seen.warnings {
		b.WriteString(t.warn.Render(wrap("! Already taken? "+warningText(w, p.shell.now()), width)) + "\n")
	}
	b.WriteString(p.shell.row("Order reference", a.Charge.OrderReference))
	b.WriteString(p.shell.row("Sent to the gateway as", a.SentReference))
	return b.String()
}

// writeChecks shows what the bank answered about the address and the code,
// and what the payment is known by.
func (p *chargePage) writeChecks(b *strings.Builder, a payment.Attempt) {
	t, r := p.shell.theme, a.Result.Record
	checks := r.Checks()
	if checks != (gateway.Checks{}) { // the journal keeps none
		b.WriteString(p.shell.row("Address", t.check(checks.Address)))
		b.WriteString(p.shell.row("Postcode", t.check(checks.Postcode)))
		b.WriteString(p.shell.row("Security code", t.check(checks.SecurityCode)))
	}
	if r.AuthCode != "" && a.Outcome == gateway.Approved {
		b.WriteString(p.shell.row("Auth code", r.AuthCode))
	}
	b.WriteString(p.shell.row("Transaction reference", r.TransactionReference))
	if r.SettleStatus != "" && a.Outcome != gateway.Declined {
		r.RequestType = gateway.TypeAuth // the journal keeps none
		b.WriteString(p.shell.row("Settlement", statement.Settlement(r, p.shell.now())))
	}
}
