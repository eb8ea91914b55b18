package find

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/ui/kit"
)

// listPage is the table, also while it is empty still.
func (l *Page) listPage(width, height int) (string, *tea.Cursor) {
	t := l.shell.Theme
	rows, cursor := l.above(width)
	columns, gap := tableColumns(width, l.shell.Now(), l.list.twice)
	rows = append(rows, tableHead(t, columns, gap, l.list.order))
	shown, selected := l.list.page(l.rowsShown())
	for i, number := range shown {
		rows = append(rows, tableRow(t, columns, gap, l.list.rows[number], i == selected))
	}
	for len(rows) < height-detailRows {
		rows = append(rows, "")
	}
	return strings.Join(append(rows, l.detail(width, columns)...), "\n"), cursor
}

// detailRows is how many lines below the table describe the selected row: a blank
// one and two more.
const detailRows = 3

// rowsShown is how many rows the table has on this terminal.
func (l *Page) rowsShown() int {
	width, height := l.shell.Room()
	above, _ := l.above(width)
	return height - len(above) - 1 - detailRows
}

// above are the lines over the table.
func (l *Page) above(width int) ([]string, *tea.Cursor) {
	t := l.shell.Theme
	rows := []string{t.Title.Render("Look-up ") + l.run.title(), l.state()}
	if note := l.note(); note != "" {
		for line := range strings.Lines(kit.Wrap(note, width)) {
			rows = append(rows, t.Warn.Render(strings.TrimRight(line, "\n")))
		}
	}
	if l.run.reach != "" {
		for line := range strings.Lines(kit.Wrap(l.run.reach, width)) {
			rows = append(rows, t.Muted.Render(strings.TrimRight(line, "\n")))
		}
	}
	if !l.narrowing && l.list.needle == "" {
		return append(rows, ""), nil
	}
	form, cursor := l.narrow.View(width, 2, t.Form)
	if cursor != nil {
		cursor.Y += len(rows)
	}
	if !l.narrowing {
		cursor = nil
	}
	return append(rows, strings.Split(form, "\n")...), cursor
}

// state is how many there are and where the selection is.
func (l *Page) state() string {
	p := l.run.progress
	var parts []string
	found := fmt.Sprintf("%s found", kit.Count(len(l.list.rows)))
	switch {
	case l.run.running():
		found = "… " + found + " so far"
		if !p.Before.IsZero() {
			found += fmt.Sprintf(", all up to %s", p.Before.Local().Format("2 Jan 15:04"))
		}
	case l.run.sum.Looked > len(l.list.rows):
		found += fmt.Sprintf(" among %s", kit.Count(l.run.sum.Looked))
	}
	parts = append(parts, found)
	if l.list.needle != "" {
		parts = append(parts, fmt.Sprintf("%s shown", kit.Count(len(l.list.view))))
	}
	if len(l.list.view) > 0 {
		parts = append(parts, fmt.Sprintf("row %s", kit.Count(l.list.at+1)))
	}
	return strings.Join(append(parts, l.list.order.String()), " · ")
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
		notes = append(notes, "! Not all: stopped with esc. What came is below.")
	case r.err != nil:
		notes = append(notes, "✖ Not all: "+failureText(r.err)+". What came is below; r asks again.")
	case r.capped:
		notes = append(notes, fmt.Sprintf("! Not all: the list holds %s and these are the oldest. Name a shorter time, or use moto lookup.", kit.Count(l.most)))
	}
	if r.missing != "" && !r.stopped && r.err == nil {
		notes = append(notes, "! Not all: "+r.missing+".")
	}
	if n := len(r.sum.Crowded); n > 0 {
		notes = append(notes, fmt.Sprintf("! Not all: of %s the gateway has 500 payments or more and gives 500. The first is %s. Add a brand, a type or a currency.",
			kit.CountOf(n, "second"), r.sum.Crowded[0].Local().Format("2 Jan 15:04:05")))
	}
	if r.sum.Troubles > 0 {
		notes = append(notes, fmt.Sprintf("! %s could not be carried out: the row says why.", kit.CountOf(r.sum.Troubles, "request")))
	}
	return strings.Join(notes, "\n")
}
