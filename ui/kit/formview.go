package kit

import (
	"fmt"
	"slices"
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
	// Airy has a free row below each field for its hint or error, or below the focused one
	// where there is not room for all.
	Airy bool
	// Plain has no headings.
	Plain bool
	// Fold draws groups without the focus in one row each if there is not room for all
	// fields.
	Fold bool
	// Pair is for a form that has the page to itself: two columns where the fields are many and
	// there is room.
	Pair bool
	// More is the key that opens the drawer of the form: below the fields stands what a closed
	// one holds. "" is for a page that does not say so.
	More string
	// Help returns a clause that helps with a field; nil for none.
	Help func(name string) string
	// Kept are the fields as they were drawn last; nil keeps none.
	Kept *draw.KeptFields
}

// FormView is a drawn form. Hint and Wrong belong in the place that the page keeps for
// them.
type FormView struct {
	Rows        []string
	Cursor      *tea.Cursor
	Hint, Wrong string
	// Answer is the cell in which the answer of the focused field begins.
	Answer int
}

// keepNow makes the blanks so narrow that what each answer would replace stands beside it,
// and leaves them wide enough to type in. It reports a form of such answers.
func (d *formDrawing) keepNow(rows []forms.Row) bool {
	note := 0
	for _, r := range rows {
		note = max(note, ink.Width(r.Now))
	}
	if note > 0 {
		d.columns.Blank = max(min(d.columns.Blank, leastBlank), min(d.columns.Blank, d.room-note-1))
	}
	return note > 0
}

// leastBlank is the width of a blank beside a long value that it would replace.
const leastBlank = 16

// noteRoom is the room kept for the note after a blank, with a free cell after it.
const noteRoom = 10

// DrawForm draws the fields of a form. Rows that do not fit the height are left out,
// the headings first, and never the focused field.
func (s Shell) DrawForm(f *forms.Form, o FormStyle) FormView {
	whole, label := o.Width, f.Labels()+1 // one cell stands between a label and the well of its blank
	if o.Pair = o.Pair && whole >= draw.Wide-2*draw.Margin(draw.Wide); o.Pair {
		o.Width = (whole - draw.Gutter) / 2
	}
	columns := draw.FieldColumns{Label: min(max(label, 12), o.Width/2)}
	room := o.Width - 2 - columns.Label - 2
	if columns.Blank = o.Blank; columns.Blank == 0 {
		columns.Blank = min(room-noteRoom, wideBlank)
	}
	columns.Blank = max(1, min(columns.Blank, room))
	d := formDrawing{theme: s.Theme.Theme, style: o, columns: columns, room: room}
	rows := f.Rows(max(1, room), s.Theme.Form)
	if d.keepNow(rows) { // and an answer scrolls in its blank
		rows = f.Rows(d.columns.Blank, s.Theme.Form)
	}
	if o.Pair && len(rows) >= leastPair && (len(rows)+1)/2 <= o.Height {
		return d.pair(rows, whole)
	}
	ways := []layout{{airy: o.Airy, headings: true}, {below: o.Airy}}
	if o.Fold {
		ways = []layout{
			{airy: o.Airy, headings: true},
			{headings: true, below: o.Airy},
			{airy: o.Airy, headings: true, fold: foldFar},
			{headings: true, below: o.Airy, fold: foldFar},
			{headings: true, below: o.Airy, fold: foldAll},
			{below: o.Airy, fold: foldAll},
		}
	}
	for _, way := range ways {
		if d.all(rows, way); len(d.lines) <= o.Height {
			break
		}
	}
	if o.More != "" && f.HasDrawer() && !f.DrawerOpen() {
		d.more(f.InDrawer(max(1, room), s.Theme.Form))
	}
	return d.view()
}

// more adds what a closed drawer holds, in one row, if there is room.
func (d *formDrawing) more(rows []forms.Row) {
	if len(d.lines)+2 > d.style.Height {
		return
	}
	text := d.theme.Dim.Render(d.style.More)
	if len(rows) > 0 {
		text = d.folded(rows, d.style.Width-d.columns.Label-3)
	}
	d.lines = append(d.lines, "", "  "+d.theme.Dim.Render(ink.Pad("More fields", d.columns.Label))+" "+text)
}

// leastPair is how many fields stand in two columns at least.
const leastPair = 6

// pair draws the fields in two columns, the first half on the left.
func (d *formDrawing) pair(rows []forms.Row, width int) FormView {
	half, left, right := (len(rows)+1)/2, *d, *d
	left.style.Kept, right.style.Kept = nil, nil
	left.all(rows[:half], layout{})
	right.all(rows[half:], layout{})
	v := left.view()
	if at := d.style.Width + draw.Gutter; slices.ContainsFunc(rows[half:], func(r forms.Row) bool { return r.Focused }) {
		if v = right.view(); v.Cursor != nil {
			v.Cursor.X += at
		}
		v.Answer += at
	}
	v.Rows = draw.Beside(draw.Gutter, draw.Block{Width: d.style.Width, Rows: left.lines}, draw.Block{Width: width - d.style.Width - draw.Gutter, Rows: right.lines})
	return v
}

// layout is a way to draw a form. DrawForm takes the first that fits, or else the last.
type layout struct {
	airy, headings, below bool
	fold                  fold
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
	d.style.Kept.Begin()
	d.lines, d.lastFolded, d.said, d.headings = nil, 0, 0, way.headings && !d.style.Plain
	d.style.Airy, d.below = way.airy, way.below
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].Group == "" {
			to++
		}
		d.group(rows, rows[from:to], way.fold)
		from = to
	}
	d.squeeze()
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
	label := ink.Fit(group[0].Group, d.columns.Label+2)
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
		case len(given) > 0 && strings.Trim(ansi.Strip(r.Answer), "• *") == "": // nothing of a security code shows
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
	for len(given) > 1 && ink.Width(text) > width { // a part is whole or not there
		given = given[:len(given)-1]
		text = strings.Join(given, " · ") + " · …"
	}
	if left := fmt.Sprintf("  %d still empty", empty); empty > 0 && ink.Width(text)+len(left) <= width {
		return d.theme.Text.Render(text) + d.theme.Dim.Render(left)
	}
	return d.theme.Text.Render(ink.Cut(text, width))
}

// wideBlank is the greatest width of a blank that the page does not set.
const wideBlank = 30
