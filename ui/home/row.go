package home

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/takings"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// row is a payment, refund or change as a list shows it. It is made when the journal
// is read, and not while it is drawn.
type row struct {
	id       string
	attempt  payment.Attempt
	verdict  kit.Verdict
	when     string
	amount   string
	order    string
	first    string // the same with the order first, for a column that cuts it
	agent    string
	holder   string         // who holds what is held; "" for others
	owner    string         // who took what is held, which agent may have held; "" otherwise
	caller   string         // "" where no name is kept
	record   gateway.Record // what is needed to open the record
	next     string         // what to do, as sentences; "" for nothing
	payment  bool           // money comes from the caller
	captures bool           // it is reserved, and is captured with the key that gives back others
	stops    string         // the refund or payout that the same key stops until it settles; "" for others
}

// rowOf is the row of an attempt, as it stands at a moment.
func rowOf(a payment.Attempt, now time.Time) row {
	w := row{
		id: a.ID, attempt: a, verdict: kit.WordOf(a, now), when: a.Began.Local().Format("15:04"), amount: kit.AmountOfAttempt(a),
		order: gateway.Clean(kit.OrderOf(a), 60), first: gateway.Clean(kit.OrderFirst(a), 60), agent: gateway.Clean(a.Agent, 40), caller: a.Customer.Name, record: kit.RecordOf(a),
		payment: takings.IsPayment(a),
	}
	switch {
	case a.State == payment.InDoubt:
		w.next = unknownNext(a)
	case takings.IsReserved(a):
		w.next, w.captures = reservedNext, true
	case a.Outcome == gateway.OutcomeHeld && !takings.IsRaise(a):
		w.next = heldNext
	}
	if statement.FlowOf(w.record) == statement.Out && a.State == payment.Known && a.Outcome.MovesMoney() && a.Charge.Brand != gateway.MyBank { // that is paid at once
		w.stops = statement.KindOf(w.record).String()
	}
	if a.Alarm != "" {
		w.next = strings.TrimSpace(statement.Sentence(gateway.Clean(a.Alarm, 300)) + " Tell a supervisor before you charge again.\n" + w.next)
	}
	return w
}

// showOnce gives the capture of a payment in the same list no amount of its own: its money
// is that of the payment, and counts in its row. A capture with an alarm keeps its
// amount and the alarm: it may not have taken that money.
func showOnce(rows []row, changes takings.Changes) {
	for i, w := range rows {
		a := w.attempt
		if !changes.CapturesListed(a) || a.State != payment.Known || a.Outcome != gateway.OutcomeApproved || a.Alarm != "" {
			continue
		}
		rows[i].amount = "–"
		rows[i].next = "This is the capture of " + gateway.Clean(a.Charge.OrderReference, 60) + ", and no payment of its own: its amount is in the payment’s row."
	}
}

// showLeft gives pre-authorisations the amount that is captured, or stays reserved.
func showLeft(rows []row, changes takings.Changes) {
	for i, w := range rows {
		if !takings.IsPayment(w.attempt) {
			continue
		}
		switch m, known := changes.Left(w.attempt); {
		case !known:
			rows[i].amount = "not known"
		case m != w.attempt.Charge.Amount:
			rows[i].amount = m.String()
		}
	}
}

// heldNext is the next step for held money.
const heldNext = "No money moves until it is released: tell a supervisor, who opens it, presses g and releases or cancels it."

// reservedNext is the next step for a pre-authorisation that waits.
const reservedNext = "The money is reserved, and moves when it is captured: open it, press g, and capture or cancel it."

func unknownNext(a payment.Attempt) string {
	next := " moto is checking"
	if !a.NextCheck.IsZero() {
		next = " moto checks again at " + a.NextCheck.Local().Format(time.TimeOnly)
	}
	next += "; press c to check now."
	if a.NeedsSupervisor() { // moto goes on asking, and may not find out
		next += " If it stays unknown, ask a supervisor."
	}
	return kit.AgainWhileUnknown(a) + next
}

// gives reports a payment that money may be given back of, or captured, as far as the
// journal knows. What is held has no attempt of its own.
func (w *row) gives() bool {
	a := &w.attempt
	return a.ID == "" || a.State != payment.InDoubt && w.payment && a.Charge.Kind.TakesMoney() &&
		(a.Outcome == gateway.OutcomeApproved || a.Outcome == gateway.OutcomeHeld)
}

// closed says why a row cannot be opened, "" where it can. Without a record its attempt is
// shown as the journal has it.
func (w *row) closed() string {
	a := &w.attempt
	if w.record.TransactionReference == "" && (a.State == payment.Recording || a.State == payment.Sending) {
		return "It has been sent: wait for the answer."
	}
	return ""
}

// columns of a list, by their places.
const (
	colTime = iota
	colAmount
	colCard
	colOutcome
	colOrder
	colAgent
	colCustomer
	colReference
)

// never marks a column that is left out from the start.
const never = 9

