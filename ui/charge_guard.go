package ui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// openConfirm shows the confirm page and asks the guard. Nothing can be
// charged before it has answered.
func (p *chargePage) openConfirm() tea.Cmd {
	p.stage = confirming
	p.asked = p.shell.Request()
	p.guarded, p.guardErr, p.charging, p.warnings = false, false, false, nil
	p.seen = seen{asked: p.asked}
	p.reason = p.shell.newReason()
	p.StartGrace()
	desk, c := p.shell.session.Desk, p.charge()
	return tea.Batch(
		askGuard(desk, c, p.asked),
		askGateway(desk, c, p.form.Card().Number, p.asked),
	)
}

// guardMsg is what the guard knows of a charge that is about to be confirmed.
type guardMsg struct {
	asked    int
	warnings []payment.Warning
	err      error
}

func askGuard(desk *payment.Desk, c payment.Charge, asked int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), journalTime)
		defer cancel()
		warnings, err := desk.Guard(ctx, c)
		return guardMsg{asked, warnings, err}
	}
}

// guardAnswered takes in what the guard knows, unless the agent has gone back
// to the form since it was asked. After the agent's yes it charges, if the
// guard knows nothing that the agent has not seen.
func (p *chargePage) guardAnswered(msg guardMsg) tea.Cmd {
	if p.stage != confirming && p.stage != warned || msg.asked != p.asked {
		return nil
	}
	news := p.news(msg.warnings)
	p.guarded, p.guardErr, p.warnings = true, msg.err != nil, msg.warnings
	if p.guardErr || news {
		p.askWhy()
	}
	return p.chargeIfClear()
}

// askWhy turns the page into a question. What was typed as a reason before stays.
func (p *chargePage) askWhy() {
	if p.stage == warned {
		p.StartGrace()
		return
	}
	p.warn()
	p.charging = false
}

// chargeIfClear charges once the agent has said yes and every question about
// earlier payments is answered, or has been waited for long enough.
func (p *chargePage) chargeIfClear() tea.Cmd {
	if p.stage != confirming || !p.charging || !p.guarded || !p.seen.over {
		return nil
	}
	p.charging = false
	return p.begin()
}

// allWarnings are those of the journal and of the gateway.
func (p *chargePage) allWarnings() []payment.Warning {
	return slices.Concat(p.warnings, p.seen.warnings)
}

// barred implements steps.
func (p *chargePage) barred() bool {
	return p.guardErr || p.seen.refused || slices.ContainsFunc(p.allWarnings(), payment.Warning.Bars)
}

// why is the reason given, "" where none was asked for.
func (p *chargePage) why() string { return p.given(p.allWarnings()) }

// charge is what the form says will be charged.
func (p *chargePage) charge() payment.Charge {
	first, last := p.form.Name()
	number := p.form.Card().Number
	c := payment.Charge{
		OrderReference: p.form.OrderReference(),
		Reason:         p.why(),
		Amount:         p.form.Amount(),
		Brand:          number.Brand(),
		First6:         number.First6(),
		Last4:          number.Last4(),
		Billing: gateway.Billing{
			FirstName: first, LastName: last,
			Premise: p.form.Premise(), Postcode: p.form.Postcode(), Country: p.form.Country(),
		},
	}
	c.TellOf(p.warnings)
	return c
}
