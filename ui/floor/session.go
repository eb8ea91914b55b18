package floor

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// title names the selected session.
func (p *Page) title() string {
	s := p.current()
	if s == nil {
		return "Nobody"
	}
	return gateway.Clean(s.Agent, 40) + ", " + gateway.Clean(s.Address, 45)
}

// preview is what the panel below the list says of the selected session.
func (p *Page) preview(t *theme.Theme, room int) []string {
	s := p.current()
	if s == nil {
		return nil
	}
	_, _, word := state(*s)
	rows := []string{
		ink.CutWords(word+" for "+long(p.at.Sub(since(*s)))+" · signed in since "+p.shell.When(s.Since), room),
		p.sum(s.Agent),
	}
	items := p.items(s.Agent)
	if len(items) > 0 {
		rows = append(rows, t.Dim.Render(ink.CutWords(items[0].says(p.shell), room)))
	}
	if len(items) > 1 {
		rows = append(rows, t.Dim.Render(fmt.Sprintf("and %s more to check", kit.Count(len(items)-1))))
	}
	return rows
}

// sum is an agent's day in a line.
func (p *Page) sum(agent string) string {
	of := p.of(agent)
	if of == nil {
		return p.unsaid
	}
	return kit.Joined("Taken "+strings.Join(amounts(of.Taken, p.zero()), " and "), kit.CountOf(of.Payments, "payment"), kit.Count(of.Declined)+" declined")
}

// says is an item as a sentence.
func (i item) says(shell kit.Shell) string {
	text := i.order + " " + i.amount + " " + strings.ToLower(i.what)
	if !i.since.IsZero() {
		text += " since " + shell.When(i.since)
	}
	return text + ": " + i.next
}

// facts are those of the selected session.
func (p *Page) facts(t *theme.Theme, room int) (rows []string) {
	s := p.current()
	if s == nil {
		return draw.Empty(t, "Nobody is on", "Agents show here when they sign in.", room)
	}
	fact := func(label, value string) {
		if value != "" {
			rows = append(rows, draw.Facts(t, label, value, factColumn, room)...)
		}
	}
	fact("Signed in", p.shell.When(s.Since))
	fact("Address", gateway.Clean(s.Address, 45))
	_, _, word := state(*s)
	fact("State", word+" for "+long(p.at.Sub(since(*s))))
	if of := p.of(s.Agent); of != nil {
		fact("Taken", strings.Join(amounts(of.Taken, p.zero()), " and ")+", "+kit.CountOf(of.Payments, "payment"))
		if len(of.Back) > 0 {
			fact("Given back", strings.Join(amounts(of.Back, p.zero()), " and "))
		}
		fact("Declined", kit.Count(of.Declined))
	} else {
		fact("Taken", p.unsaid)
	}
	if p.mode != opened {
		for i, one := range p.items(s.Agent) {
			label := ""
			if i == 0 {
				label = "To check"
			}
			rows = append(rows, draw.Facts(t, label, one.says(p.shell), factColumn, room)...)
		}
	}
	return rows
}

// checks is the list of what waits of the session that is open.
func (p *Page) checks(t *theme.Theme, width, room int) []string {
	items := p.items(p.selected)
	if len(items) == 0 {
		return draw.Empty(t, "Nothing waits to be checked", "Outcomes of "+p.selected+" that are unknown, alarms and held money show here.", width)
	}
	room = max(1, room-1)
	at := min(p.chosen, len(items)-1)
	top := at - at%room
	amount := 8
	for _, i := range items {
		amount = max(amount, ink.Width(i.amount))
	}
	table := draw.NewTable([]draw.Column{
		{Head: "What", Width: 9}, {Head: "Since", Width: 12}, {Head: "Amount", Width: amount, Right: true}, {Head: "Card", Width: 15, Goes: 1}, {Head: "Order", Width: 8, Grows: 25},
	}, width)
	out := []string{table.Head(t)}
	for n, i := range items[top:min(top+room, len(items))] {
		cells := []string{t.Mark(i.tone, i.symbol, i.what), t.Dim.Render(p.shell.When(i.since)), t.Strong.Render(i.amount), i.card, i.order}
		var given []string
		for _, column := range table.Columns() {
			given = append(given, cells[column])
		}
		out = append(out, table.Row(t, top+n == at, given...))
	}
	return out
}
