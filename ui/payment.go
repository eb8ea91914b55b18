package ui

import (
	"fmt"
	"slices"
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
	warned           // the page that says what was found out about this charge
	discarding       // the question before typing is thrown away
	sending          // handed over; no key does anything
	finished
)

// secondMsg counts the seconds of a payment on its way.
type secondMsg struct{ attemptID string }

// paymentScreen takes one payment.
type paymentScreen struct {
	root    *Root
	form    *forms.Payment
	stage   stage
	attempt payment.Attempt // of the last charge from this form
	grace

	asked    int               // which question to the guard is the newest
	guarded  bool              // the guard has answered it
	guardErr bool              // and could not say
	charging bool              // the agent has said yes; the guard is asked once more
	warnings []payment.Warning // what it found
	reason   *forms.Form       // why the charge is made all the same
	seen     seen              // what the gateway was asked besides
}

var _ screen = (*paymentScreen)(nil)

func (r *Root) newPayment() *paymentScreen {
	o := r.session.Form
	o.Queue = r.session.Digits
	return &paymentScreen{root: r, form: forms.NewPayment(o), grace: grace{now: r.now}}
}

// Update implements screen.
func (p *paymentScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case secondMsg:
		return stay, p.second(msg)
	case guardMsg:
		return stay, p.guardAnswered(msg)
	case seenLateMsg:
		return stay, p.gatewayLate(msg)
	}
	switch p.stage {
	case editing:
		return p.edit(msg)
	case confirming:
		return p.confirm(msg)
	case warned:
		return p.explain(msg)
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
				return stay, p.openConfirm()
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
		return stay, p.openConfirm()
	}
	return stay, nil
}

// openConfirm shows the confirm page and asks the guard. Nothing can be
// charged before it has answered.
func (p *paymentScreen) openConfirm() tea.Cmd {
	p.stage = confirming
	p.asked = p.root.nextRequest()
	p.guarded, p.guardErr, p.charging, p.warnings = false, false, false, nil
	p.seen = seen{asked: p.asked}
	p.reason = p.root.newReason()
	p.startGrace()
	c := p.charge()
	return tea.Batch(
		askGuard(p.root.session.Desk, c, p.asked),
		askGateway(p.root.session.Desk, c, p.form.Card().Number, p.asked),
	)
}

// guardAnswered takes in what the guard knows, unless the agent has gone back
// to the form since it was asked. After the agent's yes it charges, if the
// guard knows nothing that the agent has not seen.
func (p *paymentScreen) guardAnswered(msg guardMsg) tea.Cmd {
	if p.stage != confirming && p.stage != warned || msg.asked != p.asked {
		return nil
	}
	news := slices.ContainsFunc(msg.warnings, func(w payment.Warning) bool {
		return !slices.ContainsFunc(p.warnings, func(seen payment.Warning) bool {
			return seen.Kind == w.Kind && seen.Earlier.ID == w.Earlier.ID
		})
	})
	p.guarded, p.guardErr, p.warnings = true, msg.err != nil, msg.warnings
	switch {
	case (p.guardErr || news) && p.stage == warned: // what was typed as a reason stays
		p.startGrace()
	case p.guardErr || news:
		p.warn()
	}
	return p.chargeIfClear()
}

// warn opens the page of warnings. What is typed there begins anew, and keys on
// their way do nothing.
func (p *paymentScreen) warn() {
	p.reason = p.root.newReason()
	p.stage, p.charging = warned, false
	p.startGrace()
}

// chargeIfClear charges once the agent has said yes and every question about
// earlier payments is answered, or has been waited for long enough.
func (p *paymentScreen) chargeIfClear() tea.Cmd {
	if p.stage != confirming || !p.charging || !p.guarded || !p.seen.over {
		return nil
	}
	p.charging = false
	return p.begin()
}

// allWarnings are those of the journal and of the gateway.
func (p *paymentScreen) allWarnings() []payment.Warning {
	return slices.Concat(p.warnings, p.seen.warnings)
}

// newReason is the form that asks why a charge is made in spite of a warning.
func (r *Root) newReason() *forms.Form {
	return r.newForm(forms.NewText(forms.TextOptions{
		Name: reasonField, Label: "Why it is right", Meaning: "the reason", Max: 100, Required: true,
	}))
}

const reasonField = "reason"

// explain handles the page of warnings: a charge that is barred goes nowhere,
// another one needs a reason first.
func (p *paymentScreen) explain(msg tea.Msg) (action, tea.Cmd) {
	k, isKey := msg.(tea.KeyPressMsg)
	if isKey && p.inGrace() {
		return stay, nil
	}
	back := p.root.keys.Warning.Back
	switch {
	case isKey && key.Matches(k, back):
		p.stage = editing
		return stay, nil
	case p.barred():
		if isKey {
			p.root.notice = onlyThis(back)
		}
		return stay, nil
	}
	if p.reason.Update(msg) == forms.Left {
		p.stage = confirming
		p.startGrace()
	}
	return stay, nil
}

