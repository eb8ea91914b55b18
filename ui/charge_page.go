package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/payment"
)

// chargePage takes one payment.
type chargePage struct {
	flow
	form    *forms.Payment
	attempt payment.Attempt // of the last charge from this form

	asked    int  // which question to the guard is the newest
	guarded  bool // the guard has answered it
	guardErr bool // and could not say
	charging bool // the agent has said yes; the guard is asked once more
	seen     seen // what the gateway was asked besides
}

var (
	_ Owner      = (*chargePage)(nil)
	_ CardHolder = (*chargePage)(nil)
)

// newCharge makes a page for a fresh payment.
func newCharge(shell Shell, _ Open) Page {
	o := shell.session.Form
	o.Queue = shell.session.Digits
	p := &chargePage{form: forms.NewPayment(o)}
	keys := shell.keys.Confirm
	p.flow = newFlow(shell, p, editing, keys.Charge, keys.Back)
	p.sheet, p.waiting = p.form.Form, "The payment is on its way and cannot be stopped. Wait for the answer."
	return p
}

// Opened implements Page.
func (p *chargePage) Opened(Open) tea.Cmd { return nil }

// Update implements Page.
func (p *chargePage) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case secondMsg:
		return p.second(msg, p.attempt)
	case guardMsg:
		return p.guardAnswered(msg)
	case seenMsg:
		return p.gatewayAnswered(msg)
	case seenLateMsg:
		return p.gatewayLate(msg)
	}
	if cmd, handled := p.step(msg); handled {
		return cmd
	}
	if p.stage == confirming {
		return p.agree(msg, p.charging, p.guarded, p.agreed)
	}
	return p.result(msg)
}

// leaveForm implements steps.
func (p *chargePage) leaveForm() tea.Cmd { return p.shell.Open(Open{Place: Home}) }

// agreed asks the guard once more: the page may have been open for long, and another
// desk may have charged the same card meanwhile.
func (p *chargePage) agreed() tea.Cmd {
	p.charging, p.guarded = true, false
	p.asked = p.shell.Request()
	return tea.Batch(askGuard(p.shell.session.Desk, p.charge(), p.asked), p.seen.wait())
}

// begin hands the payment over. There is no way back from here.
func (p *chargePage) begin() tea.Cmd {
	desk := p.shell.session.Desk
	p.attempt = desk.Begin(p.charge())
	card := p.form.Take()
	p.stage = sending
	// The desk goes on whether or not this console is there to hear of it.
	outcome := desk.Charge(p.attempt, card)
	await := func() tea.Msg {
		if a, ok := <-outcome; ok {
			return DoneMsg{Attempt: a}
		}
		return nil // the console is closing: nothing was sent
	}
	return tea.Batch(await, everySecond(p.attempt.ID))
}

// Keys implements Page.
func (p *chargePage) Keys() []key.Binding {
	k := p.shell.keys
	switch {
	case p.stage != finished:
		return p.stepKeys()
	case p.attempt.State == payment.InDoubt:
		return []key.Binding{k.Doubt.Check, k.Doubt.Home}
	case undone(p.attempt.Outcome):
		return []key.Binding{k.Result.Next, k.Result.Correct, k.Result.Home}
	default:
		return []key.Binding{k.Result.Next, k.Result.Home}
	}
}

// Busy implements Page.
func (p *chargePage) Busy() string {
	switch {
	case p.stage == sending:
		return fmt.Sprintf("A payment of %s is on its way. moto waits until what became of it is recorded, and prints it.", p.attempt.Charge.Amount)
	case p.stage != finished && p.form.Dirty():
		return "What has been typed will be thrown away."
	default:
		return ""
	}
}

// HoldsCard implements CardHolder.
func (p *chargePage) HoldsCard() bool {
	switch p.stage {
	case editing, confirming, warned, discarding:
		card := p.form.Card()
		return card.Number.Len()+card.Code.Len() > 0
	default:
		return false
	}
}

// WipeCard implements CardHolder.
func (p *chargePage) WipeCard(why string) {
	p.loseCard(why)
	p.charging = false
}
