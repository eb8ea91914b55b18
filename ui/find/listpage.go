package find

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/gateway/thousands"
	"motoconsole/internal/ink"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

const (
	belowRows = 4 // of the preview below the list, without its half row
	mostSide  = 66
	leastSide = 44
	sideGap   = 3
	leastList = 76
)

// listPage is the table, also while it is empty still: below the search it was, and
// beside or above the preview of the selected row.
func (l *Page) listPage(width, height int) (string, *tea.Cursor) {
	t := l.shell.Theme.Theme
	b := draw.NewBody(t, width, height)
	b.Gap()
	b.Add(l.searched(t, b.Room())...)
	if width < draw.Wide {
		b.Gap()
		cursor := l.listBelow(b)
		return b.String(), cursor
	}
	side := max(leastSide, min(mostSide, b.Room()-sideGap-leastList))
	main := b.Room() - sideGap - side
	inside, high := draw.Inside(main), b.Left()-2
	above, cursor := l.above(inside)
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+b.Margin()+2, cursor.Y+b.At()+2
	}
	rows := append(above, "")
	rows = append(rows, l.tableRows(inside, high-len(rows)-1)...)
	left := draw.Panel{Title: l.count(), Note: l.place(), Focused: true, Rows: rows}.Draw(t, main, high)
	b.Add(draw.Beside(sideGap, draw.Block{Width: main, Rows: left}, draw.Block{Width: side, Rows: l.previewBeside(t, side, high)})...)
	return b.String(), cursor
}

// searched is the search that is listed and how it was understood.
func (l *Page) searched(t *theme.Theme, room int) []string {
	lead := "  " + t.Dim.Render(searchLabel) + " "
	words := l.run.title()
	row := lead + t.Raised.Row(" "+ink.Cut(words, room-ink.Width(lead)-2), room-ink.Width(lead))
	return append([]string{row}, chips(t, l.run.parts, room, 1)...)
}

// listBelow is the list on a screen of one column, with the preview below it.
func (l *Page) listBelow(b *draw.Body) (cursor *tea.Cursor) {
	room := b.Room()
	b.Add(ink.Apart(b.Theme.Strong.Render(l.count()), b.Theme.Dim.Render(l.place()), room))
	above, cursor := l.above(room)
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+b.Margin(), cursor.Y+b.At()
	}
	b.Add(above...)
	keep := 1 + 1 // the words of the selected row, and a free one before them
	if b.Width >= draw.Cosy {
		keep = 1 + belowRows + 1
	}
	b.Add(l.tableRows(room, b.Left()-keep)...)
	b.To(-keep)
	if b.Width < draw.Cosy {
		b.Gap()
		b.Add(l.brief(b.Theme, room))
		return cursor
	}
	if p, ok := l.previewBelow(b.Theme, room); ok {
		b.Add(p.Draw(b.Theme, room, belowRows)...)
	}
	return cursor
}

// tableRows are the heading and the rows below it, at most high in all.
func (l *Page) tableRows(width, high int) []string {
	t := l.shell.Theme.Theme
	if len(l.list.rows) > 0 && len(l.list.view) == 0 {
		return []string{"Nothing in the list matches. Esc shows all."}
	}
	columns := tableColumns(width, l.shell.Now(), l.list.twice, l.list.amount)
	table := newTable(columns, width, l.list.order)
	rows := []string{table.Head(t)}
	l.pageRows = max(1, high-1)
	shown, selected := l.list.page(l.pageRows)
	for i, number := range shown {
		rows = append(rows, tableRow(t, table, columns, l.list.rows[number], i == selected))
	}
	return rows
}

// above are the lines between the count and the table.
func (l *Page) above(width int) (rows []string, cursor *tea.Cursor) {
	t := l.shell.Theme
	if note := l.note(); note != "" {
		for _, line := range ink.Wrap(note, min(width, draw.Reading)) {
			rows = append(rows, t.Warn.Render(line))
		}
	}
	if l.run.reach != "" {
		rows = append(rows, dimmed(t.Theme, l.run.reach, width)...)
	}
	if !l.narrowing && l.list.needle == "" {
		return rows, nil
	}
	form, cursor := drawField(t, l.narrow, width, 2, false)
	if cursor != nil {
		cursor.Y += len(rows)
	}
	if !l.narrowing {
		cursor = nil
	}
	return append(rows, form...), cursor
}

