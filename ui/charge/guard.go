package charge

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// OpenConfirm shows the confirm page and asks the guard. Nothing can be charged before
// the guard has answered.
func (p *Page) OpenConfirm() tea.Cmd {
	p.Stage = flow.Confirming
	p.asked = p.Shell.Request()
	p.guarded, p.guardErr, p.charging, p.Warnings = false, false, false, nil
	p.seen = seen{asked: p.asked}
	charges, c := p.Shell.Console.Charges, p.charge()
	p.ReasonLabel = flow.AgainLabel(c.Kind)
	p.ForgetReason()
	p.StartGrace()
	return tea.Batch(
		askGuard(charges, c, p.asked),
		askGateway(charges, c, p.form.Card().Number, p.asked),
	)
}

// guardMsg is the guard's answer about the charge on the confirm page.
type guardMsg struct {
	asked    int
	warnings []payment.Warning
	err      error
}

func askGuard(charges kit.Charges, c payment.Charge, asked int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), kit.JournalTime)
		defer cancel()
		warnings, err := charges.Guard(ctx, c)
		return guardMsg{asked, warnings, err}
	}
}

// guardAnswered takes in the guard's answer, unless the agent has gone back to the form
// since. After the agent's yes it charges, if the guard knows nothing that the agent
// has not seen.
func (p *Page) guardAnswered(msg guardMsg) tea.Cmd {
	if p.Stage != flow.Confirming && p.Stage != flow.Warned || msg.asked != p.asked {
		return nil
	}
	news := p.Unseen(msg.warnings)
	p.guarded, p.guardErr, p.Warnings = true, msg.err != nil, msg.warnings
	if p.guardErr || news {
		p.askWhy()
	}
	return p.chargeIfClear()
}

// askWhy turns the page into a question. A reason that was typed before stays.
func (p *Page) askWhy() {
	if p.Stage == flow.Warned {
		p.StartGrace()
		return
	}
	p.Warn()
	p.charging = false
}

// chargeIfClear charges once the agent has said yes and every question about earlier
// payments has its answer, or the wait for it has ended.
func (p *Page) chargeIfClear() tea.Cmd {
	if p.Stage != flow.Confirming || !p.charging || !p.guarded || !p.seen.over {
		return nil
	}
	p.charging = false
	return p.begin()
}

// allWarnings are those of the journal and of the gateway.
func (p *Page) allWarnings() []payment.Warning {
	all := slices.Concat(p.Warnings, p.seen.warnings)
	if slices.ContainsFunc(all, func(w payment.Warning) bool { return w.Kind == payment.SameNumber }) { // the gateway knows the whole number
		all = slices.DeleteFunc(all, func(w payment.Warning) bool { return w.Kind == payment.NumberRefused })
	}
	return all
}

// Barred implements steps.
func (p *Page) Barred() bool {
	return p.guardErr || p.seen.refused || slices.ContainsFunc(p.allWarnings(), payment.Warning.Bars)
}

// why is the reason given, "" if none was asked for.
func (p *Page) why() string { return p.Given(p.allWarnings()) }

// charge is what the form says will be charged.
func (p *Page) charge() payment.Charge {
	number := p.form.Card().Number
	c := payment.Charge{
		OrderReference: p.form.OrderReference(),
		Reason:         p.why(),
		Amount:         p.form.Amount(),
		Kind:           p.form.Kind(),
		Settlement:     p.form.Settlement(),
		Brand:          number.Brand(),
		First6:         number.First6(),
		Last4:          number.Last4(),
		Billing:        p.form.Billing(),
		Answers: payment.Answers{
			Customer:          p.form.Customer(),
			ChargeDescription: p.form.ChargeDescription(),
			MerchantEmail:     p.form.MerchantEmail(),
			Consent:           p.form.Consent(),
			DebtRepayment:     p.form.DebtRepayment(),
		},
	}
	c.Answers.CustomField4, c.Answers.CustomField5 = p.form.CustomFields()
	c.Corrected = c.Reason != "" && payment.OnlyRenumbered(p.allWarnings())
	c.TellOf(p.Warnings)
	return c
}
