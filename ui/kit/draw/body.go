package draw

import (
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Body is the part between the head and the status line, from edge to edge. Its first
// row is the free one below the head, in which half a row of a bar or a panel may
// stand.
type Body struct {
	Theme         *theme.Theme
	Width, Height int
	rows          []string
}

// NewBody is an empty body.
func NewBody(t *theme.Theme, width, height int) *Body {
	return &Body{Theme: t, Width: width, Height: height, rows: make([]string, 0, height+4)}
}

// Margin is how many cells are free on either side.
func (b *Body) Margin() int { return Margin(b.Width) }

// Room is the width between the margins.
func (b *Body) Room() int { return b.Width - 2*b.Margin() }

// Left is how many rows are still free.
func (b *Body) Left() int { return b.Height - len(b.rows) }

// At is the next row.
func (b *Body) At() int { return len(b.rows) }

// Add adds rows between the margins.
func (b *Body) Add(rows ...string) {
	for _, row := range rows {
		if row != "" {
			row = ink.Blanks(b.Margin()) + row
		}
		b.rows = append(b.rows, row)
	}
}

// Edge adds rows from edge to edge, such as a verdict bar.
func (b *Body) Edge(rows ...string) { b.rows = append(b.rows, rows...) }

// Gap adds a free row.
func (b *Body) Gap() { b.rows = append(b.rows, "") }

// To adds free rows up to a row, counted from the end where it is negative: To(-2)
// leaves two.
func (b *Body) To(row int) {
	if row < 0 {
		row += b.Height
	}
	for len(b.rows) < row {
		b.Gap()
	}
}

// String is the body. Rows that do not fit are left out at its end.
func (b *Body) String() string {
	return strings.Join(b.rows[:min(len(b.rows), max(0, b.Height))], "\n")
}
