package charge

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// Attempt implements Owner.
func (p *Page) Attempt() payment.Attempt { return p.attempt }

// UnderWay implements Owner.
func (p *Page) UnderWay() bool { return p.Stage == flow.Sending }

// Finish implements Owner. The form keeps everything but the card, for another try.
func (p *Page) Finish(done kit.DoneMsg) {
	p.attempt, p.Stage = done.Attempt, flow.Finished
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

// result handles keys on the page of the outcome.
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
	case key.Matches(k, keys.Same) && !kit.NothingDone(p.attempt.Outcome): // without a refused field the form opens as it was
		p.sameCaller()
	case key.Matches(k, keys.Home):
		return p.Shell.Open(kit.Open{Place: kit.Home})
	case key.Matches(k, keys.Record) && p.hasRecord():
		return p.Shell.Open(kit.Open{Place: kit.Record, Record: kit.RecordOf(p.attempt), Fresh: true})
	case key.Matches(k, keys.Give) && p.undoes() && p.Shell.Console.WhyNoUndo() != "":
		p.Shell.Notify(p.Shell.Console.WhyNoUndo())
	case key.Matches(k, keys.Give) && p.undoes():
		return p.Shell.Open(kit.Open{Place: kit.Record, Record: kit.RecordOf(p.attempt), Give: true, Mistake: true, Fresh: true})
	case key.Matches(k, keys.Correct) && kit.NothingDone(p.attempt.Outcome): // the card was surely not charged
		if p.attempt.Outcome == gateway.OutcomeDeclined { // so the caller may give another card
			p.form.ForgetConsent()
		}
		p.Correct(p.attempt.Fields)
		p.Shell.Notify("The card is not kept: ask for all of it again.")
	case key.Matches(k, keys.Correct) && p.undoes():
		p.Shell.Notify("The payment was made. Press " + keys.Give.Help().Key + " to change it or to give it back.")
	default:
		p.Shell.Notify(kit.NothingHere)
	}
	return nil
}

// sameCaller begins another payment with the name, the address and the contact of this
// one. The form asks again for order, amount and card.
func (p *Page) sameCaller() {
	p.form.KeepCaller()
	p.form.SetDrawer(p.Shell.Console.MoreFields)
	p.attempt, p.seen, p.Stage = payment.Attempt{}, seen{}, flow.Editing
	p.look(true)
}

// undoes reports a payment that took money and can be given back, or that reserved it
// and can be captured or cancelled.
func (p *Page) undoes() bool {
	a := p.attempt
	return (a.Outcome == gateway.OutcomeApproved && a.Charge.Kind.TakesMoney() || takings.IsReserved(a)) && p.hasRecord()
}

// hasRecord reports that the payment can be opened.
func (p *Page) hasRecord() bool { return kit.RecordOf(p.attempt).TransactionReference != "" }
