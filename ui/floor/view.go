package floor

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
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
		return strings.Join(draw.Dialog(t, "End "+p.subject+"’s session?", []string{
			"A payment that is on its way is completed first. What " + p.subject + " has typed and not sent is lost.",
		}, width, height), "\n"), nil
	}
	b := draw.NewBody(t, width, height)
	b.Gap()
	if p.problem != "" { // nothing shows of what was seen before
		b.Add(draw.Marked(t, theme.Warn, "!", p.problem, b.Room())...)
		return b.String(), nil
	}
	b.Add(p.strips(t, b.Room())...)
	b.Gap()
	b.Add(p.totals(t, b.Room()))
	var cursor *tea.Cursor
	switch {
	case p.mode == writing:
		cursor = p.writing(b)
	case width >= draw.Wide:
		p.wide(b)
	case p.mode == opened:
		const least = 1 + headRows + 1 // below the panel: a free row and a list of one
		facts := p.facts(t, draw.Inside(b.Room()), 0)
		b.Add(draw.Panel{Title: p.name(), Rows: facts}.Draw(t, b.Room(), max(1, min(1+len(facts), b.Left()-1-least)))...)
		b.Gap()
		b.Add(p.list(t, b.Room(), b.Left())...)
	case width < draw.Cosy:
		b.Gap()
		b.Add(p.list(t, b.Room(), b.Left())...)
	default:
		b.Gap()
		b.Add(p.list(t, b.Room(), b.Left()-previewRows-1)...)
		b.To(-previewRows - 1)
		inside := draw.Inside(b.Room())
		below := draw.Panel{Title: p.title(), Rows: p.preview(t, inside)}
		if p.mode == waiting {
			below = draw.Panel{Title: itemTitle(p.marked()), Rows: p.itemPreview(inside)}
		}
		b.Add(below.Draw(t, b.Room(), previewRows)...)
	}
	return b.String(), cursor
}

// strips are the two rows that ask for attention: the worst of what waits, below what
// cannot be read.
func (p *Page) strips(t *theme.Theme, room int) []string {
	rows := p.waits(t, room)
	problem := cmp.Or(p.journal.Problem, p.journal.Unheld)
	if problem == "" {
		return rows
	}
	return []string{draw.Strip(t, theme.Bad, "✖ "+problem, "", room), cmp.Or(rows...)}
}

// waits are the strips of what waits; the first is for alarms.
func (p *Page) waits(t *theme.Theme, room int) []string {
	rows := []string{"", ""}
	items := p.items("")
	alarms, unknown, held := counts(items)
	needs := kit.NeedsOf(p.journal)
	if alarms > 0 {
		first := items[0]
		rows[0] = draw.Strip(t, theme.Bad, "! "+kit.HowMany(alarms, needs.MoreAlarms, "alarm")+": "+kit.AlarmWords(needs.Alarms), strings.Join([]string{first.amount, first.order, first.agent}, " · "), room)
	}
	var parts []string
	if unknown > 0 {
		says := "? " + thousands.Count(unknown) + " unknown"
		if needs.MoreInDoubt {
			says += " or more"
		}
		parts = append(parts, says)
	}
	if held > 0 {
		parts = append(parts, "! "+thousands.Count(held)+" held")
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
	parts := [][2]string{{"On now", thousands.Count(len(p.sessions))}, {"In a call", thousands.Count(calls)}}
	known := !p.day.At.IsZero()
	if known {
		parts = append(parts, [2]string{"Taken", p.taken(p.day.All, ", ")})
	}
	for _, says := range p.answers() { // the first that fits
		parts = append(parts, [2]string{"Gateway", says})
	}
	if known {
		parts = append(parts, [2]string{"Declined", thousands.Count(p.day.All.Declined)})
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

func (p *Page) zero() gateway.Money { return gateway.Money{Currency: p.shell.Console.Form.Currency} }

// headRows are the rows above a list that has no panel: its name with what of it shows, and
// its columns.
const headRows = 2

// list is the list that has the focus: the sessions, or what waits.
func (p *Page) list(t *theme.Theme, width, height int) []string {
	name, span, rows := sessionsName, p.span, p.rows
	if p.mode != listing {
		name, span, rows = checksName, p.checksSpan, func(t *theme.Theme, width, room int) []string { return p.checks(t, width, room, true) }
	}
	room := max(1, height-headRows)
	head := ink.Apart(t.Strong.Render(name), t.Dim.Render(span(room)), width)
	return append([]string{head}, rows(t, width, room)...)
}

// What the lists are called.
const (
	sessionsName = "Sessions"
	checksName   = "To check"
)

// leastBoth is how many rows the sessions and what waits need below one another.
const leastBoth = 22

// wide is the list with the selected session beside it, and below it what waits of all.
func (p *Page) wide(b *draw.Body) {
	t := b.Theme
	side := min(sideWidth, b.Room()*2/5)
	main := b.Room() - sideGap - side
	height := b.Left() - 2
	sessions := func(height int, focused bool) []string {
		return draw.Panel{Title: sessionsName, Note: p.span(height - 4), Focused: focused, Rows: append([]string{""}, p.rows(t, draw.Inside(main), height-4)...)}.Draw(t, main, height)
	}
	toCheck := func(height int, focused bool) []string {
		return draw.Panel{Title: checksName, Note: p.checksSpan(height - 4), Focused: focused, Rows: append([]string{""}, p.checks(t, draw.Inside(main), height-4, focused)...)}.Draw(t, main, height)
	}
	var left []string
	switch half := height / 2; {
	case p.mode == opened, height < leastBoth && p.mode == waiting:
		left = toCheck(height, true)
	case height < leastBoth:
		left = sessions(height, true)
	case p.mode == waiting:
		left = append(sessions(half, false), toCheck(height-half-1, true)...)
	default:
		left = append(sessions(half, true), toCheck(height-half-1, false)...)
	}
	beside := draw.Panel{Title: p.name(), Note: "selected", Rows: append([]string{""}, p.facts(t, draw.Inside(side), height-2)...)}
	if p.mode == waiting {
		beside.Title, beside.Rows = itemTitle(p.marked()), append([]string{""}, p.itemFacts(t, draw.Inside(side))...)
	}
	right := beside.Draw(t, side, height)
	b.Add(draw.Beside(sideGap, draw.Block{Width: main, Rows: left}, draw.Block{Width: side, Rows: right})...)
}

// writing is the form of a message.
func (p *Page) writing(b *draw.Body) *tea.Cursor {
	t := b.Theme
	to := "Message to all"
	if p.subject != "" {
		to = "Message to " + p.subject
	}
	b.Gap()
	b.Add(t.Strong.Render(to))
	for _, line := range ink.Wrap("One line, which shows above the keys of the screen, with your name.", b.Room()) {
		b.Add(t.Dim.Render(line))
	}
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
