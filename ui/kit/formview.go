package kit

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// FormStyle is how a form is drawn.
type FormStyle struct {
	Width, Height int
	// Blank is the width of a blank; 0 means as wide as there is room.
	Blank int
	// Airy has a free row below each field for its hint or error.
	Airy bool
	// Plain has no headings.
	Plain bool
	// Fold draws groups without the focus in one row each if there is not room for all
	// fields.
	Fold bool
	// Help returns a clause that helps with a field; nil for none.
	Help func(name string) string
}

// FormView is a drawn form. Hint and Wrong belong in the place that the page keeps for
// them.
type FormView struct {
	Rows        []string
	Cursor      *tea.Cursor
	Hint, Wrong string
}

// noteRoom is the room kept for the note after a blank.
const noteRoom = 9

// DrawForm draws the fields of a form. Rows that do not fit the height are left out,
// the headings first, and never the focused field.
func (s Shell) DrawForm(f *forms.Form, o FormStyle) FormView {
	columns := draw.FieldColumns{Label: min(max(f.Labels(), 12), o.Width/2)}
	room := o.Width - 2 - columns.Label - 2
	if columns.Blank = o.Blank; columns.Blank == 0 {
		columns.Blank = min(room-noteRoom, wideBlank)
	}
	columns.Blank = max(1, min(columns.Blank, room))
	d := formDrawing{theme: s.Theme.Theme, style: o, columns: columns, room: room}
	rows := f.Rows(max(1, room), s.Theme.Form)
	ways := []layout{{airy: o.Airy, headings: true}, {}}
	if o.Fold {
		ways = []layout{
			{airy: o.Airy, headings: true},
			{headings: true},
			{airy: o.Airy, headings: true, fold: foldFar},
			{headings: true, fold: foldFar},
			{headings: true, fold: foldAll},
			{fold: foldAll},
		}
	}
	for _, way := range ways {
		if d.all(rows, way); len(d.lines) <= o.Height {
			break
		}
	}
	return d.view()
}

// layout is a way to draw a form. DrawForm takes the first that fits, or else the last.
type layout struct {
	airy, headings bool
	fold           fold
}

// fold says which groups of a form are drawn in one row each.
type fold int

const (
	foldNone fold = iota
	foldFar       // those of the form while the focus is in the drawer, or the other way round
	foldAll       // all but the one with the focus
)

// all draws all rows.
func (d *formDrawing) all(rows []forms.Row, way layout) {
	d.lines, d.lastFolded, d.headings, d.style.Airy = nil, 0, way.headings && !d.style.Plain, way.airy
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].Group == "" {
			to++
		}
		d.group(rows, rows[from:to], way.fold)
		from = to
	}
}

// group draws one group of a form, in one row if it is folded.
func (d *formDrawing) group(all, group []forms.Row, how fold) {
	here, far := false, false
	for _, r := range all {
		if r.Focused {
			far = r.Drawer != group[0].Drawer
		}
	}
	for _, r := range group {
		here = here || r.Focused
	}
	if how == foldNone || here || how == foldFar && !far || group[0].Group == "" {
		for _, r := range group {
			d.add(r, len(d.lines) == 0)
		}
		return
	}
	if d.lastFolded < len(d.lines) && len(d.lines) > 0 { // below fields
		d.lines = append(d.lines, "")
	}
	label := ink.Pad(ink.Cut(group[0].Group, d.columns.Label+2), d.columns.Label+2)
	d.lines = append(d.lines, d.theme.Strong.Render(label)+" "+d.folded(group, d.style.Width-d.columns.Label-3))
	d.lastFolded = len(d.lines)
}

// folded is a group in one row.
func (d *formDrawing) folded(group []forms.Row, width int) string {
	var given []string
	empty := 0
	for _, r := range group {
		switch {
		case r.Wrong:
			return d.theme.Mark(theme.Bad, "✖", ink.Cut(r.Label, width-2))
		case r.Empty:
			empty++
		case ansi.Strip(r.Answer) == "No": // its beginning
		case ansi.Strip(r.Answer) == "Yes":
			given = append(given, r.Label)
		default:
			given = append(given, ansi.Strip(r.Answer))
		}
	}
	if len(given) == 0 {
		return d.theme.Dim.Render(ink.Cut("nothing yet", width))
	}
	text := strings.Join(given, " · ")
	if left := fmt.Sprintf("  %d still empty", empty); empty > 0 && ink.Width(text)+len(left) <= width {
		return d.theme.Text.Render(text) + d.theme.Dim.Render(left)
	}
	return d.theme.Text.Render(ink.Cut(text, width))
}

// wideBlank is the greatest width of a blank that the page does not set.
const wideBlank = 30

// formDrawing is a form being drawn.
type formDrawing struct {
	theme    *theme.Theme
	style    FormStyle
	columns  draw.FieldColumns
	room     int
	headings bool

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
	if ink.Width(r.Note) > beside { // a note that changes while the agent types stands first, beside the blank
		if field.Note, _, _ = strings.Cut(r.Note, ", "); ink.Width(field.Note) > beside {
			field.Note, rest = "", r.Note
		}
	}
	row, at := field.Draw(d.theme, columns, d.style.Width)
	d.lines = append(d.lines, row)
	below := ""
	if r.Focused {
		d.at, d.cursor = len(d.lines)-1, -1
		if r.Cursor >= 0 {
			d.cursor = at + min(r.Cursor, columns.Blank)
		}
		below = d.say(r, rest, at)
	}
	if d.style.Airy {
		d.lines = append(d.lines, below)
	}
}

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
	if !d.style.Airy {
		return ""
	}
	text := ink.Blanks(at) + d.theme.Dim.Render(strings.TrimPrefix(d.hint, r.Label+": "))
	if d.wrong != "" {
		text = ink.Blanks(at) + d.theme.Mark(theme.Bad, "✖", d.wrong)
	}
	if ink.Width(text) > d.style.Width {
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
	v := FormView{Rows: d.lines, Hint: d.hint, Wrong: d.wrong}
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
