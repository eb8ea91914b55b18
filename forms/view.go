package forms

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/ink"
)

const (
	marker     = "▸ "
	errorMark  = "✖ "
	errorLines = 3 // how many lines an error may have
)

// View draws the form in at most height lines of at most width cells. The
// cursor is relative to the top left of the content; nil if there is none.
func (f *Form) View(width, height int, st Styles) (content string, cursor *tea.Cursor) {
	if width <= 0 || height <= 0 {
		return "", nil
	}
	p := page{width: width, lines: make([]string, 0, 2*len(f.slots))}
	// On a terminal too narrow for both the label column gives way.
	p.column = min(cells(marker)+f.labels+1, max(cells(marker)+1, width/2))
	for i := range f.slots {
		if f.shows(i) {
			p.add(&f.slots[i], i == f.focus, f.hint(i, st), st)
		}
	}
	lines, first := p.window(height, st)
	if p.cursor >= 0 {
		cursor = tea.NewCursor(min(p.cursor, width-1), p.from-first)
		cursor.Blink = false
		cursor.Shape = tea.CursorBar
	}
	return strings.Join(lines, "\n"), cursor
}

// hint is the remark beside a field, drawn.
func (f *Form) hint(i int, st Styles) hint {
	s := &f.slots[i]
	text := s.Hint(i == f.focus)
	switch o, ok := s.Field.(optioner); {
	case i == f.focus && f.remark != "":
		return hint{f.remark, st.Hint}
	case i == f.focus:
		return hint{text, st.Hint}
	case text == "" && f.words && ok && o.optional() && s.Empty():
		return hint{"optional", st.Hint}
	}
	return hint{text, st.Good} // without the focus the hint says what was recognised
}

type hint struct {
	text  string
	style ink.Style
}

// page is a form being drawn.
type page struct {
	width, column int
	lines         []string
	from, to      int // the focused field's lines, to excluded
	cursor        int // the cursor's cell in line from, -1 for none
}

// add draws a field: its row, its hint if that does not fit beside the answer, and its
// error.
func (p *page) add(s *slot, focused bool, hint hint, st Styles) {
	from := len(p.lines)
	room := p.width - p.column
	answer, at := s.Render(focused, room, st)
	below, gap := "", "  "
	answer, sunk := p.sunk(answer, focused, s.shown() != nil, room, st)
	if sunk {
		gap = " "
	}
	if hint.text != "" {
		if cells(answer) == 0 && !focused {
			gap = ""
		}
		if cells(answer)+len(gap)+cells(hint.text) <= room {
			answer += gap + hint.style.Render(hint.text)
		} else if focused {
			below = strings.Repeat(" ", p.column) + hint.style.Render(cut(hint.text, room))
		}
	}
	label := p.label(s, focused, st)
	if sunk { // the well begins a cell earlier
		label = strings.TrimSuffix(label, " ")
	}
	p.line(label + answer)
	if below != "" {
		p.line(below)
	}
	if err := s.shown(); err != nil {
		p.error(s.explained(err, focused), st)
	}
	if focused {
		p.from, p.to, p.cursor = from, len(p.lines), -1
		if at >= 0 {
			p.cursor = p.column + at
		}
	}
}

// The blanks of a well.
const (
	wellBlank       = 30
	wellBlankNarrow = 22
	wellNarrow      = 72
)

// sunk is an answer in its well, one cell wider than its blank on both sides. A longer
// answer makes the well longer.
func (p *page) sunk(answer string, focused, wrong bool, room int, st Styles) (string, bool) {
	well := st.Well
	switch {
	case wrong:
		well = st.WrongWell
	case !focused:
		return answer, false
	}
	if well.IsZero() {
		return answer, false
	}
	blank := wellBlank
	if p.width < wellNarrow {
		blank = wellBlankNarrow
	}
	blank = min(max(blank, cells(answer)), room-1)
	left, right := well.Ends()
	return well.Row(left+ink.Pad(cut(answer, blank), blank)+right, blank+2), true
}

func (p *page) label(s *slot, focused bool, st Styles) string {
	mark, style := "  ", st.Label
	if focused {
		mark, style = marker, st.LabelFocused
	}
	text := cut(s.Label(), p.column-cells(mark)-1)
	return style.Render(mark+text) + strings.Repeat(" ", p.column-cells(mark)-cells(text))
}

