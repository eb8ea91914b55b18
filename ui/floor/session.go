package floor

import (
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// name names the agent of the selected session, and title where the agent sits as well.
func (p *Page) name() string {
	s := p.current()
	if s == nil {
		return "No agent"
	}
	return gateway.Clean(s.Agent, 40)
}

func (p *Page) title() string {
	s := p.current()
	if s == nil {
		return p.name()
	}
	return p.name() + ", " + gateway.Clean(s.Address, 45)
}

// preview is what the panel below the list says of the selected session.
func (p *Page) preview(t *theme.Theme, room int) []string {
	s := p.current()
	if s == nil {
		return nil
	}
	_, _, word := state(*s)
	rows := []string{
		ink.CutWords(word+" for "+long(p.at.Sub(since(*s)))+" · signed in at "+p.shell.When(s.Since), room),
		p.sum(s.Agent),
	}
	items := p.items(s.Agent)
	if len(items) > 0 {
		rows = append(rows, t.Dim.Render(ink.CutWords(items[0].says(p.shell), room)))
	}
	if len(items) > 1 {
		rows = append(rows, t.Dim.Render(fmt.Sprintf("and %s more to check", thousands.Count(len(items)-1))))
	}
	return rows
}

// sum is an agent's day in a line.
func (p *Page) sum(agent string) string {
	of, known := p.of(agent)
	if !known {
		return p.unsaid
	}
	return kit.Joined("Taken "+p.taken(of, " and "), thousands.CountOf(of.Payments, "payment"), thousands.Count(of.Declined)+" declined")
}

// says is an item as a sentence.
func (i item) says(shell kit.Shell) string {
	text := i.order + " " + i.amount + " " + strings.ToLower(i.what)
	if !i.since.IsZero() {
		text += " since " + shell.When(i.since)
	}
	return text + ": " + i.next
}

// facts are those of the selected session. What waits of it and has no row in the height is
// counted in the last one.
func (p *Page) facts(t *theme.Theme, room, height int) (rows []string) {
	s := p.current()
	if s == nil {
		return draw.Empty(t, "No agent is on", "Agents show here when they sign in.", room)
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
	if of, known := p.of(s.Agent); known {
		fact("Taken", p.taken(of, " and ")+", "+thousands.CountOf(of.Payments, "payment"))
		if len(of.Back) > 0 {
			fact("Given back", strings.Join(amounts(of.Back, p.zero()), " and "))
		}
		fact("Declined", thousands.Count(of.Declined))
	} else {
		fact("Taken", p.unsaid)
	}
	if p.mode != opened {
		items := p.items(s.Agent)
		for i, one := range items {
			label, more := "", 1
			if i == 0 {
				label = checksName
			}
			if i == len(items)-1 {
				more = 0
			}
			waits := draw.Facts(t, label, one.says(p.shell), factColumn, room)
			if len(rows)+len(waits)+more > height {
				says := fmt.Sprintf("%s more", thousands.Count(len(items)-i))
				if i == 0 {
					says = thousands.CountOf(len(items), "outcome")
				}
				return append(rows, draw.Facts(t, label, says, factColumn, room)...)
			}
			rows = append(rows, waits...)
		}
	}
	return rows
}
