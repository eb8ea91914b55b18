package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// recordHead is how many rows of a record do not scroll.
const recordHead = 2

// View implements screen.
func (s *recordScreen) View(width, height int) (string, *tea.Cursor) {
	lines, _ := s.lines(width)
	room := height - recordHead
	top := min(s.top, max(0, len(lines)-room))
	shown := lines[top:]
	if len(shown) > room {
		hidden := len(shown) - room + 1
		shown = append(shown[:room-1:room-1], s.root.theme.muted.Render(fmt.Sprintf("↓ %d more lines", hidden)))
	}
	if top > 0 && len(shown) > 0 {
		shown = append([]string{s.root.theme.muted.Render(fmt.Sprintf("↑ %d lines above", top+1))}, shown[1:]...)
	}
	return s.bar(width) + "\n\n" + strings.Join(shown, "\n"), nil
}

// bar says what became of it, in symbol, word and colour.
func (s *recordScreen) bar(width int) string {
	t, r := *s.root.theme, s.record
	symbol, words := statement.StatusWith(r, s.children, s.currencies()...)
	style := t.warnBar
	switch symbol {
	case "✔":
		style = t.goodBar
	case "✖":
		style = t.badBar
	}
	amount := s.amountOf(r)
	if statement.FlowOf(r) == statement.None {
		amount = "no money"
	} else if asked, _, ok := statement.Reduced(r, s.currencies()...); ok {
		amount += " of " + asked.String()
	}
	text := fmt.Sprintf("  %s  %s   %s   %s", symbol, words, amount, recordCard(r))
	if r.RequestType == "" {
		style, text = t.strong, "  "+r.TransactionReference
	} else if statement.KindOf(r) != statement.Payment {
		text = "  " + statement.What(r) + text
	}
	return style.Render(pad(ansi.Truncate(text, width, "…"), width))
}

// lines are what scrolls, and which line each related record is on.
func (s *recordScreen) lines(width int) (lines []string, links []int) {
	add := func(label, value string) { lines = append(lines, s.rows(width, label, value)...) }
	r := s.record
	switch {
	case s.problem != "":
		lines = append(lines, strings.Split(s.root.theme.bad.Render(wrap("✖ "+s.problem, width)), "\n")...)
		lines = append(lines, "")
	case !s.known:
		lines = append(lines, s.root.theme.muted.Render("Reading its state …"), "")
	default:
		s.addPossible(add)
	}
	if at, ok := r.StartedAt(); ok {
		taken := at.Local().Format("Monday 2 January 2006, 15:04")
		if r.OperatorName != "" {
			taken += " by " + r.OperatorName
		}
		add(madeLabel(r), taken)
	}
	add("Order reference", orderWords(s.seen.Made, r))
	if r.RequestType != "" {
		add("Settlement", statement.Settlement(r, s.root.now()))
		if r.Outcome() == gateway.Held {
			add("Held by", s.holder())
			add("Held until", statement.HeldWords(r))
		}
	}
	if asked, settles, ok := statement.Reduced(r, s.currencies()...); ok {
		add(statement.AmountLabel(r), settles.String()+" of the "+asked.String()+" that was asked for")
	}
	if back, ok := statement.ReturnedOf(r, s.children, s.currencies()...); ok {
		add("Given back", back.String())
	}
	add("Customer", joined(strings.TrimSpace(r.Billing.FirstName+" "+r.Billing.LastName), r.Billing.Premise, r.Billing.Postcode))
	t := s.root.theme
	if checks := r.Checks(); checks != (gateway.Checks{}) {
		add("Address check", t.check(checks.Address))
		add("Postcode check", t.check(checks.Postcode))
		add("Security code check", t.check(checks.SecurityCode))
	}
	title := func(text string) { lines = append(lines, "", t.title.Render(text)) }
	if tree, at := s.treeLines(); len(tree) > 0 {
		title("Related records")
		for _, line := range at {
			links = append(links, len(lines)+line)
		}
		lines = append(lines, tree...)
	}
	for _, g := range append([]group{journalGroup(s.seen, r, s.children)}, groups(r, s.currencies(), s.root.now())...) {
		if len(g.rows) == 0 {
			continue
		}
		title(g.title)
		for _, row := range g.rows {
			add(row.label, row.value)
		}
	}
	return lines, links
}

// addPossible says what can be given back, and what is not known.
func (s *recordScreen) addPossible(add func(label, value string)) {
	t := s.root.theme
	can := possible(s.seen)
	if why := gateway.Clean(s.seen.LeftProblem, 300); why == can && why != "" { // said once
		add("Can be given back", t.warn.Render("! ")+"not known")
	} else if why != "" {
		add("Can be given back", t.warn.Render("! ")+why)
	} else if s.record.RequestType == gateway.TypeAuth {
		add("Can be given back", t.strong.Render(leftWords(s.seen.Left)))
	}
	for _, v := range s.seen.Open {
		text := fmt.Sprintf("%s of %s by %s at %s: not known yet whether it was made", payment.WhatIs(v.Attempt),
			v.Charge.Amount, gateway.Clean(v.Agent, 64), v.Began.Local().Format("15:04"))
		add("Being checked", t.warn.Render("? ")+text)
	}
	add("Possible now", can)
}

