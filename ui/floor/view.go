package floor

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

const (
	previewRows = 5 // of the panel below the list
	sideGap     = 3
	sideWidth   = 62
	factColumn  = 14
)

// View implements Page.
func (p *Page) View(width, height int) (string, *tea.Cursor) {
	t := p.shell.Theme.Theme
	if p.mode == asking {
		return strings.Join(draw.Dialog(t, "End the session of "+p.subject+"?", []string{
			"It ends after a payment that is on its way. What " + p.subject + " has typed and not sent is lost.",
		}, width, height), "\n"), nil
	}
	b := draw.NewBody(t, width, height)
	b.Gap()
	b.Add(p.strips(t, b.Room())...)
	b.Gap()
	b.Add(p.totals(t, b.Room()))
	var cursor *tea.Cursor
	switch {
	case p.mode == writing:
		cursor = p.writing(b)
	case p.problem != "":
		b.Gap()
		b.Add(draw.Marked(t, theme.Warn, "!", p.problem, b.Room())...)
	case width >= draw.Wide:
		p.wide(b)
	case p.mode == opened:
		b.Add(draw.Panel{Title: p.title(), Rows: p.facts(t, draw.Inside(b.Room()))}.Draw(t, b.Room(), 0)...)
		b.Gap()
		b.Add(p.checks(t, b.Room(), b.Left()-2)...)
	case width < draw.Cosy:
		b.Gap()
		b.Add(p.rows(t, b.Room(), b.Left()-2)...)
	default:
		b.Gap()
		b.Add(p.rows(t, b.Room(), b.Left()-previewRows-3)...)
		b.To(-previewRows - 1)
		b.Add(draw.Panel{Title: p.title(), Rows: p.preview(t, draw.Inside(b.Room()))}.Draw(t, b.Room(), previewRows)...)
	}
	return b.String(), cursor
}

// strips are the two rows that ask for attention; the first is for alarms.
func (p *Page) strips(t *theme.Theme, room int) []string {
	rows := []string{"", ""}
	items := p.items("")
	alarms, unknown, held := counts(items)
	if alarms > 0 {
		what := "an outcome has changed"
		if alarms > 1 {
			what = "outcomes have changed"
		}
		first := items[0]
		rows[0] = draw.Strip(t, theme.Bad, "! "+kit.HowMany(alarms, "alarm")+": "+what, strings.Join([]string{first.amount, first.order, first.agent}, " · "), room)
	}
	var parts []string
	if unknown > 0 {
		parts = append(parts, "? "+kit.Count(unknown)+" unknown")
	}
	if held > 0 {
		parts = append(parts, "! "+kit.Count(held)+" held")
	}
	if len(parts) > 0 {
		oldest := time.Time{}
		for _, i := range items {
			if i.what == "Unknown" && (oldest.IsZero() || i.since.Before(oldest)) {
				oldest = i.since
			}
		}
		details := ""
		if !oldest.IsZero() {
			details = "oldest " + minutes(p.at.Sub(oldest))
		}
		rows[1] = draw.Strip(t, theme.Warn, strings.Join(parts, "   "), details, room)
	}
	return rows
}

// totals is the row with the sums of all. What has no room is left out from the end.
func (p *Page) totals(t *theme.Theme, room int) string {
	calls := 0
	for _, s := range p.sessions {
		if inCall(s) {
			calls++
		}
	}
	parts := [][2]string{{"On now", kit.Count(len(p.sessions))}, {"In a call", kit.Count(calls)}}
	if p.summed {
		parts = append(parts, [2]string{"Taken", strings.Join(amounts(p.all.Taken, p.zero()), ", ")})
	}
	for _, says := range p.answers() { // the first that fits
		parts = append(parts, [2]string{"Gateway", says})
	}
	if p.summed {
		parts = append(parts, [2]string{"Declined", kit.Count(p.all.Declined)})
	}
	gap := "   "
	if room < draw.Cosy-4 {
		gap = "  "
	}
	line, last := "", ""
	for _, part := range parts {
		if part[0] == last {
			continue
		}
		text := t.Dim.Render(part[0]) + " " + t.Strong.Render(part[1])
		if line != "" {
			text = gap + text
		}
		if ink.Width(line)+ink.Width(text) > room {
			continue
		}
		line, last = line+text, part[0]
	}
	return line
}

