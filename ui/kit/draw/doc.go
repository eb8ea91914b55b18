// Package draw has the parts that screens are made of: each draws rows of a theme in
// the width that it is given, and keeps nothing. The guide in package kit says which
// part is for what.
package draw

import (
	"strings"

	"motoconsole/internal/ink"
)

// Sizes from which a screen is laid out with more room.
const (
	// Cosy is the width from which there is a margin of two cells, and more than one
	// column.
	Cosy = 72
	// From Wide and Tall on, chips stand further apart, fields have a free row between
	// them, and amounts are drawn big.
	Wide, Tall = 120, 36
	// Reading is the greatest width of running text, and Saying that of a sentence to say.
	Reading, Saying = 90, 64
	// Gutter is between two columns.
	Gutter = 2
)

// Margin is how many cells are free left and right of what a screen shows.
func Margin(width int) int {
	if width < Cosy {
		return 1
	}
	return 2
}

// IsBig reports a screen on which amounts in bars are drawn big. Height is that of
// the terminal.
func IsBig(width, height int) bool { return width >= Wide && height >= Tall }

// Beside puts blocks of rows side by side, each in its own width, with gap cells
// between them. Shorter ones end earlier.
func Beside(gap int, blocks ...Block) []string {
	height := 0
	for _, b := range blocks {
		height = max(height, len(b.Rows))
	}
	rows := make([]string, height)
	cells := make([]string, 0, 2*len(blocks))
	for y := range rows {
		cells = cells[:0]
		for i, b := range blocks {
			if i > 0 {
				cells = append(cells, ink.Blanks(gap))
			}
			cell := ""
			if y < len(b.Rows) {
				cell = b.Rows[y]
			}
			cells = append(cells, ink.Fit(cell, b.Width))
		}
		rows[y] = strings.Join(cells, "")
	}
	return rows
}

// Block is rows of one width.
type Block struct {
	Width int
	Rows  []string
}
