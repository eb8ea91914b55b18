package draw

import (
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// State is the state of a field.
type State int

// The states.
const (
	Idle     State = iota // empty, still to be asked for
	Focused               // typed in
	Wrong                 // refused; it may have the focus as well
	Done                  // answered
	Optional              // empty, may stay so
)

// Field is a row of a form. The label and the answer stand in columns, so that fields
// below one another line up.
type Field struct {
	State   State
	Focused bool // a Wrong field has the focus too
	Label   string
	Answer  string // the answer as drawn
	Note    string // after the answer: a count, a brand
}

// FieldColumns are the widths of labels and blanks, the same in every field of a form.
type FieldColumns struct{ Label, Blank int }

// At is the cell in which the answers begin, for the cursor.
func (c FieldColumns) At() int { return 2 + c.Label + 1 }

// Draw draws the field. At is the cell in which its answer begins, for the cursor.
// The well of a field that is with the focus is one cell wider than its blank on both
// sides, so that nothing moves when it gets the focus.
func (f Field) Draw(t *theme.Theme, c FieldColumns, width int) (row string, at int) {
	label := ink.Pad(ink.Cut(f.Label, c.Label-1), c.Label) // the last cell parts it from the well
	mark, words, answer := "  ", t.Dim, ""
	switch {
	case f.State == Wrong && f.Focused:
		mark, words = t.Symbol(theme.Bad).Render("✖")+" ", t.Strong
		answer = well(t.WrongWell, f.Answer, c.Blank)
	case f.State == Wrong && f.Answer == "":
		mark = t.Symbol(theme.Bad).Render("✖") + " "
		answer = " " + t.Line.Render(repeat("_", c.Blank)) + " "
	case f.State == Wrong:
		mark = t.Symbol(theme.Bad).Render("✖") + " "
		answer = " " + ink.Fit(f.Answer, c.Blank) + " "
	case f.State == Focused:
		mark, words = t.Focus.Render("▸")+" ", t.Focus
		answer = well(t.Well, f.Answer, c.Blank)
	case f.State == Done:
		mark = t.Symbol(theme.OK).Render("✔") + " "
		answer = " " + ink.Fit(f.Answer, c.Blank) + " "
	case f.State == Optional:
		answer = " " + t.Dim.Render(ink.Pad("optional", c.Blank)) + " "
	default:
		answer = " " + t.Line.Render(repeat("_", c.Blank)) + " "
	}
	row = mark + words.Render(label) + answer
	if note := width - ink.Width(row) - 1; f.Note != "" && note > 0 {
		row += " " + t.Dim.Render(ink.Cut(f.Note, note))
	}
	return row, c.At()
}

// KeptFields are the fields of a form as they were drawn last.
type KeptFields = Kept[fieldOf]

// fieldOf is what the row of a field is drawn from.
type fieldOf struct {
	field   Field
	theme   *theme.Theme
	columns FieldColumns
	width   int
}

func (o fieldOf) draw() string {
	row, _ := o.field.Draw(o.theme, o.columns, o.width)
	return row
}

// DrawKept is Draw for a field of a form that is drawn at each key.
func (f Field) DrawKept(kept *KeptFields, t *theme.Theme, c FieldColumns, width int) (row string, at int) {
	return kept.Of(fieldOf{f, t, c, width}, fieldOf.draw), c.At()
}

// well is an answer on its surface.
func well(s ink.Surface, answer string, blank int) string {
	left, right := s.Ends()
	return s.Row(left+ink.Fit(answer, blank)+right, blank+2)
}

// HintRows is how many rows are kept for the hint or the error of a form.
const HintRows = 2

// Hint is the one place of a form for its hint or error: always as many rows, so that
// nothing moves when one comes or goes.
func Hint(t *theme.Theme, hint, wrong string, width int) []string {
	return HintIn(t, hint, wrong, width, HintRows)
}

// HintApart is HintIn with a free row above it, so that the hint does not read as one of the
// fields; only one that needs all rows begins in the first.
func HintApart(t *theme.Theme, hint, wrong string, width, height int) []string {
	rows := HintIn(t, hint, wrong, width, height)
	if last := height - 1; rows[last] == "" {
		rows = append([]string{""}, rows[:last]...)
	}
	return rows
}

// HintIn is Hint in a given number of rows.
func HintIn(t *theme.Theme, hint, wrong string, width, height int) []string {
	text, style := hint, t.Dim
	if wrong != "" {
		text = "✖ " + wrong
	}
	lines := ink.Wrap(text, min(width, Reading))
	rows := make([]string, height)
	for i := range rows {
		if i >= len(lines) {
			continue
		}
		line := lines[i]
		if i == height-1 && len(lines) > height {
			line = ink.CutWords(line+" "+lines[i+1], width)
		}
		switch {
		case wrong != "" && i == 0:
			rows[i] = t.Mark(theme.Bad, "✖", line[len("✖ "):])
		case wrong != "":
			rows[i] = t.Bad.Render(line)
		default:
			rows[i] = style.Render(line)
		}
	}
	return rows
}