// count is how many there are.
func (l *Page) count() string {
	p := l.run.progress
	found := thousands.CountOf(len(l.list.rows), "payment")
	switch {
	case l.run.running():
		found = "… " + found + " so far"
		if !p.Before.IsZero() {
			found += fmt.Sprintf(", complete back to %s", p.Before.Local().Format("2 Jan 15:04"))
		}
	case l.run.sum.Looked > len(l.list.rows):
		found = fmt.Sprintf("%s of %s", thousands.Count(len(l.list.rows)), thousands.CountOf(l.run.sum.Looked, "payment"))
	}
	if l.list.needle != "" {
		found += fmt.Sprintf(" · %s shown", thousands.Count(len(l.list.view)))
	}
	return found
}

// place is the order of the list and where in it the selection is.
func (l *Page) place() string {
	if len(l.list.view) == 0 {
		return l.list.order.String()
	}
	return fmt.Sprintf("%s · row %s", l.list.order, thousands.Count(l.list.at+1))
}

// note says why the list is not all there is, or why a record in it is not all
// that was asked for.
func (l *Page) note() string {
	var notes []string
	r := &l.run
	switch {
	case r.running():
		return ""
	case r.stopped:
		notes = append(notes, "! Incomplete: you stopped the search. The results so far are below.")
	case r.err != nil:
		notes = append(notes, "! Incomplete: "+failureText(r.err)+". Press r to search again.")
	case r.capped:
		notes = append(notes, fmt.Sprintf("! Incomplete: only the oldest %s are listed. Shorten the time, or use moto lookup.", thousands.Count(l.most)))
	}
	if r.missing != "" && !r.stopped && r.err == nil {
		notes = append(notes, "! Incomplete: "+r.missing+".")
	}
	if n := len(r.sum.Crowded); n > 0 {
		of := "one second"
		if n > 1 {
			of = fmt.Sprintf("one second, and %s were crowded", thousands.CountOf(n, "second"))
		}
		notes = append(notes, fmt.Sprintf("! Incomplete: the gateway returns 500 payments at most for %s (first: %s). Add a brand, type or currency.",
			of, r.sum.Crowded[0].Local().Format("2 Jan 15:04:05")))
	}
	if r.sum.Unknown > 0 {
		notes = append(notes, l.unknown()...)
	}
	if r.sum.NotAccepted > 0 {
		if rows := l.having(gateway.OutcomeRejected); len(rows) > 0 {
			notes = append(notes, fmt.Sprintf("! %s not accepted: %s.", thousands.Count(len(rows)), fewNamed(rows)))
		}
	}
	return strings.Join(notes, "\n")
}

// unknown says what must not be done again. What is unknown stands apart from what was not
// accepted: that it had failed would invite a second charge.
func (l *Page) unknown() []string {
	rows := l.having(gateway.OutcomeUnknown)
	if len(rows) == 0 {
		return nil
	}
	flows := func(f statement.Flow) bool {
		return slices.ContainsFunc(rows, func(w *row) bool { return statement.FlowOf(w.record) == f })
	}
	says := fmt.Sprintf("? %s unknown", thousands.Count(len(rows)))
	if takes := flows(statement.In); takes || flows(statement.Out) || flows(statement.Unclear) {
		not := kit.NotAgain(takes)
		if len(rows) > 1 {
			not = strings.Replace(not, " it ", " them ", 1)
		}
		says += ", " + not
	}
	return []string{says + ": " + fewNamed(rows) + "."}
}

// having are the rows with an outcome.
func (l *Page) having(o gateway.Outcome) (rows []*row) {
	for _, w := range l.list.rows {
		if w.record.Outcome() == o {
			rows = append(rows, w)
		}
	}
	return rows
}

// fewNamed names a few of the rows by their orders, or else by their times.
func fewNamed(rows []*row) string {
	const most = 3
	var names []string
	for _, w := range rows[:min(most, len(rows))] {
		name := w.record.OrderReference
		if name == "" {
			name = "the one of " + localTime(w.record, wideTime)
		}
		names = append(names, name)
	}
	if more := len(rows) - most; more > 0 {
		names = append(names, fmt.Sprintf("and %s more", thousands.Count(more)))
	}
	return strings.Join(names, ", ")
}