// table is a table of rows for a width. Amounts are never cut. A list of several agents
// has a column for the agent.
func table(rows []row, whose bool, width int) draw.Table {
	const (
		outcomeRoom = 14 // ✖ Not accepted
		mostOrder   = 32
	)
	amount, card, wide, order, caller := 8, 16, 16, 6, 0
	if width < draw.Cosy-2 {
		card, wide = 9, 12
	}
	for i := range rows {
		w := &rows[i]
		amount = max(amount, ink.Width(w.amount))
		order, caller = max(order, min(mostOrder, ink.Width(w.order))), max(caller, ink.Width(w.caller))
	}
	named := caller > 0
	columns := []draw.Column{
		colTime: {Head: "Time", Width: 5}, colAmount: {Head: "Amount", Width: amount, Right: true}, colCard: {Head: "Card", Width: card, Grows: wide},
		colOutcome: {Head: "Outcome", Width: outcomeRoom}, colOrder: {Head: "Order", Width: order, Goes: 1, Grows: order},
		colAgent: {Head: "Agent", Width: 10, Goes: 2}, colCustomer: {Head: "Customer", Width: 12, Goes: 3, Grows: max(12, caller)},
		colReference: {Head: "Reference", Width: 15, Goes: 4, Grows: 25},
	}
	if width < draw.Cosy-2 {
		columns[colOrder].Width = min(order, 5)
	}
	if whose {
		columns[colOrder].Width = min(columns[colOrder].Width, 10)
	} else {
		columns[colAgent].Width, columns[colAgent].Goes = width, never
	}
	if named {
		columns[colOrder].Width = min(columns[colOrder].Width, 9) // leaves room for a name on 80 columns
	} else {
		columns[colCustomer].Width, columns[colCustomer].Goes = width, never
	}
	return draw.NewTable(columns, width)
}

// draw draws the row.
func (w *row) draw(th *theme.Theme, t draw.Table, selected bool) string {
	var cells []string
	for _, column := range t.Columns() {
		cell := ""
		switch column {
		case colTime:
			cell = th.Dim.Render(w.when)
		case colAmount:
			cell = th.Strong.Render(w.amount)
		case colCard:
			if c := &w.attempt.Charge; c.Last4 != "" || c.Brand != "" {
				cell = kit.CardCell(c.Brand, c.Brand.Name(), c.Last4, t.Width(colCard))
			}
		case colOutcome:
			cell = kit.OutcomeCell(th, w.verdict)
		case colOrder:
			if cell = w.order; ink.Width(cell) > t.Width(colOrder) {
				cell = w.first
			}
		case colAgent:
			cell = th.Dim.Render(w.agent)
		case colCustomer:
			cell = w.caller
		case colReference:
			cell = th.Dim.Render(w.record.TransactionReference)
		}
		cells = append(cells, cell)
	}
	return t.Row(th, selected, cells...)
}

// preview is all that home knows of a row, for a width. The order is the panel's title.
func (w *row) preview(th *theme.Theme, width int) []string {
	outcome := kit.OutcomeCell(th, w.verdict)
	if w.holder != "" {
		outcome += th.Dim.Render(ink.Cut(" by "+w.holder, width-ink.Width(outcome)-ink.Width(w.amount)-2))
	}
	rows := []string{ink.Apart(outcome, th.Strong.Render(w.amount), width)}
	for line := range strings.SplitSeq(w.next, "\n") {
		rows = append(rows, ink.Wrap(line, min(width, draw.Reading))...)
	}
	if w.next != "" {
		rows = append(rows, "")
	}
	const column = 14
	fact := func(label, value string) {
		if value != "" {
			rows = append(rows, draw.Facts(th, label, value, column, width)...)
		}
	}
	a := &w.attempt
	if a.ID == "" { // what is held, of any desk
		if a.Charge.Last4 != "" || a.Charge.Brand != "" {
			fact("Card", kit.CardName(a.Charge))
		}
		fact("Reference", w.record.TransactionReference)
		return rows
	}
	if a.Charge.Last4 != "" || a.Charge.Brand != "" {
		fact("Card", kit.CardName(a.Charge))
	}
	fact("Customer", w.caller)
	fact(kit.MadeLabelOf(*a), a.Began.Local().Format("Monday 2 January, 15:04")+" by "+w.agent)
	if code := a.Result.Code; code.Code != "" && code.Code != gateway.CodeFine {
		fact("Answer", fmt.Sprintf("“%s” (code %s)", gateway.Clean(code.Message, 80), code.Code))
	}
	why := "Why not"
	if a.State == payment.InDoubt { // it may have gone through
		why = "Problem"
	}
	fact(why, kit.Capital(gateway.Clean(a.Problem, 200)))
	fact("Reason", gateway.Clean(a.Charge.Reason, 100))
	if !a.Ended.IsZero() && a.Resolution != "" {
		fact("Resolved", a.Ended.Local().Format(time.TimeOnly)+" by "+gateway.Clean(a.ResolvedBy, 40))
	}
	fact("Sent as", gateway.Clean(a.SentReference, 60))
	fact("Reference", gateway.Clean(w.record.TransactionReference, 40))
	return rows
}
