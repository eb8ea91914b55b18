package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// stage is where one payment is, from the first key to its outcome.
type stage int

const (
	editing    stage = iota
	confirming       // the page that says what will be charged
	discarding       // the question before typing is thrown away
	sending          // handed over; no key does anything
	finished
)

const (
	// A key pressed before the agent has seen a page must not act on it: on the
	// confirm and result pages keys are swallowed until it was quiet for so
	// long. It is longer than a field waits for an Enter it has made needless.
	graceQuiet = 600 * time.Millisecond
)

// secondMsg counts the seconds of a payment on its way.
type secondMsg struct{ attemptID string }

// paymentScreen takes one payment.
type paymentScreen struct {
	root    *Root
	form    *forms.Payment
	stage   stage
	attempt payment.Attempt // of the last charge from this form
	quietAt time.Time       // when the page's grace period ends
}

var _ screen = (*paymentScreen)(nil)

func (r *Root) newPayment() *paymentScreen {
	return &paymentScreen{root: r, form: forms.NewPayment(r.session.Form)}
}

// Update implements screen.
func (p *paymentScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	if tick, ok := msg.(secondMsg); ok {
		return stay, p.second(tick)
	}
	switch p.stage {
	case editing:
		return p.edit(msg)
	case confirming:
		return p.confirm(msg)
	case discarding:
		return p.discard(msg)
	case sending:
		if _, ok := msg.(tea.KeyPressMsg); ok {
			p.root.notice = "The payment is on its way and cannot be stopped. Wait for the answer."
		}
		return stay, nil
	default:
		return p.result(msg)
	}
}

func (p *paymentScreen) edit(msg tea.Msg) (action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		keys := p.root.keys.Form
		switch {
		case key.Matches(k, keys.Confirm):
			if p.form.CheckAll() {
				p.openConfirm()
			}
			return stay, nil
		case key.Matches(k, keys.Discard):
			if !p.form.Dirty() {
				return goHome, nil
			}
			p.stage = discarding
			return stay, nil
		}
	}
	if p.form.Update(msg) == forms.Left {
		p.openConfirm()
	}
	return stay, nil
}

func (p *paymentScreen) openConfirm() {
	p.stage = confirming
	p.startGrace()
}

// startGrace begins the grace period of a page that has just come into view.
func (p *paymentScreen) startGrace() { p.quietAt = p.root.now().Add(graceQuiet) }

// inGrace reports a key that was on its way before the page was seen, and
// prolongs the grace period by it.
func (p *paymentScreen) inGrace() bool {
	if p.root.now().After(p.quietAt) {
		return false
	}
	p.startGrace()
	return true
}

func (p *paymentScreen) confirm(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok || p.inGrace():
		return stay, nil
	case !key.Matches(k, p.root.keys.Confirm.Charge):
		p.stage = editing
		return stay, nil
	case !p.form.CheckAll(): // a card may have expired at midnight
		p.stage = editing
		return stay, nil
	}
	p.attempt = p.root.session.Desk.Begin(p.charge())
	card := p.form.Take()
	p.stage = sending
	// The desk goes on whether or not this console is there to hear of it.
	outcome := p.root.session.Desk.Charge(p.attempt, card)
	await := func() tea.Msg { return attemptDoneMsg{<-outcome} }
	return stay, tea.Batch(await, everySecond(p.attempt.ID))
}

// charge is what the form says will be charged.
func (p *paymentScreen) charge() payment.Charge {
	first, last := p.form.Name()
	number := p.form.Card().Number
	return payment.Charge{
		OrderReference: p.form.OrderReference(),
		Amount:         p.form.Amount(),
		Brand:          number.Brand(),
		First6:         number.First6(),
		Last4:          number.Last4(),
		Billing: gateway.Billing{
			FirstName: first, LastName: last,
			Premise: p.form.Premise(), Postcode: p.form.Postcode(), Country: p.form.Country(),
		},
	}
}

func (p *paymentScreen) discard(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	if key.Matches(k, p.root.keys.Ask.Yes) {
		p.form.Clear()
		return goHome, nil
	}
	p.stage = editing
	return stay, nil
}

// finish takes the outcome of the attempt under way. What the form holds
// besides the card stays, for another try.
func (p *paymentScreen) finish(a payment.Attempt) {
	p.attempt, p.stage = a, finished
	p.form.ClearCard()
	p.startGrace()
}

func (p *paymentScreen) result(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || p.inGrace() {
		return stay, nil
	}
	keys := p.root.keys.Result
	switch {
	case key.Matches(k, keys.Next):
		return goPayment, nil
	case key.Matches(k, keys.Home):
		return goHome, nil
	case key.Matches(k, keys.Correct) && p.correctable():
		p.backToForm()
	}
	return stay, nil
}

// correctable reports that the card was surely not charged, so that the same
// form may be used again.
func (p *paymentScreen) correctable() bool {
	switch p.attempt.Outcome {
	case gateway.Declined, gateway.Rejected, gateway.NotSent:
		return true
	default:
		return false
	}
}

// backToForm opens the form again, on the card or on the field that was
// refused.
func (p *paymentScreen) backToForm() {
	p.stage = editing
	p.form.FocusField("pan")
	for _, name := range p.attempt.Fields {
		if p.form.Field(name) != nil {
			p.form.Fail(name, "the gateway did not accept this: check it with the caller")
			p.form.FocusField(name)
			return
		}
	}
}

func (p *paymentScreen) second(tick secondMsg) tea.Cmd {
	if p.stage != sending || tick.attemptID != p.attempt.ID {
		return nil
	}
	return everySecond(tick.attemptID)
}

func everySecond(attemptID string) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return secondMsg{attemptID} })
}

// fieldLabel is the form's name of a gateway field.
func (p *paymentScreen) fieldLabel(name string) string {
	if f := p.form.Field(name); f != nil {
		return strings.ToLower(f.Label())
	}
	return "“" + gateway.Clean(name, 40) + "”"
}

// Keys implements screen.
func (p *paymentScreen) Keys() []key.Binding {
	k := p.root.keys
	switch p.stage {
	case editing:
		return []key.Binding{k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard, k.Global.Help}
	case confirming:
		return []key.Binding{k.Confirm.Charge, k.Confirm.Back}
	case discarding:
		return []key.Binding{k.Ask.Yes, k.Ask.No}
	case sending:
		return []key.Binding{k.Sending.Wait}
	default:
		if p.correctable() {
			return []key.Binding{k.Result.Next, k.Result.Correct, k.Result.Home}
		}
		return []key.Binding{k.Result.Next, k.Result.Home}
	}
}

// Busy implements screen.
func (p *paymentScreen) Busy() string {
	switch {
	case p.stage == sending:
		return fmt.Sprintf("A payment of %s is on its way. moto will wait for its answer before it closes, and print it.", p.attempt.Charge.Amount)
	case p.stage != finished && p.form.Dirty():
		return "What has been typed will be thrown away."
	default:
		return ""
	}
}
