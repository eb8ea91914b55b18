package ui

import (
	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/internal/payment"
)

// recordPage is a payment or refund with what can be done with it: a view of the
// record, and over it the operation that is under way, if there is one. A payout to
// a card that is read out is an operation without a record.
type recordPage struct {
	shell Shell
	view  *recordView
	op    *operation
}

var (
	_ Owner      = (*recordPage)(nil)
	_ CardHolder = (*recordPage)(nil)
)

// newRecord makes the page of a record.
func newRecord(shell Shell, o Open) Page {
	p := &recordPage{shell: shell}
	p.view = &recordView{page: p, shell: shell, reference: o.Record.TransactionReference, record: o.Record.Cleaned()}
	return p
}

// newPayout makes the page of a payout to a card that is read out.
func newPayout(shell Shell, _ Open) Page {
	p := &recordPage{shell: shell}
	p.op = p.newPayout()
	return p
}

// Opened implements Page. The record is read anew.
func (p *recordPage) Opened(Open) tea.Cmd {
	if p.view == nil {
		return nil
	}
	return p.view.look()
}

// show goes to a record, and reads it anew.
func (p *recordPage) show(v *recordView) tea.Cmd {
	p.view, p.op = v, nil
	return v.look()
}

// part is what is shown of the page.
type part interface {
	Update(msg tea.Msg) tea.Cmd
	View(width, height int) (string, *tea.Cursor)
	Keys() []key.Binding
	Busy() string
}

func (p *recordPage) part() part {
	if p.op != nil {
		return p.op
	}
	return p.view
}

// Update implements Page.
func (p *recordPage) Update(msg tea.Msg) tea.Cmd { return p.part().Update(msg) }

// View implements Page.
func (p *recordPage) View(width, height int) (string, *tea.Cursor) {
	return p.part().View(width, height)
}

// Keys implements Page.
func (p *recordPage) Keys() []key.Binding { return p.part().Keys() }

// Busy implements Page.
func (p *recordPage) Busy() string { return p.part().Busy() }

// Attempt implements Owner.
func (p *recordPage) Attempt() payment.Attempt {
	if p.op == nil {
		return payment.Attempt{}
	}
	return p.op.attempt.Attempt
}

// Finish implements Owner.
func (p *recordPage) Finish(done DoneMsg) {
	if p.op != nil {
		p.op.finish(done.Operation)
	}
}

// Learn implements Owner.
func (p *recordPage) Learn(a payment.Attempt) bool { return p.op != nil && p.op.found(a) }

// UnderWay implements Owner.
func (p *recordPage) UnderWay() bool { return p.op != nil && p.op.stage == sending }

// StartGrace implements Owner.
func (p *recordPage) StartGrace() {
	if p.op != nil {
		p.op.StartGrace()
	}
}

// HoldsCard implements CardHolder.
func (p *recordPage) HoldsCard() bool { return p.op != nil && p.op.holdsCard() }

// WipeCard implements CardHolder.
func (p *recordPage) WipeCard(why string) { p.op.wipeCard(why) }
