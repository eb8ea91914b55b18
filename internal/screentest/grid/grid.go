// Package grid reads the text of a terminal's cells. Tests of screens read them after
// every write, so the race detector does not look in here: the caller holds the lock that
// guards the cells.
package grid

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// A Screen is what a terminal emulator shows.
type Screen interface {
	Width() int
	Height() int
	CellAt(x, y int) *uv.Cell
}

// Text is the text of all cells, without the blanks at the ends of lines and the empty
// lines at the end.
func Text(s Screen) string {
	var b strings.Builder
	width, height := s.Width(), s.Height()
	b.Grow((width + 1) * height)
	empty := 0 // lines that are only written if another follows
	for y := range height {
		if line(&b, s, y, width, empty) {
			empty = 0
		}
		empty++
	}
	return b.String()
}

// Line is the text of one row, without the blanks at its end.
func Line(s Screen, y int) string {
	var b strings.Builder
	line(&b, s, y, s.Width(), 0)
	return b.String()
}

// line writes a row after some line ends, and reports whether there was anything to
// write.
func line(b *strings.Builder, s Screen, y, width, ends int) bool {
	begun, blanks := false, 0
	for x := 0; x < width; {
		cell := s.CellAt(x, y)
		text, cells := " ", 1
		if cell != nil {
			cells = max(1, cell.Width)
			if cell.Content != "" {
				text = cell.Content
			}
		}
		x += cells
		if text == " " {
			blanks++
			continue
		}
		for ; !begun && ends > 0; ends-- {
			b.WriteByte('\n')
		}
		begun = true
		for ; blanks > 0; blanks-- {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return begun
}
