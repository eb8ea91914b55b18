package floor

import (
	"fmt"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// span says which part of the list shows.
func (p *Page) span(room int) string {
	room = max(1, room)
	first := p.place() - p.place()%room
	if len(p.sessions) == 0 {
		return "by agent"
	}
	return fmt.Sprintf("by agent · %d–%d of %d", first+1, min(first+room, len(p.sessions)), len(p.sessions))
}

// Columns of the list, by their places.
const (
	colAgent = iota
	colAddress
	colState
	colFor
	colTaken
	colNumber
	colCheck
)

// rows are the heading of the list and the page of it that the selection is on.
func (p *Page) rows(t *theme.Theme, width, room int) []string {
	room = max(1, room)
	p.page = room
	at := p.place()
	top := at - at%room
	shown := p.sessions[top:min(top+room, len(p.sessions))]
	agent, address, taken := 8, 7, 8
	cells := make([][]string, len(shown))
	for i, s := range shown {
		cells[i] = p.cells(t, s)
		agent, address, taken = max(agent, min(16, ink.Width(s.Agent))), max(address, min(39, ink.Width(s.Address))), max(taken, ink.Width(cells[i][colTaken]))
	}
	const least, state, long = 8, 15, 5
	spare := width - draw.Marker - least - state - long - taken - leastCheck - 4*draw.ColumnGap
	table := draw.NewTable([]draw.Column{
		colAgent: {Head: "Agent", Width: least, Grows: agent}, colAddress: {Head: "Address", Width: min(address, 15), Goes: 2, Grows: address},
		colState: {Head: "State", Width: state, Grows: 20}, colFor: {Head: "For", Width: long, Right: true},
		colTaken: {Head: "Taken", Width: taken, Right: true}, colNumber: {Head: "No.", Width: 4, Right: true, Goes: 1}, colCheck: {Head: "To check", Width: min(usualCheck, leastCheck+max(0, spare)), Grows: 20},
	}, width)
	out := []string{table.Head(t)}
	for i, s := range shown {
		cells[i][colCheck] = p.toCheck(t, s.Agent, table.Width(colCheck))
		var given []string
		for _, column := range table.Columns() {
			given = append(given, cells[i][column])
		}
		out = append(out, table.Row(t, top+i == at && p.mode != waiting, given...))
	}
	return out
}

// cells are a session's.
func (p *Page) cells(t *theme.Theme, s kit.Seated) []string {
	tone, symbol, word := state(s)
	cells := []string{
		colAgent: t.Strong.Render(gateway.Clean(s.Agent, 40)), colAddress: t.Dim.Render(gateway.Clean(s.Address, 45)),
		colState: t.Mark(tone, symbol, word), colFor: short(p.at.Sub(since(s))), colTaken: "", colNumber: "", colCheck: "",
	}
	if tone == theme.Plain && !inCall(s) {
		cells[colState] = t.Dim.Render(symbol + " " + word)
	}
	if of, known := p.of(s.Agent); known {
		all := amounts(of.Taken, p.zero())
		if cells[colTaken] = all[0]; len(all) > 1 {
			cells[colTaken] = fmt.Sprintf("%s +%d", all[0], len(all)-1)
		}
		cells[colNumber] = t.Dim.Render(thousands.Count(of.Payments))
	}
	return cells
}

// Widths of the column of what waits: one thing, and an alarm with what is to be checked
// besides.
const (
	leastCheck = 8
	usualCheck = 11
)

// toCheck is what waits of an agent, the worst first: as much of it as there is room for. How
// many alarms there are gives way to what else waits; where not even the first has room with
// its number, it goes without.
func (p *Page) toCheck(t *theme.Theme, agent string, width int) string {
	alarms, unknown, held := counts(p.items(agent))
	waits := func(alarm string) (cell string, parts int) {
		add := func(n int, tone theme.Tone, symbol, says, least string) {
			if n == 0 {
				return
			}
			text := t.Mark(tone, symbol, says)
			switch {
			case cell != "":
				text = " " + text
			case ink.Width(text) > width:
				text = t.Mark(tone, symbol, least)
			}
			if cell == "" || ink.Width(cell)+ink.Width(text) <= width {
				cell, parts = cell+text, parts+1
			}
		}
		add(alarms, theme.Bad, "!", alarm, "alarm")
		add(unknown, theme.Warn, "?", thousands.Count(unknown), "")
		add(held, theme.Warn, "!", thousands.Count(held)+" held", "held")
		return cell, parts
	}
	cell, most := waits("alarm")
	if alarms > 1 {
		if counted, parts := waits(thousands.Count(alarms) + " alarms"); parts == most {
			return counted
		}
	}
	return cell
}
