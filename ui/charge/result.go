package charge

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// Attempt implements Owner.
func (p *Page) Attempt() payment.Attempt { return p.attempt }

// UnderWay implements Owner.
func (p *Page) UnderWay() bool { return p.Stage == kit.Sending }

// Finish implements Owner. What the form holds besides the card stays, for another
// try.
func (p *Page) Finish(done kit.DoneMsg) {
	p.attempt, p.Stage = done.Attempt, kit.Finished
	p.form.ClearCard()
	p.StartGrace()
}

// Learn implements Owner.
func (p *Page) Learn(a payment.Attempt) bool {
	seen, news := p.Learned(a, p.attempt)
	if news {
		a.Charge = p.attempt.Charge // the journal keeps less of the customer
		p.attempt = a
	}
	return seen
}

// result handles the page of the outcome.
func (p *Page) result(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || p.InGrace() {
		return nil
	}
	keys := p.Shell.Keys.Result
	switch {
	case p.attempt.State == payment.InDoubt:
		return p.Shell.Doubt(k, p.attempt)
	case key.Matches(k, keys.Next):
		return p.Shell.Open(kit.Open{Place: kit.Charge})
	case key.Matches(k, keys.Home):
		return p.Shell.Open(kit.Open{Place: kit.Home})
	case key.Matches(k, keys.Record) && p.hasRecord():
		return p.Shell.Open(kit.Open{Place: kit.Record, Record: kit.RecordOf(p.attempt)})
	case key.Matches(k, keys.Correct) && kit.Undone(p.attempt.Outcome): // the card was surely not charged
		p.Correct(p.attempt.Fields)
	}
	return nil
}

// hasRecord reports that the payment can be opened.
func (p *Page) hasRecord() bool { return kit.RecordOf(p.attempt).TransactionReference != "" }

func (p *Page) resultPage(width int) string {
	t, a := p.Shell.Theme, p.attempt
	v := kit.VerdictOfPayment(a)
	var b strings.Builder
	b.WriteString(p.Bar(v, a.Charge.Amount.String(), a.Charge, width))
	b.WriteString(kit.Wrap(v.Means, width) + "\n")
	if why := kit.Reason(a, p.FieldLabel); why != "" {
		b.WriteString(kit.Wrap(why, width) + "\n")
	}
	b.WriteString(p.CallerRow(v.Say, width))
	switch {
	case a.State == payment.InDoubt:
		p.Shell.WriteDoubt(&b, a)
	case a.Result.Record.TransactionReference != "":
		p.writeChecks(&b, a)
	}
	p.WriteFound(&b, a, width)
	if a.Evidence != "" {
		b.WriteString(kit.Wrap(t.Muted.Render("But: ")+a.Evidence, width) + "\n")
	}
	for _, w := range p.seen.warnings {
		b.WriteString(t.Warn.Render(kit.Wrap("! Already taken? "+kit.WarningText(w, p.Shell.Now()), width)) + "\n")
	}
	b.WriteString(p.Shell.Row("Order reference", a.Charge.OrderReference))
	b.WriteString(p.Shell.Row("Sent to the gateway as", a.SentReference))
	return b.String()
}

// writeChecks shows what the bank answered about the address and the code,
// and what the payment is known by.
func (p *Page) writeChecks(b *strings.Builder, a payment.Attempt) {
	t, r := p.Shell.Theme, a.Result.Record
	checks := r.Checks()
	if checks != (gateway.Checks{}) { // the journal keeps none
		b.WriteString(p.Shell.Row("Address", t.Check(checks.Address)))
		b.WriteString(p.Shell.Row("Postcode", t.Check(checks.Postcode)))
		b.WriteString(p.Shell.Row("Security code", t.Check(checks.SecurityCode)))
	}
	if r.AuthCode != "" && a.Outcome == gateway.OutcomeApproved {
		b.WriteString(p.Shell.Row("Auth code", r.AuthCode))
	}
	b.WriteString(p.Shell.Row("Transaction reference", r.TransactionReference))
	if r.SettleStatus != "" && a.Outcome != gateway.OutcomeDeclined {
		r.RequestType = gateway.TypeAuth // the journal keeps none
		b.WriteString(p.Shell.Row("Settlement", statement.Settlement(r, p.Shell.Now())))
	}
}
