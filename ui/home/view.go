package home

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// View implements Page.
func (h *Page) View(width, height int) (string, *tea.Cursor) {
	t := h.shell.Theme.Theme
	b := draw.NewBody(t, width, height)
	b.Gap()
	strips := 1
	if width >= draw.Wide {
		strips = 2
	}
	b.Add(h.strips(t, width, b.Room(), strips)...)
	switch {
	case width >= draw.Wide:
		h.wide(b)
	case h.attending:
		h.attentionBelow(b)
	default:
		h.columns(b)
	}
	b.To(-1)
	b.Add(h.warning(t, b.Room()))
	return b.String(), nil
}

// warning is the row for faults: the journal, the clock, the sign-in.
func (h *Page) warning(t *theme.Theme, room int) string {
	if h.journal.Problem != "" {
		return t.Mark(theme.Bad, "✖", ink.CutWords(h.journal.Problem, room-2))
	}
	all := h.journal.Warnings
	if len(all) == 0 {
		return ""
	}
	more := ""
	if len(all) > 1 {
		more = fmt.Sprintf(" (and %d more)", len(all)-1)
	}
	return t.Mark(theme.Warn, "!", ink.CutWords(all[0], room-2-len(more))+more)
}

// zero is no money, in the usual currency.
func (h *Page) zero() gateway.Money {
	return gateway.Money{Currency: h.shell.Console.Form.Currency}
}

// columns is the list with the totals above it.
func (h *Page) columns(b *draw.Body) {
	counters := h.totals.counters(h.zero())
	if rows := panels(b.Theme, counters, b.Room()); b.Width >= draw.Cosy && rows != nil {
		b.Add(rows...)
	} else {
		b.Gap()
		b.Add(lines(b.Theme, counters, b.Room())...)
	}
	b.Gap()
	room := b.Left() - 2 // the heading, and the row at the end
	if b.Width >= draw.Cosy {
		room--
		b.Add(h.title(b.Theme, room, b.Room()))
	}
	b.Add(h.rows(b.Theme, b.Room(), room)...)
}

// title says what the list holds, and which part of it shows.
func (h *Page) title(t *theme.Theme, room, width int) string {
	name, order := h.listName()
	return ink.Apart(t.Strong.Render(name), t.Dim.Render(order+h.span(room)), width)
}

func (h *Page) listName() (name, order string) {
	if h.attending {
		return "What needs attention", "most urgent first"
	}
	return h.todayName(), "newest first"
}

func (h *Page) todayName() string {
	if h.everyone {
		return "All agents’ payments today"
	}
	return "Your payments today"
}

func (h *Page) span(room int) string {
	l := h.shown()
	rows, top := l.shown(room)
	if len(rows) == 0 {
		return ""
	}
	span := fmt.Sprintf(" · %d–%d of %d", top+1, top+len(rows), len(l.rows))
	if h.attending && h.journal.More {
		span += " or more"
	}
	return span
}

// rows are the heading of the list and as many rows as there is room for.
func (h *Page) rows(t *theme.Theme, width, room int) []string {
	l := h.shown()
	if len(l.rows) == 0 {
		if !h.known {
			return nil
		}
		return draw.Empty(t, "No payments yet today", "Press n for the first.", width)
	}
	shown, top := l.shown(room)
	columns := table(l.rows, h.several || h.everyone || h.attending, width)
	out := []string{columns.Head(t)}
	for i := range shown {
		out = append(out, shown[i].draw(t, columns, top+i == l.at))
	}
	return out
}

// Today implements kit.Lister. Nothing in the list is selected.
func (h *Page) Today(width, height int) []string {
	l, t, room := &h.today, h.shell.Theme.Theme, height-3 // the title, a free row, and the heading
	if len(l.rows) == 0 || room < 1 {
		return nil
	}
	columns := table(l.rows, h.several || h.everyone, draw.Inside(width))
	p := draw.Panel{Title: h.todayName(), Note: "newest first", Rows: []string{"", columns.Head(t)}}
	for i := range l.rows[:min(room, len(l.rows))] {
		p.Rows = append(p.Rows, l.rows[i].draw(t, columns, false))
	}
	return p.Draw(t, width, height)
}

// nextRows is how high the panel with the next step is, on a screen with one column.
const nextRows = 6