// barred reports a charge that no reason makes right.
func (p *paymentScreen) barred() bool {
	return p.guardErr || p.seen.refused || slices.ContainsFunc(p.allWarnings(), payment.Warning.Bars)
}

// why is the reason given, "" where none was asked for.
func (p *paymentScreen) why() string {
	if len(p.warnings) == 0 && len(p.seen.warnings) == 0 {
		return ""
	}
	if f, ok := p.reason.Field(reasonField).(*forms.TextField); ok {
		return f.Value()
	}
	return ""
}

func (p *paymentScreen) confirm(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	keys := p.root.keys.Confirm
	switch {
	case !ok || p.charging:
		return stay, nil
	case p.inGrace():
		p.root.notice = tooSoon(keys.Charge)
		return stay, nil
	case key.Matches(k, keys.Back):
		p.stage = editing
		return stay, nil
	case !key.Matches(k, keys.Charge):
		p.root.notice = onlyThese(keys.Charge, keys.Back)
		return stay, nil
	case !p.guarded:
		p.root.notice = stillLooking(keys.Charge)
		return stay, nil
	case !p.form.CheckAll(): // a card may have expired at midnight
		p.stage = editing
		return stay, nil
	}
	// The page may have been open for long: another desk may have charged the
	// same card meanwhile.
	p.charging, p.guarded = true, false
	p.asked = p.root.nextRequest()
	return stay, tea.Batch(askGuard(p.root.session.Desk, p.charge(), p.asked), p.seen.wait())
}

// begin hands the payment over. There is no way back from here.
func (p *paymentScreen) begin() tea.Cmd {
	p.attempt = p.root.session.Desk.Begin(p.charge())
	card := p.form.Take()
	p.stage = sending
	// The desk goes on whether or not this console is there to hear of it.
	outcome := p.root.session.Desk.Charge(p.attempt, card)
	await := func() tea.Msg {
		if a, ok := <-outcome; ok {
			return attemptDoneMsg{a}
		}
		return nil // the console is closing: nothing was sent
	}
	return tea.Batch(await, everySecond(p.attempt.ID))
}

// charge is what the form says will be charged.
func (p *paymentScreen) charge() payment.Charge {
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

func (p *paymentScreen) discard(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	switch discards, asksOn := p.root.discards(k); {
	case discards:
		p.form.Clear()
		return goHome, p.root.forget()
	case !asksOn:
		p.stage = editing
	}
	return stay, nil
}

// finish takes the outcome of the attempt under way. What the form holds
// besides the card stays, for another try.
func (p *paymentScreen) finish(a payment.Attempt) {
	p.attempt, p.stage = a, finished
	p.form.ClearCard()
	p.startGrace()
}

// learn implements owner.
func (p *paymentScreen) learn(a payment.Attempt) bool {
	if p.stage != finished {
		return false
	}
	if noNews(a, p.attempt) {
		return true
	}
	a.Charge = p.attempt.Charge // the journal keeps less of the customer
	if a.State == payment.Done && p.attempt.State != payment.Done {
		p.startGrace()
	}
	p.attempt = a
	return true
}

// underWay implements owner.
func (p *paymentScreen) underWay() bool { return p.stage == sending }

func (p *paymentScreen) result(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok || p.inGrace() {
		return stay, nil
	}
	keys := p.root.keys.Result
	if p.attempt.State == payment.InDoubt {
		return p.doubt(k)
	}
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

// doubt handles the page of an outcome that is not known: it is locked, and
// the next payment begins from home, past its banner.
func (p *paymentScreen) doubt(k tea.KeyPressMsg) (action, tea.Cmd) {
	keys := p.root.keys.Doubt
	switch {
	case key.Matches(k, keys.Check):
		p.root.notice = askingNow
		return stay, checkNow(p.root.session.Desk, p.attempt)
	case key.Matches(k, keys.Home):
		return goHome, nil
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
	waiting := p.stage == sending || p.stage == finished && p.attempt.State == payment.InDoubt
	if !waiting || tick.attemptID != p.attempt.ID || p.root.current != p {
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
	case warned:
		if p.barred() {
			return []key.Binding{k.Warning.Back}
		}
		return []key.Binding{k.Warning.Explain, k.Warning.Back}
	case discarding:
		return []key.Binding{k.Discard.Yes, k.Discard.Back}
	case sending:
		return []key.Binding{k.Sending.Wait}
	default:
		if p.attempt.State == payment.InDoubt {
			return []key.Binding{k.Doubt.Check, k.Doubt.Home}
		}
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
		return fmt.Sprintf("A payment of %s is on its way. moto waits until what became of it is recorded, and prints it.", p.attempt.Charge.Amount)
	case p.stage != finished && p.form.Dirty():
		return "What has been typed will be thrown away."
	default:
		return ""
	}
}
