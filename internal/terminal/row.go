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

// split splits a frame into rows, as many as fit on the screen. Each row carries
// all of its own styles.
func split(rows []string, content string, height int) []string {
	rows = rows[:0]
	var style uv.Style // continues from row to row
	for len(rows) < height {
		row, rest, more := strings.Cut(content, "\n")
		row = strings.TrimSuffix(row, "\r")
		own := row
		if !style.IsZero() {
			own = style.String() + row
		}
		rows = append(rows, own)
		if !more {
			break
		}
		style = styleAfter(row, style)
		content = rest
	}
	for len(rows) < height {
		rows = append(rows, "")
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
	for sequence := range ink.Sequences(row, p) {
		if ansi.HasCsiPrefix(sequence) && p.Command() == 'm' {
			uv.ReadStyle(p.Params(), &style)
		}
	}
	return style
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
	uv.NewStyledString(row).Draw(l, l.Bounds())
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
