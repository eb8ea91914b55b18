// Package charge is the page that takes a payment.
package charge

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/flow"
)

// Page takes one payment.
type Page struct {
	flow.Flow
	form    *forms.Payment
	attempt payment.Attempt // the last charge from this form

	asked    int  // number of the newest question to the guard
	guarded  bool // the guard has answered it
	guardErr bool // the guard could not answer
	charging bool // the agent has said yes; the guard is asked once more
	seen     seen // what the gateway said of earlier payments
	told     told // the call so far, for the panel beside the form
	drawn    drawnForm
}

// drawnForm is the form as it was drawn last. It goes with the card.
type drawnForm struct {
	fields draw.KeptFields
	rows   draw.Kept[draw.Pair]
}

var (
	_ kit.Owner      = (*Page)(nil)
	_ kit.CardHolder = (*Page)(nil)
	_ kit.CardAsker  = (*Page)(nil)
	_ kit.Pauser     = (*Page)(nil)
)

// New makes a page for a fresh payment.
func New(shell kit.Shell, _ kit.Open) kit.Page {
	o := shell.Console.Form
	o.Queue = shell.Console.Digits
	p := &Page{form: forms.NewPayment(o)}
	shell.Feed(p.form.Form)
	p.form.SetDrawer(shell.Console.MoreFields)
	keys := shell.Keys.Confirm
	p.Flow = flow.New(shell, p, flow.Editing, keys.Charge, keys.Back)
	p.Sheet, p.Waiting = p.form.Form, "The payment has been sent and cannot be stopped. Wait for the answer."
	p.look(true)
	return p
}

// Opened implements Page.
func (p *Page) Opened(kit.Open) tea.Cmd { return nil }

// Update implements Page.
func (p *Page) Update(msg tea.Msg) tea.Cmd {
	stage := p.Stage
	cmd := p.update(msg)
	if p.Stage == flow.Editing || p.Stage == flow.Discarding {
		p.look(stage != p.Stage)
	}
	return cmd
}

func (p *Page) update(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case flow.SecondMsg, guardMsg, seenMsg, seenLateMsg:
		return p.answered(msg)
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && p.Stage == flow.Editing && key.Matches(k, p.Shell.Keys.Form.More) && p.form.HasDrawer() {
		return p.toggle()
	}
	if cmd, handled := p.Step(msg); handled {
		return cmd
	}
	if p.Stage == flow.Confirming {
		return p.Agree(msg, p.charging, p.guarded, p.agreed)
	}
	return p.result(msg)
}

// answered takes in what came to a question, or a second. These are large, and a key
// needs no room for them on the stack: update does not hold them.
func (p *Page) answered(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case flow.SecondMsg:
		return p.Second(msg, p.attempt)
	case guardMsg:
		return p.guardAnswered(msg)
	case seenMsg:
		return p.gatewayAnswered(msg)
	case seenLateMsg:
		return p.gatewayLate(msg)
	}
	return nil
}

// LeaveForm implements steps.
func (p *Page) LeaveForm() tea.Cmd { return p.Shell.Open(kit.Open{Place: kit.Home}) }

// agreed asks the guard once more: the page may have been open for long, and another
// desk may have charged the same card meanwhile.
func (p *Page) agreed() tea.Cmd {
	p.charging, p.guarded = true, false
	p.asked = p.Shell.Request()
	return tea.Batch(askGuard(p.Shell.Console.Charges, p.charge(), p.asked), p.seen.wait())
}

// begin hands the payment over. There is no way back from here.
func (p *Page) begin() tea.Cmd {
	charges := p.Shell.Console.Charges
	c := p.charge()
	c.Answers.Recipient = p.form.TakeRecipient()
	p.attempt = charges.Begin(c)
	card := p.form.Take()
	p.Stage = flow.Sending
	// The processor goes on even if this console ends.
	outcome := charges.Charge(p.attempt, card)
	await := func() tea.Msg {
		if a, ok := <-outcome; ok {
			return kit.DoneMsg{Attempt: a}
		}
		return nil // the console is closing: nothing was sent
	}
	return tea.Batch(await, flow.EverySecond(p.attempt.ID))
}

// Pausing implements Pauser.
func (p *Page) Pausing() time.Duration {
	switch p.Stage {
	case flow.Confirming, flow.Warned, flow.Finished:
		return p.Flow.Pausing()
	default:
		return 0
	}
}

