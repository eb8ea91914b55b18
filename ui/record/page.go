// Package record is the page of one payment or refund, and of what can be done with
// it: refunds, changes, repeats and payouts.
package record

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
	"motoconsole/ui/record/operate"
	"motoconsole/ui/record/told"
)

// Page is a payment or refund with what can be done with it: a view of the
// record, and over it the operation that is under way, if there is one. A payout to
// a card that is read out is an operation without a record.
type Page struct {
	shell kit.Shell
	from  kit.Place // where Esc goes back to
	fresh bool      // the record was just made
	view  *view
	op    *operate.Page
	told  *told.Page // in place of both, of an attempt without a record
}

var (
	_ kit.Owner      = (*Page)(nil)
	_ kit.CardHolder = (*Page)(nil)
	_ kit.CardAsker  = (*Page)(nil)
	_ kit.Pauser     = (*Page)(nil)
)

// New makes the page of a record.
func New(shell kit.Shell, o kit.Open) kit.Page {
	p := &Page{shell: shell, from: o.From, fresh: o.Fresh}
	if o.Attempt != "" && o.Record.TransactionReference == "" {
		p.told = told.New(shell, o)
		return p
	}
	p.view = &view{page: p, attempt: o.Attempt, giving: o.Give, mistake: o.Mistake, undo: o.Mistake, shell: shell, reference: o.Record.TransactionReference, record: o.Record.Cleaned()}
	return p
}

// NewPayout makes the page of a payout to a card that is read out.
func NewPayout(shell kit.Shell, _ kit.Open) kit.Page {
	p := &Page{shell: shell}
	p.op = operate.NewPayout(shell)
	return p
}

// Opened implements Page. The record is read again.
func (p *Page) Opened(kit.Open) tea.Cmd {
	switch {
	case p.told != nil:
		return p.told.Look()
	case p.view == nil:
		return nil
	default:
		return p.view.look()
	}
}

// show goes to a record, and reads it again.
func (p *Page) show(v *view) tea.Cmd {
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

func (p *Page) part() part {
	switch {
	case p.told != nil:
		return p.told
	case p.op != nil:
		return p.op
	default:
		return p.view
	}
}

// Update implements Page.
func (p *Page) Update(msg tea.Msg) tea.Cmd { return p.part().Update(msg) }

// View implements Page.
func (p *Page) View(width, height int) (string, *tea.Cursor) {
	return p.part().View(width, height)
}

// Keys implements Page.
func (p *Page) Keys() []key.Binding { return p.part().Keys() }

// Busy implements Page.
func (p *Page) Busy() string { return p.part().Busy() }

// Attempt implements Owner.
func (p *Page) Attempt() payment.Attempt {
	switch {
	case p.told != nil:
		return p.told.Attempt()
	case p.op != nil:
		return p.op.Attempt()
	default:
		return payment.Attempt{}
	}
}

// Finish implements Owner.
func (p *Page) Finish(done kit.DoneMsg) {
	if p.op != nil {
		p.op.Finish(done.Operation)
	}
}

// Learn implements Owner.
func (p *Page) Learn(a payment.Attempt) bool {
	if p.told != nil {
		return p.told.Learn(a)
	}
	return p.op != nil && p.op.Learn(a)
}

// UnderWay implements Owner.
func (p *Page) UnderWay() bool { return p.op != nil && p.op.UnderWay() }

// StartGrace implements Owner.
func (p *Page) StartGrace() {
	if p.op != nil {
		p.op.StartGrace()
	}
}

// Pausing implements Pauser.
func (p *Page) Pausing() time.Duration {
	if p.op == nil {
		return 0
	}
	return p.op.Pausing()
}

// CardForm implements CardAsker.
func (p *Page) CardForm() (form *forms.Form, typed bool) {
	if p.op == nil {
		return nil, false
	}
	return p.op.CardForm()
}

// HoldsCard implements CardHolder.
func (p *Page) HoldsCard() bool { return p.op != nil && p.op.HoldsCard() }

// WipeCard implements CardHolder.
func (p *Page) WipeCard(why string) { p.op.WipeCard(why) }