// answers is how fast the gateway answers, the longest words first.
func (p *Page) answers() []string {
	l := p.latency
	if l.At.IsZero() {
		return []string{"not asked lately"}
	}
	seconds := func(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
	last, most := seconds(l.Last), seconds(l.P95)
	return []string{last + ", 95% within " + most, last + ", 95% " + most, last}
}

func (p *Page) zero() gateway.Money { return gateway.Money{Currency: p.shell.Session.Form.Currency} }

// wide is the list with the selected session beside it.
func (p *Page) wide(b *draw.Body) {
	t := b.Theme
	side := min(sideWidth, b.Room()*2/5)
	main := b.Room() - sideGap - side
	height := b.Left() - 2
	var left []string
	if p.mode == opened {
		left = draw.Panel{Title: "To check", Note: "most urgent first", Focused: true, Rows: append([]string{""}, p.checks(t, draw.Inside(main), height-3)...)}.Draw(t, main, height)
	} else {
		left = draw.Panel{Title: "Sessions", Note: p.span(height - 4), Focused: true, Rows: append([]string{""}, p.rows(t, draw.Inside(main), height-4)...)}.Draw(t, main, height)
	}
	right := draw.Panel{Title: p.title(), Note: "selected", Rows: append([]string{""}, p.facts(t, draw.Inside(side))...)}.Draw(t, side, height)
	b.Add(draw.Beside(sideGap, draw.Block{Width: main, Rows: left}, draw.Block{Width: side, Rows: right})...)
}

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
	table := draw.NewTable([]draw.Column{
		colAgent: {Head: "Agent", Width: 8, Grows: agent}, colAddress: {Head: "Address", Width: min(address, 15), Goes: 2, Grows: address},
		colState: {Head: "State", Width: 15, Grows: 20}, colFor: {Head: "For", Width: 5, Right: true},
		colTaken: {Head: "Taken", Width: taken, Right: true}, colNumber: {Head: "No.", Width: 4, Right: true, Goes: 1}, colCheck: {Head: "To check", Width: 8, Grows: 20},
	}, width)
	out := []string{table.Head(t)}
	for i := range shown {
		var given []string
		for _, column := range table.Columns() {
			given = append(given, cells[i][column])
		}
		out = append(out, table.Row(t, top+i == at, given...))
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
	if of := p.of(s.Agent); of != nil {
		all := amounts(of.Taken, p.zero())
		if cells[colTaken] = all[0]; len(all) > 1 {
			cells[colTaken] = fmt.Sprintf("%s +%d", all[0], len(all)-1)
		}
		cells[colNumber] = t.Dim.Render(kit.Count(of.Payments))
	}
	switch alarms, unknown, held := counts(p.items(s.Agent)); {
	case alarms > 0:
		cells[colCheck] = t.Mark(theme.Bad, "!", "alarm")
	case unknown > 0:
		cells[colCheck] = t.Mark(theme.Warn, "?", kit.Count(unknown))
	case held > 0:
		cells[colCheck] = t.Mark(theme.Warn, "!", kit.Count(held)+" held")
	}
	return cells
}

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

// writing is the form of a message.
func (p *Page) writing(b *draw.Body) *tea.Cursor {
	t := b.Theme
	to := "Message to all"
	if p.subject != "" {
		to = "Message to " + p.subject
	}
	b.Gap()
	b.Add(t.Strong.Render(to), t.Dim.Render(ink.CutWords("One line, which shows above the keys of the screen, with your name.", b.Room())))
	b.Gap()
	at := b.At()
	form := p.shell.DrawForm(p.message, kit.FormStyle{Width: b.Room(), Height: 3, Plain: true})
	b.Add(form.Rows...)
	b.To(-draw.HintRows)
	b.Add(draw.Hint(t, form.Hint, form.Wrong, b.Room())...)
	if form.Cursor != nil {
		form.Cursor.X += b.Margin()
		form.Cursor.Y += at
	}
	return form.Cursor
}
