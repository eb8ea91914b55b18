package draw

import (
	"slices"
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Panel is a tint with an edge on its left.
type Panel struct {
	Title   string // bold, in the first row; none where it is ""
	Note    string // dim, at the right of the title
	Focused bool   // the panel with the focus, or with what to say
	Rows    []string
}

// Inside is the width of the rows in a panel of a width, without the edge and a blank
// on each side.
func Inside(width int) int { return width - 3 }

// Draw draws the panel in height rows: as many as it has where height is 0. The first
// row is half a row of air, drawn in the free row above it, and height is without it.
func (p Panel) Draw(t *theme.Theme, width, height int) []string {
	room := Inside(width)
	rows := p.Rows
	if p.Title != "" {
		head := ink.Apart(t.Strong.Render(p.Title), t.Dim.Render(p.Note), room)
		rows = append([]string{head}, rows...)
	}
	if height <= 0 {
		height = len(rows)
	}
	edge := t.Line.Render("│")
	if p.Focused {
		edge = t.Accent.Render("┃")
	}
	out := make([]string, 0, height+1)
	out = append(out, half(t, t.PanelHalf, "▄", width))
	for y := range height {
		row := edge
		if y < len(rows) && rows[y] != "" {
			row += " " + ink.Cut(rows[y], room)
		}
		out = append(out, t.Panel.Row(row, width))
	}
	return out
}

// Say is the panel with the sentence that the agent says to the caller. The sentence
// is wrapped and never cut; it has its quotes.
func Say(t *theme.Theme, sentence string, width int) []string {
	p := Panel{Title: "Say", Focused: true}
	for _, line := range ink.Wrap(sentence, min(Inside(width), Saying)) {
		p.Rows = append(p.Rows, t.Strong.Render(line))
	}
	return p.Draw(t, width, 0)
}

// Tier is a column of a wide page: rows above, and a panel that reaches to the bottom.
type Tier struct {
	Above []string
	Panel Panel
}

// height is how high the column is by itself.
func (c Tier) height() int {
	if len(c.Panel.Rows) == 0 {
		return len(c.Above)
	}
	high := len(c.Above) + 1 + len(c.Panel.Rows) // half a row of air stands above the panel
	if c.Panel.Title != "" {
		high++
	}
	return high
}

// Level are two columns side by side whose panels end in one row.
func Level(t *theme.Theme, width int, column func(width int, right bool) Tier) []string {
	half := (width - Gutter) / 2
	left, right := column(half, false), column(width-Gutter-half, true)
	high := max(left.height(), right.height())
	fill := func(c Tier, width int) Block {
		rows := c.Above
		if len(c.Panel.Rows) > 0 {
			rows = append(slices.Clip(rows), c.Panel.Draw(t, width, high-len(c.Above)-1)...)
		}
		return Block{Width: width, Rows: rows}
	}
	return Beside(Gutter, fill(left, half), fill(right, width-Gutter-half))
}

// SayRows is what to say without a panel, if there is no room for one. There is always
// a row, and the sentence is never cut.
func SayRows(t *theme.Theme, sentence string, width int) (rows []string) {
	if sentence == "" {
		return []string{""}
	}
	label := "Say  "
	for _, line := range ink.Wrap(sentence, width-len(label)) {
		rows = append(rows, t.Dim.Render(label)+t.Strong.Render(line))
		label = ink.Blanks(len(label))
	}
	return rows
}

// Dialog is a question in place of the body: centred, 64 wide. Its answers are the
// footer's keys. It returns as many rows as the body's height.
func Dialog(t *theme.Theme, question string, about []string, width, height int) []string {
	wide := DialogWidth(width)
	p := Panel{Title: question, Focused: true, Rows: []string{""}}
	for _, text := range about {
		if text == "" {
			p.Rows = append(p.Rows, "")
			continue
		}
		p.Rows = append(p.Rows, ink.Wrap(text, Inside(wide))...)
	}
	p.Rows = append(p.Rows, "")
	out, _, _ := Centred(t, p, wide, width, height)
	return out
}

// DialogWidth is how wide a dialog is.
func DialogWidth(width int) int {
	if width < Cosy {
		return width - 2*Margin(width)
	}
	return min(64, width-2*Margin(width))
}

// Centred is a panel in the middle of a body, and where its rows begin.
func Centred(t *theme.Theme, p Panel, wide, width, height int) (rows []string, x, y int) {
	drawn := p.Draw(t, wide, 0)
	above := max(0, (height-len(drawn))/2)
	left := (width - wide) / 2
	rows = make([]string, above, height+len(drawn))
	for _, row := range drawn {
		rows = append(rows, ink.Blanks(left)+row)
	}
	for len(rows) < height {
		rows = append(rows, "")
	}
	return rows, left + 2, above + 1
}

// Empty says that there is nothing, and what to do.
func Empty(t *theme.Theme, what, todo string, width int) []string {
	rows := []string{t.Strong.Render(ink.CutWords("– "+what, width))}
	return append(rows, ink.Wrap(todo, min(width, Reading))...)
}

// Fact is a label and its value. The value is cut only if there is no room for it at
// all.
func Fact(t *theme.Theme, label, value string, column, width int) string {
	return t.Dim.Render(ink.Pad(ink.Cut(label, column-1), column)) + ink.Cut(value, width-column)
}

// Facts is Fact for a value of any length, in as many rows as it takes.
func Facts(t *theme.Theme, label, value string, column, width int) (rows []string) {
	for _, line := range ink.Wrap(value, max(10, width-column)) {
		rows = append(rows, Fact(t, label, line, column, width))
		label = ""
	}
	return rows
}

// Marked is a sentence behind the symbol of its tone, in as many rows as it takes.
func Marked(t *theme.Theme, tone theme.Tone, symbol, text string, width int) (rows []string) {
	for i, line := range ink.Wrap(symbol+" "+text, width) {
		if i == 0 {
			rows = append(rows, t.Mark(tone, symbol, strings.TrimPrefix(line, symbol+" ")))
			continue
		}
		rows = append(rows, t.Words(tone).Render(line))
	}
	return rows
}
