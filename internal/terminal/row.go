package terminal

import (
	"strings"
	"sync"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/internal/ink"

	"github.com/charmbracelet/colorprofile"
)

// row is a row of a frame, with all of its own styles.
type row struct {
	text string
	// apart says that no style comes from the row above or goes on in the one below.
	apart bool
}

// frameOf appends the rows of a frame, as many as fit on the screen. Nearly all are as they
// were in the frame before, and are not read again.
func frameOf(rows, before []row, texts []string, height int) []row {
	var style uv.Style // continues from row to row
	for _, text := range texts[:min(len(texts), height)] {
		text = strings.TrimSuffix(text, "\r")
		begins := style.IsZero()
		if y := len(rows); begins && y < len(before) && before[y].apart && before[y].text == text {
			rows = append(rows, row{text, true})
			continue
		}
		own := text
		if !begins {
			own = style.String() + text
		}
		style = styleAfter(text, style)
		rows = append(rows, row{own, begins && style.IsZero()})
	}
	for len(rows) < height {
		rows = append(rows, row{apart: true})
	}
	return rows
}

// styleAfter is the style at the end of a row that begins in the given style.
func styleAfter(row string, style uv.Style) uv.Style {
	last := strings.LastIndexByte(row, ansi.ESC)
	if last < 0 {
		return style
	}
	if end := row[last:]; strings.HasPrefix(end, "\x1b[m") || strings.HasPrefix(end, "\x1b[0m") {
		return uv.Style{}
	}
	p := ansi.GetParser()
	defer ansi.PutParser(p)
	if after, ok := singles(row, style, p, func(string, *uv.Style) {}); ok {
		return after
	}
	for sequence := range ink.Sequences(ink.Readable(row), p) {
		if ansi.HasCsiPrefix(sequence) && p.Command() == 'm' {
			uv.ReadStyle(p.Params(), &style)
		}
	}
	return style
}

// singles gives the characters and the styles of a row to a function, one after the other:
// a character without a style, or no character and the style from there on. It returns the style at
// the end. It reports false if the row has anything but styles and characters of one cell
// each, as few have.
func singles(row string, pen uv.Style, p *ansi.Parser, each func(char string, pen *uv.Style)) (uv.Style, bool) {
	for len(row) > 0 {
		n, isStyle := ink.Single(row)
		switch {
		case n == 0:
			return pen, false
		case isStyle:
			for range ink.Sequences(row[:n], p) { // one
				uv.ReadStyle(p.Params(), &pen)
			}
			each("", &pen)
		default:
			each(row[:n], nil)
		}
		row = row[n:]
	}
	return pen, true
}

// line is one row of the screen as cells. It is a uv.Screen, so that the same code
// reads the row as on a local terminal.
type line struct {
	uv.Buffer
	// plain is a row whose characters every terminal puts in the same places: each
	// is one character in one cell, by either way of measuring it.
	plain bool
}

var _ uv.Screen = (*line)(nil)

// WidthMethod implements uv.Screen.
func (l *line) WidthMethod() uv.WidthMethod { return ansi.WcWidth }

func (l *line) cells() uv.Line { return l.Lines[0] }

// read draws a row into the line.
func (l *line) read(row string, width int, profile colorprofile.Profile) {
	if l.Height() != 1 || l.Width() != width {
		l.Buffer = *uv.NewBuffer(width, 1)
	}
	if l.plain = l.readSingles(row, profile); l.plain {
		return
	}
	uv.NewStyledString(ink.Readable(row)).Draw(l, l.Bounds())
	l.plain = true
	cells, wide := l.cells(), 0 // where the last character ends
	for i := range cells {
		c := &cells[i]
		if c.Width == 0 && i >= wide { // the rest of a character that was overwritten
			*c = uv.EmptyCell
		}
		wide = max(wide, i+c.Width)
		if c.Width > 0 && !c.Style.IsZero() {
			c.Style = uv.ConvertStyle(c.Style, profile)
		}
		c.Link = uv.Link{}
		if !isPlain(c) {
			l.plain = false
			if strings.IndexByte(c.Content, ansi.ESC) >= 0 {
				c.Content = ansi.Strip(c.Content)
			}
		}
	}
}

// readSingles draws a row that has only styles and characters of one cell each, and reports
// whether it is one.
func (l *line) readSingles(row string, profile colorprofile.Profile) bool {
	var shown uv.Style
	cells, x, converted := l.cells(), 0, true
	p := ansi.GetParser()
	defer ansi.PutParser(p)
	_, ok := singles(row, uv.Style{}, p, func(char string, pen *uv.Style) {
		switch {
		case pen != nil: // another may follow at once
			shown, converted = *pen, pen.IsZero()
		case x < len(cells):
			if !converted {
				shown, converted = uv.ConvertStyle(shown, profile), true
			}
			cells[x] = uv.Cell{Content: char, Style: shown, Width: 1}
			x++
		}
	})
	for ; ok && x < len(cells); x++ {
		cells[x] = uv.EmptyCell
	}
	return ok
}

func isPlain(c *uv.Cell) bool {
	if c.Width != 1 {
		return false
	}
	if len(c.Content) == 1 {
		return c.Content[0] >= ' ' && c.Content[0] < 0x7f
	}
	_, size := utf8.DecodeRuneInString(c.Content)
	return size == len(c.Content) && ansi.StringWidth(c.Content) == 1 && ansi.StringWidthWc(c.Content) == 1
}

// end is one past the last cell that is not blank.
func (l *line) end() int {
	cells := l.cells()
	for i := len(cells); i > 0; i-- {
		if c := &cells[i-1]; c.Content != " " || !c.Style.IsZero() {
			return i
		}
	}
	return 0
}

// lines are shared by the sessions: each borrows one while it draws.
var lines = sync.Pool{New: func() any { return new(line) }}

func borrow() *line {
	l, _ := lines.Get().(*line)
	return l
}
