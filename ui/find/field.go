package find

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

const (
	fieldMark   = "▸ "
	errorMark   = "✖ "
	errorRows   = 3  // the most of an error
	blank       = 30 // the least width of the blank
	blankNarrow = 22
	cosyField   = 72 // the width from which it is not narrow
)

// drawField draws the one field of a form, over the whole width: its label and answer, its
// remark, below them if that is too long, and its error. whole is for a well that takes
// all the width, so that it never changes.
func drawField(t *kit.Theme, f *forms.Form, width, height int, whole bool) (rows []string, cursor *tea.Cursor) {
	gapWide := 3 // two cells between the label and the well
	if whole {
		gapWide = 2 // its label has one at its end
	}
	column := min(ink.Width(fieldMark)+f.Labels()+gapWide, max(ink.Width(fieldMark)+1, width/2))
	room := width - column
	r := f.Rows(room, t.Form)[0]
	answer, gap := r.Answer, "  "
	name := ink.Cut(r.Label, column-ink.Width(fieldMark)-1)
	label := t.Focus.Render(fieldMark + name)
	if r.Wrong {
		label = t.Symbol(theme.Bad).Render(errorMark) + t.Strong.Render(name)
	}
	before := ink.Blanks(column - ink.Width(label))
	well := t.Well
	if r.Wrong {
		well = t.WrongWell
	}
	if !well.IsZero() { // the well begins a cell earlier
		least := blank
		if width < cosyField {
			least = blankNarrow
		}
		if least = min(max(least, ink.Width(answer)), room-1); whole {
			least = room - 1
		}
		left, right := well.Ends()
		answer, gap = well.Row(left+ink.Fit(answer, least)+right, least+2), " "
		before = before[1:]
	}
	below := ""
	switch note := t.Dim.Render(r.Note); {
	case r.Note == "":
	case ink.Width(answer)+len(gap)+ink.Width(note) <= room:
		answer += gap + note
	default:
		below = ink.Blanks(column) + t.Dim.Render(ink.Cut(r.Note, room))
	}
	rows = append(rows, label+before+answer)
	if below != "" {
		rows = append(rows, below)
	}
	if r.Wrong {
		for i, line := range ink.Wrap(r.Error, max(1, width-len("  ")-ink.Width(errorMark))) {
			if i == errorRows {
				break
			}
			mark := errorMark
			if i > 0 {
				mark = "  "
			}
			rows = append(rows, "  "+t.Bad.Render(mark+line))
		}
	}
	rows = rows[:min(len(rows), height)]
	for i, row := range rows {
		if ink.Width(row) > width {
			rows[i] = ansi.Truncate(row, width, "")
		}
	}
	if r.Cursor >= 0 {
		cursor = tea.NewCursor(min(column+r.Cursor, width-1), 0)
		cursor.Blink = false
		cursor.Shape = tea.CursorBar
	}
	return rows, cursor
}