// attentionBelow is the list of what needs attention with the next step below it.
func (h *Page) attentionBelow(b *draw.Body) {
	b.Gap()
	room := b.Left() - 3 - nextRows - 1
	b.Add(h.title(b.Theme, room, b.Room()))
	b.Add(h.rows(b.Theme, b.Room(), room)...)
	b.To(-nextRows - 2)
	if p, ok := h.preview(b.Theme, b.Room(), "next step"); ok {
		b.Add(p.Draw(b.Theme, b.Room(), nextRows)...)
	}
}

// preview is the panel of the selected row.
func (h *Page) preview(t *theme.Theme, width int, note string) (p draw.Panel, ok bool) {
	w := h.shown().current()
	if w == nil {
		return p, false
	}
	return draw.Panel{Title: ink.Cut(w.order, draw.Inside(width)-len(note)-2), Note: note, Rows: w.preview(t, draw.Inside(width))}, true
}

const (
	sideGap  = 3
	leastTab = 68 // cells that the list gets before the side gets more than it needs
	mostSide = 66
	lessSide = 40
)

// wide is the list on the left, with the totals and the selected row on the right.
func (h *Page) wide(b *draw.Body) {
	t := b.Theme
	side := max(lessSide, min(mostSide, b.Room()-sideGap-leastTab))
	main := b.Room() - sideGap - side
	height := b.Left() - 2 // half a row above, and the row at the end
	room := height - 3
	inside := draw.Inside(main)
	name, order := h.listName()
	left := draw.Panel{
		Title: name, Note: order + h.span(room), Focused: true,
		Rows: append([]string{""}, h.rows(t, inside, room)...),
	}.Draw(t, main, height)
	b.Add(draw.Beside(sideGap, draw.Block{Width: main, Rows: left}, draw.Block{Width: side, Rows: h.side(t, side, height+1)})...)
}

// side are the panels beside the list, as many as its height has room for.
func (h *Page) side(t *theme.Theme, width, height int) (rows []string) {
	const leastPreview = 14
	add := func(part []string, keep int) {
		if len(rows)+len(part)+keep <= height {
			rows = append(rows, part...)
		}
	}
	inside := draw.Inside(width)
	if !h.attending {
		counters := h.totals.counters(h.zero())
		if small := panels(t, counters[1:], width); small != nil && height >= draw.Tall-6 {
			add(h.takenPanel(t, counters[0], inside).Draw(t, width, 0), 0)
			add(small, 0)
		} else {
			add(draw.Panel{Title: h.ofAll("Today"), Note: today(h.shell.Now()), Rows: facts(t, counters, inside)}.Draw(t, width, 0), 0)
		}
		if bars, busiest := h.totals.byHour(); len(bars) > 1 {
			title := "Taken by hour"
			if len(h.totals.Taken) > 1 {
				title += ", " + h.totals.Taken[0].Amount.Currency.Code()
			}
			add(draw.Panel{Title: title, Note: busiest, Rows: append([]string{""}, draw.Chart(t, bars, inside)...)}.Draw(t, width, 0), leastPreview)
		}
	}
	note := "selected"
	if h.attending {
		note = "next step"
	}
	if p, ok := h.preview(t, width, note); ok && height-len(rows) > 4 {
		rows = append(rows, p.Draw(t, width, height-len(rows)-1)...)
	}
	return rows
}

// ofAll adds to a title that it is of all agents, if it is.
func (h *Page) ofAll(title string) string {
	if h.everyone {
		return title + ", all agents"
	}
	return title
}

// takenPanel shows what was taken, in big digits if there is one currency.
func (h *Page) takenPanel(t *theme.Theme, c counter, inside int) draw.Panel {
	p := draw.Panel{Title: h.ofAll("Taken today"), Note: c.note, Rows: []string{""}}
	if len(c.values) == 1 {
		p.Rows = append(p.Rows, draw.Amount(t, c.values[0], inside)...)
		return p
	}
	for i, v := range c.values {
		p.Rows = append(p.Rows, ink.Apart(c.value(t, v), t.Dim.Render(thousands.CountOf(h.totals.Taken[i].Count, "payment")), inside))
	}
	return p
}

// today is the date of the list, for an agent who reads it the next morning.
func today(now time.Time) string { return now.Local().Format("Monday 2 January") }
