package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
	"motoconsole/internal/lookup/names"
	"motoconsole/ui/kit"
)

// newNarrow empties the filter of the list.
func (l *findPage) newNarrow() {
	l.narrow = l.shell.NewForm(forms.NewText(forms.TextOptions{
		Name: narrowField, Label: "Show only", Meaning: "the filter", Max: 60, Guard: forms.Guard{Rule: cardguard.Prose},
		Help: "part of an order, card, amount, name …",
	}))
	l.list.needle, l.narrowing = "", false
}

// browse handles the list.
func (l *findPage) browse(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if ok && l.moves(k) {
		return nil
	}
	if l.narrowing {
		l.typeFilter(msg)
		return nil
	}
	if !ok {
		return nil
	}
	keys := l.shell.Keys.List
	switch {
	case key.Matches(k, keys.Open):
		return l.open()
	case key.Matches(k, keys.Sort):
		l.list.sortBy((l.list.order + 1) % sortOrders)
	case key.Matches(k, keys.Narrow):
		l.narrowing = len(l.list.rows) > 0
	case key.Matches(k, keys.Again):
		return l.again()
	case key.Matches(k, keys.Change):
		l.openLine(false)
	case key.Matches(k, keys.Back):
		l.back()
	}
	return nil
}

// open shows the record of the selected row. What the gateway has no record of
// cannot be opened.
func (l *findPage) open() tea.Cmd {
	w := l.list.current()
	switch {
	case w == nil:
		return nil
	case w.kept && w.record.TransactionReference == "" && w.outcome == gateway.NotSent:
		l.shell.Notify("The bank has not taken it: there is no record to open.")
		return nil
	case w.kept && w.record.TransactionReference == "":
		l.shell.Notify("It is not known yet what became of it: moto goes on asking. Home lists it.")
		return nil
	}
	l.shown = w
	return l.shell.Open(kit.Open{Place: kit.Record, Record: w.record})
}

// back undoes the latest thing: the search on its way, the filter, the list.
func (l *findPage) back() {
	switch {
	case l.run.running():
		l.run.stop()
		l.ended()
	case l.list.needle != "":
		l.newNarrow()
		l.list.narrow("")
	default:
		l.openLine(true)
	}
}

// moves takes a key that moves the selection.
func (l *findPage) moves(k tea.KeyPressMsg) bool {
	if !key.Matches(k, l.shell.Keys.List.Move) || l.narrowing && (k.Code == tea.KeyHome || k.Code == tea.KeyEnd) {
		return false
	}
	page := max(l.rowsShown(), 1)
	switch k.Code {
	case tea.KeyUp:
		l.list.move(-1)
	case tea.KeyDown:
		l.list.move(1)
	case tea.KeyPgUp:
		l.list.move(-page)
	case tea.KeyPgDown:
		l.list.move(page)
	case tea.KeyHome:
		l.list.move(-len(l.list.view))
	case tea.KeyEnd:
		l.list.move(len(l.list.view))
	}
	return true
}

// typeFilter filters the list as it is typed.
func (l *findPage) typeFilter(msg tea.Msg) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch keys := l.shell.Keys.List; {
		case key.Matches(k, keys.Open):
			if l.narrow.CheckAll() {
				l.narrowing = false
				l.list.narrow(fieldText(l.narrow, narrowField))
			}
			return
		case key.Matches(k, keys.Back):
			l.newNarrow()
			l.list.narrow("")
			return
		case key.Matches(k, forms.NextKeys()), key.Matches(k, forms.BackKeys()):
			return
		}
	}
	l.narrow.Update(msg)
	if mayBecomeCard(l.narrow.Field(narrowField)) {
		return
	}
	if words := fieldText(l.narrow, narrowField); names.Bare(words) != l.list.needle {
		l.list.narrow(words)
	}
}

// listKeys are the keys that do something now.
func (l *findPage) listKeys() []key.Binding {
	k := l.shell.Keys.List
	back := k.Back
	switch {
	case l.narrowing:
		return []key.Binding{k.Move, kit.Relabel(k.Open, "keep the filter"), kit.Relabel(back, "show all")}
	case l.run.running():
		back = kit.Relabel(back, "stop")
	case l.list.needle != "":
		back = kit.Relabel(back, "show all")
	}
	if len(l.list.rows) == 0 {
		return []key.Binding{back, k.Change, l.shell.Keys.Global.Help}
	}
	return []key.Binding{
		k.Open, back, k.Narrow, k.Sort, kit.Relabel(k.Change, "change"), kit.Relabel(k.Again, "again"), l.shell.Keys.Global.Help,
	}
}

// listPage is the table, also while it is empty still.
func (l *findPage) listPage(width, height int) (string, *tea.Cursor) {
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

// detailRows is what the selected row is told in, below the table: a blank
// line and two more.
const detailRows = 3

// rowsShown is how many rows the table has on this terminal.
func (l *findPage) rowsShown() int {
	width, height := l.shell.Room()
	above, _ := l.above(width)
	return height - len(above) - 1 - detailRows
}

// above are the lines over the table.
func (l *findPage) above(width int) ([]string, *tea.Cursor) {
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
func (l *findPage) state() string {
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

// note is what makes the list less than all there is, or a record in it less
// than what was asked for.
func (l *findPage) note() string {
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
