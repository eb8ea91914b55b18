package kit

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// formDrawing is a form being drawn.
type formDrawing struct {
	theme    *theme.Theme
	style    FormStyle
	columns  draw.FieldColumns
	room     int
	headings bool
	below    bool // a row is kept only below the focused field, for its hint or error

	lines       []string
	lastFolded  int // the line below the last folded group
	at          int // the line that has the focus
	cursor      int // its cell, -1 for none
	hint, wrong string
}

// add draws a field, and the heading above it.
func (d *formDrawing) add(r forms.Row, first bool) {
	if r.Group != "" && d.headings {
		if !first {
			d.lines = append(d.lines, "")
		}
		if d.lines = append(d.lines, d.theme.Strong.Render(r.Group)); d.style.Airy {
			d.lines = append(d.lines, "")
		}
	}
	columns := d.columns
	columns.Blank = min(max(columns.Blank, ink.Width(r.Answer)), max(columns.Blank, d.room))
	field := draw.Field{Label: r.Label, Answer: r.Answer, Note: r.Note, State: stateOf(r), Focused: r.Focused}
	beside := d.style.Width - 2 - columns.Label - columns.Blank - 2 - 1
	rest := ""
	if r.Now != "" { // what it replaces stays, whatever is typed and said
		if field.Note = r.Now; r.Note != r.Now {
			rest = r.Note
		}
		if ink.Width(r.Now) > beside && rest == "" { // the row below has it whole
			rest = r.Now
		}
	} else if ink.Width(r.Note) > beside { // a note that changes while the agent types stands first, beside the blank
		if field.Note, _, _ = strings.Cut(r.Note, ", "); ink.Width(field.Note) > beside {
			field.Note, rest = "", r.Note
		}
	}
	row, at := field.DrawKept(d.style.Kept, d.theme, columns, d.style.Width)
	d.lines = append(d.lines, row)
	below := ""
	if r.Focused {
		d.at, d.cursor = len(d.lines)-1, -1
		if r.Cursor >= 0 {
			d.cursor = at + min(r.Cursor, columns.Blank)
		}
		below = d.say(r, rest, at)
	}
	if d.style.Airy || d.below && r.Focused {
		d.lines = append(d.lines, below)
	}
}

// labelAt is the cell in which the label of a field begins.
const labelAt = 2

// say keeps the hint or the error of the focused field, or returns it as the row below
// the field.
func (d *formDrawing) say(r forms.Row, note string, at int) (below string) {
	d.hint, d.wrong = "", Capital(r.Error)
	help := ""
	if d.style.Help != nil {
		help = d.style.Help(r.Name)
	}
	switch {
	case r.Wrong:
	case r.Empty && help != "": // a hint that the first key would remove is not shown
		d.hint = r.Label + ": " + help
	case note != "" && help != "":
		d.hint = r.Label + ": " + note + "; " + help
	case note != "" || help != "":
		d.hint = r.Label + ": " + note + help
	}
	d.hint = strings.Replace(d.hint, ": = ", ": ", 1) // below the field its choice needs no sign
	if !d.style.Airy && !d.below {
		return ""
	}
	text := d.theme.Dim.Render(strings.TrimPrefix(d.hint, r.Label+": "))
	if d.wrong != "" {
		text = d.theme.Mark(theme.Bad, "✖", d.wrong)
	}
	if at+ink.Width(text) > d.style.Width { // from below the label it has more room
		at = labelAt
	}
	if text = ink.Blanks(at) + text; ink.Width(text) > d.style.Width {
		return ""
	}
	d.hint, d.wrong = "", ""
	return text
}

// stateOf is the state in which to draw a field.
func stateOf(r forms.Row) draw.State {
	switch {
	case r.Wrong:
		return draw.Wrong
	case r.Focused:
		return draw.Focused
	case r.Empty && r.Optional:
		return draw.Optional
	case r.Empty:
		return draw.Idle
	default:
		return draw.Done
	}
}

// view is the part around the focused field that fits the height.
func (d *formDrawing) view() FormView {
	v := FormView{Rows: d.lines, Hint: d.hint, Wrong: d.wrong, Answer: 2 + d.columns.Label + 1}
	first, height, total := 0, max(1, d.style.Height), len(d.lines)
	if total > height {
		first = min(max(0, d.at-height+2), total-height)
		if d.at == total-1 {
			first = total - height
		}
		v.Rows = append([]string(nil), d.lines[first:first+height]...)
		more := func(arrow string, n int) string { return d.theme.Dim.Render(fmt.Sprintf("  %s %d more", arrow, n)) }
		if first > 0 && d.at > first {
			v.Rows[0] = more("↑", first+1)
		}
		if last := first + height; last < total && d.at < last-1 {
			v.Rows[height-1] = more("↓", total-last+1)
		}
	}
	if d.cursor >= 0 {
		v.Cursor = tea.NewCursor(min(d.cursor, d.style.Width-1), d.at-first)
		v.Cursor.Blink = false
		v.Cursor.Shape = tea.CursorBar
	}
	return v
}
