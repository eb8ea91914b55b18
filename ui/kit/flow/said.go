package flow

import (
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// Said is the part of a confirm page that the agent says, with the amount in figures.
type Said struct {
	Say    string                   // with its quotes
	Amount func(width int) []string // in at most width cells; nil if the page is about none
	Words  string                   // the amount in words
	Once   string                   // that it is done once
	Yes    string                   // the key that does it
	Unlit  bool                     // which works in a moment
}

// digitsAir is how many cells are free between the sentence and the figures beside it, so
// that they are not read as one.
const digitsAir = 6

// Beside is the panel with the amount at the right of the sentence.
func (s Said) Beside(t *theme.Theme, width int) []string {
	if s.Amount == nil {
		return draw.Say(t, s.Say, width)
	}
	inside, wide := draw.Inside(width), 0
	amount := s.Amount(inside / 2)
	for _, row := range amount {
		wide = max(wide, ink.Width(row))
	}
	left := inside - wide - digitsAir - 1
	rows := draw.Beside(digitsAir, draw.Block{Width: left, Rows: DrawSaid(t, s.Say, left)}, draw.Block{Width: wide, Rows: amount})
	return draw.Panel{Title: "Say", Focused: true, Rows: append(rows, "")}.Draw(t, width, 0)
}

// Above is the panel with the amount above the sentence, and the key below it.
func (s Said) Above(t *theme.Theme, width, height int) []string {
	const indent = "  "
	inside := draw.Inside(width) - len(indent)
	rows := []string{"", ""}
	add := func(style ink.Style, lines ...string) {
		for _, line := range lines {
			rows = append(rows, indent+style.Render(line))
		}
	}
	if s.Amount != nil {
		for _, row := range append(s.Amount(inside), "") {
			rows = append(rows, indent+row)
		}
		add(t.Dim, ink.Wrap(s.Words, inside)...)
		rows = append(rows, "", "")
	}
	for _, row := range DrawSaid(t, s.Say, inside) {
		rows = append(rows, indent+row)
	}
	chip := t.Primary.Chip(s.Yes)
	if s.Unlit {
		chip = t.Dim.Render(" " + s.Yes + " ")
	}
	rows = append(rows, "", "", indent+t.Dim.Render("If the caller agrees, press ")+chip)
	add(t.Dim, ink.Wrap(s.Once, inside)...)
	return draw.Panel{Title: "Say", Focused: true, Rows: rows}.Draw(t, width, height)
}

// DrawSaid is what to say in bold rows.
func DrawSaid(t *theme.Theme, say string, width int) (rows []string) {
	for _, line := range ink.Wrap(say, min(width, draw.Saying)) {
		rows = append(rows, t.Strong.Render(line))
	}
	return rows
}
