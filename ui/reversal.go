package ui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
)

// The stages of a reversal are those of a payment and two more.
const (
	choosing stage = finished + 1 + iota // which move
	refused                              // the page that says why it is not made
)

// reversalDoneMsg brings a finished refund or change to the screen that shows it.
type reversalDoneMsg struct{ reversal payment.Reversal }

// reversalScreen gives money back, or changes a payment, by one move.
type reversalScreen struct {
	root *Root
	grace
	from     *recordScreen // the record it is about; nil for a payout to a card of its own
	seen     payment.Case
	record   gateway.Record // of seen, cleaned
	offers   []option.Offer // as they are shown
	at       int            // the one that is marked
	lettered bool           // letters were typed since; the next Enter may be meant for them
	offer    option.Offer   // the one that was taken
	stage    stage
	form     *forms.Reversal

	request  int  // the newest question of prepare
	ready    bool // it was answered
	agreed   bool // the agent has said yes; it is prepared once more
	plan     payment.Reversal
	problem  string // why it is not made
	limit    bool   // a limit says so, and the try is in the journal
	warnings []payment.Warning
	why      *forms.Form // why it is made in spite of them

	attempt payment.Reversal
}

var _ owner = (*reversalScreen)(nil)

// newReversal offers what can be done with a payment.
func (r *Root) newReversal(from *recordScreen, seen payment.Case) *reversalScreen {
	return &reversalScreen{
		root: r, from: from, seen: seen, grace: grace{now: r.now}, stage: choosing,
		record: seen.Record.Cleaned(), offers: arranged(seen.Offers, r.mayPayOut()),
	}
}

// newPayout pays out to a card that is read out.
func (r *Root) newPayout() *reversalScreen {
	s := &reversalScreen{root: r, grace: grace{now: r.now}, stage: editing, offer: payoutOffer()}
	s.form = s.newForm()
	return s
}

// mayPayOut reports that payouts are switched on.
func (r *Root) mayPayOut() bool {
	return r.session.Reversals != nil && r.session.Reversals.Limits.Payouts
}

// Update implements screen.
func (s *reversalScreen) Update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case secondMsg:
		return stay, s.second(msg)
	case preparedMsg:
		return stay, s.prepared(msg)
	}
	switch s.stage {
	case choosing:
		return s.choose(msg)
	case editing:
		return s.edit(msg)
	case confirming:
		return s.confirm(msg)
	case warned:
		return s.explain(msg)
	case discarding:
		return s.discard(msg)
	case refused:
		return s.afterRefusal(msg)
	case sending:
		if _, ok := msg.(tea.KeyPressMsg); ok {
			s.root.notice = "It is on its way and cannot be stopped. Wait for the answer."
		}
		return stay, nil
	default:
		return s.result(msg)
	}
}

func (s *reversalScreen) edit(msg tea.Msg) (action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		keys := s.root.keys.Form
		switch {
		case key.Matches(k, keys.Confirm):
			if s.form.CheckAll() {
				return stay, s.openConfirm()
			}
			return stay, nil
		case key.Matches(k, keys.Discard):
			if !s.form.Dirty() {
				return s.leaveForm(), nil
			}
			s.stage = discarding
			return stay, nil
		}
	}
	if s.form.Update(msg) == forms.Left {
		return stay, s.openConfirm()
	}
	return stay, nil
}

// leaveForm goes back to where the form was opened.
func (s *reversalScreen) leaveForm() action {
	if s.from == nil {
		return goHome
	}
	s.stage = choosing
	return stay
}

func (s *reversalScreen) discard(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return stay, nil
	}
	switch discards, asksOn := s.root.discards(k); {
	case discards:
		s.form.Clear()
		return s.leaveForm(), s.root.forget()
	case !asksOn:
		s.stage = editing
	}
	return stay, nil
}

func (s *reversalScreen) second(tick secondMsg) tea.Cmd {
	waiting := s.stage == sending || s.stage == finished && s.attempt.State == payment.InDoubt
	if !waiting || tick.attemptID != s.attempt.ID || s.root.current != s {
		return nil
	}
	return everySecond(tick.attemptID)
}

// underWay implements owner.
func (s *reversalScreen) underWay() bool { return s.stage == sending }

// Busy implements screen.
func (s *reversalScreen) Busy() string {
	switch {
	case s.stage == sending:
		return fmt.Sprintf("A %s of %s is on its way. moto waits until what became of it is recorded, and prints it.",
			whatIs(s.attempt.Move, s.attempt.Attempt), s.attempt.Charge.Amount)
	case s.stage != finished && s.stage != choosing && s.form != nil && s.form.Dirty():
		return "What has been typed will be thrown away."
	default:
		return ""
	}
}

// Keys implements screen.
func (s *reversalScreen) Keys() []key.Binding {
	k := s.root.keys
	switch s.stage {
	case choosing:
		return []key.Binding{k.Offers.Choose, k.Offers.Take, k.Offers.Back, k.Global.Help}
	case editing:
		return []key.Binding{k.Form.Next, k.Form.Back, k.Form.Confirm, k.Form.Discard, k.Global.Help}
	case confirming:
		return []key.Binding{k.Agree.Do, k.Agree.Back}
	case warned:
		if s.barred() {
			return []key.Binding{k.Agree.Back}
		}
		return []key.Binding{k.Warning.Explain, k.Warning.Back}
	case discarding:
		return []key.Binding{k.Discard.Yes, k.Discard.Back}
	case refused:
		return []key.Binding{k.Agree.Back}
	case sending:
		return []key.Binding{k.Sending.Wait}
	default:
		return s.resultKeys()
	}
}