// Keys implements Page.
func (p *Page) Keys() []key.Binding {
	k := p.Shell.Keys
	switch {
	case p.Stage == flow.Confirming:
		return []key.Binding{kit.Relabel(k.Confirm.Charge, p.charges()), k.Confirm.Back}
	case p.Stage == flow.Editing:
		return p.formKeys()
	case p.Stage != flow.Finished:
		return p.StepKeys()
	case p.attempt.State == payment.InDoubt:
		return []key.Binding{k.Doubt.Home, k.Doubt.Check}
	}
	return p.resultKeys()
}

// resultKeys are the keys of an outcome that is known.
func (p *Page) resultKeys() []key.Binding {
	k := p.Shell.Keys
	keys := []key.Binding{k.Result.Next, k.Result.Same}
	if kit.NothingDone(p.attempt.Outcome) {
		keys = []key.Binding{kit.Relabel(k.Result.Correct, p.again()), k.Result.Next}
	}
	if p.hasRecord() {
		keys = append(keys, k.Result.Record)
	}
	if p.undoes() && p.Shell.Console.WhyNoUndo() == "" {
		give := kit.GiveKey(k.Result.Give, takings.IsReserved(p.attempt), true)
		keys = append(keys, give)
		if width, _ := p.Shell.Room(); width < draw.Cosy-4 { // a mistake is undone at once, or not at all
			keys = slices.Insert(keys[:len(keys)-1], 1, give)
		}
	}
	return append(keys, k.Result.Home)
}

// formKeys are the keys of the form. If there is little room the last ones are left
// out.
func (p *Page) formKeys() []key.Binding {
	k := p.Shell.Keys.Form
	help := p.Shell.Keys.Global.Help
	switch groups := p.Shell.GroupKeys(p.Sheet); {
	case groups != nil:
		return groups
	case !p.form.HasDrawer():
		return []key.Binding{k.Next, k.Back, k.Confirm, k.Discard, help}
	case p.form.DrawerOpen():
		return []key.Binding{k.Next, k.Back, kit.Relabel(k.More, "close"), k.Confirm, k.Discard, help}
	default:
		return []key.Binding{k.Next, k.Back, k.More, k.Confirm, k.Discard, help}
	}
}

// toggle opens or closes the drawer, and remembers that for the agent.
func (p *Page) toggle() tea.Cmd {
	if p.form.ToggleDrawer() == forms.Refused {
		p.CorrectFirst()
		return nil
	}
	s := p.Shell.Console
	s.MoreFields = p.form.DrawerOpen()
	open := s.MoreFields
	if s.KeepMore == nil {
		return nil
	}
	return func() tea.Msg {
		s.KeepMore(open)
		return nil
	}
}

// charges is the label of the confirm page's key, as long as there is room for it.
func (p *Page) charges() string {
	c := p.charge()
	does, to := "charge "+c.Amount.String(), " to "
	switch c.Kind {
	case terms.CardCheck:
		return "check " + kit.CardName(c)
	case terms.Preauthorisation:
		does, to = "reserve "+c.Amount.String(), " on "
	default:
	}
	if width, _ := p.Shell.Room(); width < draw.Cosy {
		return does
	}
	return does + to + kit.CardName(c)
}

// again is the label of the key that tries again.
func (p *Page) again() string {
	switch {
	case p.attempt.Outcome == gateway.OutcomeNotSent, p.retries():
		return "try again"
	case p.attempt.Outcome == gateway.OutcomeDeclined:
		return "try another card"
	default:
		return "correct it"
	}
}

// retries reports a refusal after which the same card may be tried again.
func (p *Page) retries() bool {
	return p.attempt.Outcome == gateway.OutcomeDeclined && kit.VerdictOfPayment(p.attempt, p.Shell.Now()).Retry
}

// Busy implements Page.
func (p *Page) Busy() string {
	switch {
	case p.Stage == flow.Sending:
		if c := p.attempt.Charge; !c.Kind.TakesMoney() {
			return "A card is still being checked. moto waits for the outcome, records and prints it, then quits."
		}
		return fmt.Sprintf("A payment of %s is still on its way. moto waits for the outcome, records and prints it, then quits.", p.attempt.Charge.Amount)
	case p.Stage != flow.Finished && p.form.Dirty():
		return "What you have typed will be thrown away."
	default:
		return ""
	}
}

// HoldsCard implements CardHolder.
func (p *Page) HoldsCard() bool {
	switch p.Stage {
	case flow.Editing, flow.Confirming, flow.Warned, flow.Discarding:
		return p.form.HoldsCard()
	default:
		return false
	}
}

// WipeCard implements CardHolder.
func (p *Page) WipeCard(why string) {
	p.LoseCard(why)
	p.charging, p.drawn = false, drawnForm{}
	p.look(true)
}
