// Package operate gives money back, or changes a payment, by one operation: the agent
// chooses it, fills in what it needs to know, confirms it, and sees what became of it.
package operate

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// Page gives money back, or changes a payment, by one operation.
type Page struct {
	flow.Flow
	from     Record // the page of the record it is about; nil for a payout to a card of its own
	seen     operation.Snapshot
	record   gateway.Record // of seen, cleaned
	entries  []entry        // what can be done, as it is shown
	at       int            // the one that is marked
	lettered bool           // letters were typed; the next Enter may be meant for them
	option   option.Option  // the one that was taken
	form     *forms.Operation
	kept     bool // the form asks for what stays reserved

	request int  // the newest question of prepare
	ready   bool // it was answered
	agreed  bool // the agent has said yes; it is prepared once more
	plan    operation.Operation
	problem string // why it is not made
	limit   bool   // a limit says so, and the try is in the journal

	attempt operation.Operation
}

// Record is the page of the record that an operation is about: where it was opened, and
// where it goes back to.
type Record interface {
	// Mistake reports a payment that was just taken or reserved, and should not have been.
	Mistake() bool
	// Return goes back to the record, and reads it again.
	Return() tea.Cmd
	// Changed goes back to the record with its state after the operation, nil if that was
	// not read. With give it opens what can be done with it then.
	Changed(after *operation.Snapshot, give bool) tea.Cmd
	// Made goes to the record that the operation made, and opens what can be done with it.
	Made(r gateway.Record) tea.Cmd
}

// New offers what can be done with a payment. One row is marked: see marked.
func New(shell kit.Shell, from Record, seen operation.Snapshot, undo bool) *Page {
	s := &Page{from: from, seen: seen, record: seen.Record.Cleaned(), entries: entriesOf(shell, seen)}
	s.at = marked(s.entries, seen, undo)
	s.Flow = newFlow(shell, s, flow.Choosing)
	return s
}

// Marked is the option that New marks, for the label of the key that opens it; of the kind
// option.Nothing where there is none.
func Marked(shell kit.Shell, seen operation.Snapshot, undo bool) option.Option {
	entries := entriesOf(shell, seen)
	if len(entries) == 0 {
		return option.Option{Kind: option.Nothing}
	}
	return entries[marked(entries, seen, undo)].first()
}

func entriesOf(shell kit.Shell, seen operation.Snapshot) []entry {
	payouts := shell.Console.MayPayOut() || shell.Console.WhyNoPayout() != "" // who has no right to them is told who has it
	return arranged(seen.Options, payouts)
}

// marked is the first row. With undo it is the one that cancels the payment, and so it is
// where the gateway's checks may hold a pre-authorisation: its capture takes what they
// stopped.
func marked(entries []entry, seen operation.Snapshot, undo bool) int {
	if !undo && (!statement.IsCapturable(seen.Record.Cleaned()) || kit.ReservedNow(seen)) {
		return 0
	}
	return max(0, slices.IndexFunc(entries, func(e entry) bool { return e.first().Kind == option.Cancel && e.place == moves }))
}

// NewPayout pays out to a card that is read out.
func NewPayout(shell kit.Shell) *Page {
	s := &Page{option: payoutOption()}
	s.Flow = newFlow(shell, s, flow.Editing)
	s.ask()
	return s
}

func newFlow(shell kit.Shell, s *Page, begin flow.Stage) flow.Flow {
	keys := shell.Keys.Agree
	f := flow.New(shell, s, begin, keys.Do, keys.Back)
	f.Waiting = "It has been sent and cannot be stopped. Wait for the answer."
	return f
}

// ask makes the form of what the operation needs to know, if it needs to know anything.
func (s *Page) ask() {
	s.kept = s.nothingTaken()
	s.form, s.Sheet = s.newForm(), nil
	if s.form != nil {
		s.Sheet = s.form.Form
	}
}

// Update implements Page.
func (s *Page) Update(msg tea.Msg) tea.Cmd {
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
func (s *Page) LeaveForm() tea.Cmd {
	s.plan.Forget()
	if s.from == nil {
		return s.Shell.Open(kit.Open{Place: kit.Home})
	}
	s.Stage = flow.Choosing
	return nil
}

// Busy implements Page.
func (s *Page) Busy() string {
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
func (s *Page) Keys() []key.Binding {
	k := s.Shell.Keys
	switch s.Stage {
	case flow.Choosing:
		if !s.chooses() {
			return []key.Binding{k.Options.Back}
		}
		if s.entries[s.at].place == answers { // it says what to do, and there is nothing to choose
			return []key.Binding{k.Options.Choose, k.Options.Back}
		}
		return []key.Binding{k.Options.Take, k.Options.Choose, k.Options.Back}
	case flow.Confirming:
		return []key.Binding{kit.Relabel(k.Agree.Do, s.does()), k.Agree.Back}
	case flow.Finished:
		return s.resultKeys()
	default:
		return s.StepKeys()
	}
}

// Attempt is the attempt under way, empty before there is one.
func (s *Page) Attempt() payment.Attempt { return s.attempt.Attempt }

// UnderWay reports an operation that was handed over and has no outcome yet.
func (s *Page) UnderWay() bool { return s.Stage == flow.Sending }

// Pausing implements Pauser.
func (s *Page) Pausing() time.Duration {
	switch s.Stage {
	case flow.Confirming, flow.Warned, flow.Refused, flow.Finished:
		return s.Flow.Pausing()
	default:
		return 0
	}
}

// HoldsCard implements CardHolder.
func (s *Page) HoldsCard() bool {
	switch s.Stage {
	case flow.Editing, flow.Confirming, flow.Warned, flow.Discarding, flow.Refused:
		return s.form != nil && s.form.HoldsCard()
	default:
		return false
	}
}

// WipeCard implements CardHolder.
func (s *Page) WipeCard(why string) {
	s.LoseCard(why)
	s.plan.Forget()
	s.agreed = false
}

// ownOrder is the merchant's order reference of the payment.
func (s *Page) ownOrder() string {
	if own := s.seen.Made.Charge.OrderReference; own != "" {
		return gateway.Clean(own, 64)
	}
	return gateway.Clean(s.seen.Record.OrderReference, 64)
}

// noun is what the record is.
func (s *Page) noun() string { return statement.Noun(s.record) }

// captures reports a payment whose release captures it: its amount is reserved. The
// gateway's checks may hold it too: see reserved.
func (s *Page) captures() bool { return s.from != nil && statement.IsCapturable(s.record) }

// reserved reports a pre-authorisation that waits for its capture and for nothing else.
func (s *Page) reserved() bool { return s.from != nil && kit.ReservedNow(s.seen) }

// nothingTaken reports a payment whose amount is reserved and not taken yet, until it is
// captured or until a later day.
func (s *Page) nothingTaken() bool {
	return s.from != nil && kit.NothingTaken(s.record, s.Shell.Now())
}

// wording is that of the operation.
func (s *Page) wording() kit.Wording {
	return kit.WordingOn(s.record, s.option.Kind, s.captures())
}

// stops reports that it stops a refund or payout, which then is not paid.
func (s *Page) stops() bool {
	return s.option.Kind == option.Cancel && statement.FlowOf(s.record) == statement.Out
}
