package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// operation gives money back, or changes a payment, by one move.
type operation struct {
	flow
	page     *recordPage
	from     *recordView // the record it is about; nil for a payout to a card of its own
	seen     payment.Case
	record   gateway.Record  // of seen, cleaned
	offers   []payment.Offer // as they are shown
	at       int             // the one that is marked
	lettered bool            // letters were typed since; the next Enter may be meant for them
	offer    payment.Offer   // the one that was taken
	form     *forms.Reversal

	request int  // the newest question of prepare
	ready   bool // it was answered
	agreed  bool // the agent has said yes; it is prepared once more
	plan    payment.Reversal
	problem string // why it is not made
	limit   bool   // a limit says so, and the try is in the journal

	attempt payment.Reversal
}

func (p *recordPage) newFlow(s *operation, begin stage) flow {
	keys := p.shell.keys.Agree
	f := newFlow(p.shell, s, begin, keys.Do, keys.Back)
	f.waiting = "It is on its way and cannot be stopped. Wait for the answer."
	return f
}

// newOperation offers what can be done with a payment.
func (p *recordPage) newOperation(from *recordView, seen payment.Case) *operation {
	s := &operation{
		page: p, from: from, seen: seen,
		record: seen.Record.Cleaned(), offers: arranged(seen.Offers, p.shell.session.mayPayOut()),
	}
	s.flow = p.newFlow(s, choosing)
	return s
}

// newPayout pays out to a card that is read out.
func (p *recordPage) newPayout() *operation {
	s := &operation{page: p, offer: payoutOffer()}
	s.flow = p.newFlow(s, editing)
	s.ask()
	return s
}

// ask makes the form of what the move needs to know, if it needs to know anything.
func (s *operation) ask() {
	s.form, s.sheet = s.newForm(), nil
	if s.form != nil {
		s.sheet = s.form.Form
	}
}

// Update implements Page.
func (s *operation) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case secondMsg:
		return s.second(msg, s.attempt.Attempt)
	case preparedMsg:
		return s.prepared(msg)
	}
	if cmd, handled := s.step(msg); handled {
		return cmd
	}
	switch s.stage {
	case choosing:
		return s.choose(msg)
	case confirming:
		return s.agree(msg, s.agreed, s.ready, func() tea.Cmd { return s.prepare(true) })
	case refused:
		return s.afterRefusal(msg)
	default:
		return s.result(msg)
	}
}

// leaveForm implements steps.
func (s *operation) leaveForm() tea.Cmd {
	if s.from == nil {
		return s.shell.Open(Open{Place: Home})
	}
	s.stage = choosing
	return nil
}

// Busy implements Page.
func (s *operation) Busy() string {
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

// Keys implements Page.
func (s *operation) Keys() []key.Binding {
	k := s.shell.keys
	switch s.stage {
	case choosing:
		return []key.Binding{k.Offers.Choose, k.Offers.Take, k.Offers.Back, k.Global.Help}
	case finished:
		return s.resultKeys()
	default:
		return s.stepKeys()
	}
}

func (s *operation) holdsCard() bool {
	switch s.stage {
	case editing, confirming, warned, discarding, refused:
		return s.form != nil && s.form.Number().Len() > 0
	default:
		return false
	}
}

func (s *operation) wipeCard(why string) {
	s.loseCard(why)
	s.agreed = false
}