// possible is what can be given back now, in a sentence, or why nothing can.
func possible(seen payment.Case) string {
	var titles []string
	limit, why := "", gateway.Clean(seen.LeftProblem, 300)
	for _, o := range seen.Offers {
		switch {
		case o.Move == option.MoveWait || o.Move == option.MoveNothing:
			titles = append([]string{gateway.Clean(o.Says, 300)}, titles...)
		case o.Move == option.MovePayout:
		case o.Legal() && o.Move == option.MoveRelease, o.Legal() && o.Move.GivesBack():
			titles = append(titles, o.Title)
		case o.Limited:
			limit = gateway.Clean(o.Refusal, 300)
		case o.Move.GivesBack() && why == "":
			why = gateway.Clean(o.Refusal, 300)
		}
	}
	switch {
	case len(titles) > 0:
		return either(titles)
	case limit != "":
		return limit
	default:
		return why
	}
}

// holder is what holds the record, as far as the journal knows.
func (s *recordScreen) holder() string {
	for _, a := range s.seen.Acts { // the newest first
		if a.Outcome != gateway.Approved {
			continue
		}
		switch payment.MoveOf(a) {
		case option.MoveHold:
			text := gateway.Clean(a.Agent, 64) + ", " + a.Began.Local().Format("2 January, 15:04")
			if a.Charge.Reason != "" {
				text += ": " + gateway.Clean(a.Charge.Reason, 200)
			}
			return text
		case option.MoveRelease:
			return "the gateway, or another system: it was released from here before"
		default:
		}
	}
	return "the gateway's fraud or duplicate checks, or another system"
}

// leftWords is how much can still be given back.
func leftWords(left gateway.Money) string {
	if left.IsZero() {
		return "nothing"
	}
	return left.String()
}

// either are titles in a sentence.
func either(titles []string) string {
	for i := 1; i < len(titles); i++ {
		titles[i] = strings.ToLower(titles[i][:1]) + titles[i][1:]
	}
	return strings.Join(titles, ", or ")
}

// madeLabel says before its time what was done with a record: only a payment
// that went through was taken.
func madeLabel(r gateway.Record) string {
	switch {
	case r.Outcome() == gateway.Declined || r.Outcome() == gateway.Rejected || r.Outcome() == gateway.Unknown:
		return "Tried"
	case statement.FlowOf(r) == statement.In:
		return "Taken"
	default:
		return "Made"
	}
}

// rows are a label and a value, which may take several lines. An empty value
// has none.
func (s *recordScreen) rows(width int, label, value string) []string {
	if value == "" {
		return nil
	}
	const column = 23
	var rows []string
	for i, line := range strings.Split(ansi.Wrap(value, max(10, min(width, textWidth)-column), ""), "\n") {
		if i > 0 {
			label = ""
		}
		rows = append(rows, strings.TrimSuffix(s.root.row(label, line), "\n"))
	}
	return rows
}

// currencies are those whose decimals are confirmed.
func (s *recordScreen) currencies() []gateway.Currency {
	if s.root.session.Reversals == nil {
		return nil
	}
	return s.root.session.Reversals.Limits.Currencies
}

// amountOf is a cleaned record's amount for people: what settles, with a minus
// where money goes out.
func (s *recordScreen) amountOf(r gateway.Record) string { return statement.Text(r, s.currencies()...) }

// recordCard is a cleaned record's card as brand and last four digits.
func recordCard(r gateway.Record) string {
	return cardName(payment.Charge{Brand: gateway.Brand(r.PaymentType), Last4: lookup.Last4(r)})
}

// scroll moves the page, or the mark from one related record to the next.
func (s *recordScreen) scroll(k tea.KeyPressMsg) {
	width, height := s.root.room()
	lines, links := s.lines(width)
	room := height - recordHead
	most := max(0, len(lines)-room)
	at := min(s.top, most)
	switch k.String() {
	case "up":
		at--
	case "down":
		at++
	case "pgup":
		at -= room - 2
	case "pgdown", "space":
		at += room - 2
	case "home":
		at = 0
	case "end":
		at = most
	case "tab", "shift+tab":
		if len(links) == 0 {
			return
		}
		by := 1
		if k.String() == "shift+tab" {
			by = len(links) - 1
		}
		s.link = (min(s.link, len(links)-1) + by) % len(links)
		line := links[s.link]
		at = max(min(at, line-1), line-room+2)
	}
	s.top = max(0, min(at, most))
}

// orderWords is a record's order reference, and where moto took the payment the
// merchant's own reference and the one it was sent under: they differ, and it
// may have been changed since.
func orderWords(made payment.Attempt, r gateway.Record) string {
	own, sent := gateway.Clean(made.Charge.OrderReference, 64), gateway.Clean(made.SentReference, 64)
	switch {
	case own == "" || sent == "" || own == r.OrderReference:
		return r.OrderReference
	case sent == r.OrderReference:
		return own + ", sent as " + sent
	default:
		return r.OrderReference + "; taken as " + own + ", sent as " + sent
	}
}