func (p *page) error(err string, st Styles) {
	text := ansi.Wrap(err, max(1, p.width-4), " ")
	for i, line := range strings.SplitN(text, "\n", errorLines+1) {
		switch {
		case i == errorLines:
			return
		case i == 0:
			line = errorMark + line
		default:
			line = "  " + line
		}
		p.line("  " + st.Error.Render(line))
	}
}

// line adds a line, cut to the width if it must be.
func (p *page) line(text string) {
	if cells(text) > p.width {
		text = ansi.Truncate(text, p.width, "")
	}
	p.lines = append(p.lines, text)
}

// window is the part of the page that fits in height lines around the focused
// field, and which line of the page is its first.
func (p *page) window(height int, st Styles) (lines []string, first int) {
	total := len(p.lines)
	if total <= height {
		return p.lines, 0
	}
	if height < 3 { // no room for marks
		return p.lines[p.from:min(p.from+height, total)], p.from
	}
	fits := func(first int) bool {
		above, below := min(first, 1), min(total-height-first, 1) // the marks
		return first+above <= p.from && p.to <= first+height-below
	}
	for first = 0; first <= total-height && !fits(first); first++ {
	}
	if first > total-height { // the field alone is too tall: its beginning
		first = min(max(p.from-1, 0), total-height)
	}
	lines = append(lines, p.lines[first:first+height]...)
	if first > 0 && p.from > first {
		lines[0] = p.mark("↑", first+1, st)
	}
	if last := first + height - 1; first+height < total && p.from < last {
		lines[height-1] = p.mark("↓", total-last, st)
	}
	return lines, first
}

func (p *page) mark(arrow string, n int, st Styles) string {
	return st.Hint.Render(cut(fmt.Sprintf("  %s %d more", arrow, n), p.width))
}

// cells is how wide text is on a terminal.
func cells(text string) int { return ink.Width(text) }

// cut is text in at most width cells, with "…" for what does not fit.
func cut(text string, width int) string { return ink.Cut(text, width) }

// scrolled is the part of text that fits in width cells around the cursor,
// which stands before the rune at, and the cell the cursor stands in.
func scrolled(text string, at, width int) (string, int) {
	if width <= 0 {
		return "", -1
	}
	runes := []rune(text)
	before, after := string(runes[:at]), string(runes[at:])
	for drop := cells(before) - (width - 1); cells(before) > width-1; drop++ {
		before = ansi.TruncateLeft(string(runes[:at]), drop, "")
	}
	return ansi.Truncate(before+after, width, ""), cells(before)
}

// cursorIn is the cursor's cell, kept within width, or -1 without the focus.
func cursorIn(focused bool, at, width int) int {
	if !focused || width <= 0 {
		return -1
	}
	return min(at, width-1)
}

// Row is the present state of a field, for the code that draws it.
type Row struct {
	Name, Label string
	Group       string // the heading that the field begins, "" for none
	Drawer      bool   // it stands in the drawer
	Focused     bool
	Wrong       bool // the answer is refused; Error says why
	Empty       bool
	Optional    bool   // it may stay empty
	Barred      bool   // there is nothing to answer: the card has no such thing
	Answer      string // drawn
	Cursor      int    // the cell of the answer in which the cursor stands, -1 for none
	Note        string // a short remark: a count, a brand
	Error       string
}

// barred is a field that some cards have nothing for.
type barred interface{ barred() bool }

// Rows are the fields that are shown, in their order, each answer in at most room cells.
func (f *Form) Rows(room int, st Styles) []Row {
	rows := make([]Row, 0, len(f.slots))
	above := ""
	for i := range f.slots {
		s, focused := &f.slots[i], i == f.focus
		if !f.shows(i) {
			continue
		}
		r := Row{Name: s.Name(), Label: s.Label(), Focused: focused, Empty: s.Empty(), Drawer: s.place.drawer}
		if s.place.heading != above {
			above = s.place.heading
			r.Group = above
		}
		r.Answer, r.Cursor = s.Render(focused, max(1, room), st)
		if o, ok := s.Field.(optioner); ok {
			r.Optional = f.words && o.optional()
		}
		if b, ok := s.Field.(barred); ok {
			r.Barred = b.barred()
		}
		if r.Note = s.Hint(focused); focused && f.remark != "" {
			r.Note = f.remark
		}
		if err := s.shown(); err != nil {
			r.Wrong, r.Error = true, s.explained(err, focused)
		}
		rows = append(rows, r)
	}
	return rows
}

// Labels is how wide the widest label is.
func (f *Form) Labels() int { return f.labels }
