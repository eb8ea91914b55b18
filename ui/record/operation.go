package record

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// operationFlow gives money back, or changes a payment, by one operation.
type operationFlow struct {
	flow.Flow
	page     *Page
	from     *view // the record it is about; nil for a payout to a card of its own
	seen     operation.Snapshot
	record   gateway.Record // of seen, cleaned
	entries  []entry        // what can be done, as it is shown
	at       int            // the one that is marked
	lettered bool           // letters were typed; the next Enter may be meant for them
	option   option.Option  // the one that was taken
	form     *forms.Operation

	request int  // the newest question of prepare
	ready   bool // it was answered
	agreed  bool // the agent has said yes; it is prepared once more
	plan    operation.Operation
	problem string // why it is not made
	limit   bool   // a limit says so, and the try is in the journal

	attempt operation.Operation
}

func (p *Page) newFlow(s *operationFlow, begin flow.Stage) flow.Flow {
	keys := p.shell.Keys.Agree
	f := flow.New(p.shell, s, begin, keys.Do, keys.Back)
	f.Waiting = "It has been sent and cannot be stopped. Wait for the answer."
	return f
}

// newOperation offers what can be done with a payment.
func (p *Page) newOperation(from *view, seen operation.Snapshot) *operationFlow {
	s := &operationFlow{
		page: p, from: from, seen: seen,
		record: seen.Record.Cleaned(), entries: arranged(seen.Options, p.shell.Session.MayPayOut()),
	}
	s.Flow = p.newFlow(s, flow.Choosing)
	return s
}

// payout pays out to a card that is read out.
func (p *Page) payout() *operationFlow {
	s := &operationFlow{page: p, option: payoutOption()}
	s.Flow = p.newFlow(s, flow.Editing)
	s.ask()
	return s
}

// ask makes the form of what the operation needs to know, if it needs to know anything.
func (s *operationFlow) ask() {
	s.form, s.Sheet = s.newForm(), nil
	if s.form != nil {
		s.Sheet = s.form.Form
	}
}

// Update implements Page.
func (s *operationFlow) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case flow.SecondMsg:
		return s.Second(msg, s.attempt.Attempt)
	case preparedMsg:
		return s.prepared(msg)
	}
	if cmd, handled := s.Step(msg); handled {
		return cmd
	}
	switch s.Stage {
	case flow.Choosing:
		return s.choose(msg)
	case flow.Confirming:
		return s.Agree(msg, s.agreed, s.ready, func() tea.Cmd { return s.prepare(true) })
	case flow.Refused:
		return s.afterRefusal(msg)
	default:
		return s.result(msg)
	}
}

// LeaveForm implements steps.
func (s *operationFlow) LeaveForm() tea.Cmd {
	s.plan.Forget()
	if s.from == nil {
		return s.Shell.Open(kit.Open{Place: kit.Home})
	}
	s.Stage = flow.Choosing
	return nil
}

// Busy implements Page.
func (s *operationFlow) Busy() string {
	switch {
	case s.Stage == flow.Sending:
		return fmt.Sprintf("A %s of %s is on its way. moto waits for the outcome, records and prints it, then quits.",
			kit.OperationNoun(s.attempt.Kind, s.attempt.Attempt), s.attempt.Charge.Amount)
	case s.Stage != flow.Finished && s.Stage != flow.Choosing && s.form != nil && s.form.Dirty():
		return "What you have typed will be thrown away."
	default:
		return ""
	}
}

// Keys implements Page.
func (s *operationFlow) Keys() []key.Binding {
	k := s.Shell.Keys
	switch s.Stage {
	case flow.Choosing:
		return []key.Binding{k.Options.Take, k.Options.Choose, k.Options.Back}
	case flow.Confirming:
		return []key.Binding{kit.Relabel(k.Agree.Do, s.does()), k.Agree.Back}
	case flow.Finished:
		return s.resultKeys()
	default:
		return s.StepKeys()
	}
}

func (s *operationFlow) holdsCard() bool {
	switch s.Stage {
	case flow.Editing, flow.Confirming, flow.Warned, flow.Discarding, flow.Refused:
		return s.form != nil && s.form.HoldsCard()
	default:
		return false
	}
}

func (s *operationFlow) wipeCard(why string) {
	s.LoseCard(why)
	s.plan.Forget()
	s.agreed = false
}
