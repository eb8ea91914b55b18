package record

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// recordHead is how many rows of a record do not scroll.
const recordHead = 2

// View implements Page.
func (s *view) View(width, height int) (string, *tea.Cursor) {
	lines, _ := s.lines(width)
	room := height - recordHead
	top := min(s.top, max(0, len(lines)-room))
	shown := lines[top:]
	if len(shown) > room {
		hidden := len(shown) - room + 1
		shown = append(shown[:room-1:room-1], s.shell.Theme.Muted.Render(fmt.Sprintf("↓ %d more lines", hidden)))
	}
	if top > 0 && len(shown) > 0 {
		shown = append([]string{s.shell.Theme.Muted.Render(fmt.Sprintf("↑ %d lines above", top+1))}, shown[1:]...)
	}
	return s.bar(width) + "\n\n" + strings.Join(shown, "\n"), nil
}

// bar says what became of it, in symbol, word and colour.
func (s *view) bar(width int) string {
	t, r := *s.shell.Theme, s.record
	symbol, words := statement.StatusWith(r, s.children, s.currencies()...)
	style := t.WarnBar
	switch symbol {
	case "✔":
		style = t.OKBar
	case "✖":
		style = t.BadBar
	}
	amount := s.amountOf(r)
	if statement.FlowOf(r) == statement.None {
		amount = "no money"
	} else if asked, _, ok := statement.Reduced(r, s.currencies()...); ok {
		amount += " of " + asked.String()
	}
	text := fmt.Sprintf("  %s  %s   %s   %s", symbol, words, amount, recordCard(r))
	if r.RequestType == "" {
		style, text = t.Calm, "  "+r.TransactionReference
	} else if statement.KindOf(r) != statement.Payment {
		text = "  " + statement.What(r) + text
	}
	return style.Render(kit.Pad(ansi.Truncate(text, width, "…"), width))
}

// lines are what scrolls, and which line each related record is on.
func (s *view) lines(width int) (lines []string, links []int) {
	add := func(label, value string) { lines = append(lines, s.rows(width, label, value)...) }
	r := s.record
	switch {
	case s.problem != "":
		lines = append(lines, strings.Split(s.shell.Theme.Bad.Render(kit.Wrap("✖ "+s.problem, width)), "\n")...)
		lines = append(lines, "")
	case !s.known:
		lines = append(lines, s.shell.Theme.Muted.Render("Reading its state …"), "")
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
		add("Settlement", statement.Settlement(r, s.shell.Now()))
		if r.Outcome() == gateway.OutcomeHeld {
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
	add("Customer", kit.Joined(strings.TrimSpace(r.Billing.FirstName+" "+r.Billing.LastName), r.Billing.Premise, r.Billing.Postcode))
	t := s.shell.Theme
	if checks := r.Checks(); checks != (gateway.Checks{}) {
		add("Address check", t.Check(checks.Address))
		add("Postcode check", t.Check(checks.Postcode))
		add("Security code check", t.Check(checks.SecurityCode))
	}
	title := func(text string) { lines = append(lines, "", t.Title.Render(text)) }
	if tree, at := s.treeLines(); len(tree) > 0 {
		title("Related records")
		for _, line := range at {
			links = append(links, len(lines)+line)
		}
		lines = append(lines, tree...)
	}
	for _, g := range append([]group{journalGroup(s.seen, r, s.children)}, groups(r, s.currencies(), s.shell.Now())...) {
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
func (s *view) addPossible(add func(label, value string)) {
	t := s.shell.Theme
	can := possible(s.seen)
	if why := gateway.Clean(s.seen.LeftProblem, 300); why == can && why != "" { // said once
		add("Can be given back", t.Warn.Render("! ")+"not known")
	} else if why != "" {
		add("Can be given back", t.Warn.Render("! ")+why)
	} else if s.record.RequestType == gateway.TypeAuth {
		add("Can be given back", t.Strong.Render(leftWords(s.seen.Left)))
	}
	for _, v := range s.seen.Open {
		text := fmt.Sprintf("%s of %s by %s at %s: not known yet whether it was made", v.Operation.Noun(),
			v.Charge.Amount, gateway.Clean(v.Agent, 64), v.Began.Local().Format("15:04"))
		add("Being checked", t.Warn.Render("? ")+text)
	}
	add("Possible now", can)
}

// rows are a label and a value, which may take several lines. An empty value
// has none.
func (s *view) rows(width int, label, value string) []string {
	if value == "" {
		return nil
	}
	const column = 23
	var rows []string
	for i, line := range strings.Split(ansi.Wrap(value, max(10, min(width, kit.TextWidth)-column), ""), "\n") {
		if i > 0 {
			label = ""
		}
		rows = append(rows, strings.TrimSuffix(s.shell.Row(label, line), "\n"))
	}
	return rows
}

// scroll moves the page, or the mark from one related record to the next.
func (s *view) scroll(k tea.KeyPressMsg) {
	width, height := s.shell.Room()
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
