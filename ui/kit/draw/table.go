package draw

import (
	"slices"
	"strings"

	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// Column is a column of a table.
type Column struct {
	Head  string
	Width int
	Right bool // aligned right, for amounts
	// Goes says which columns are left out if there is no room: the highest number first,
	// 0 never.
	Goes int
	// Grows is how many spare cells the column may take.
	Grows int
}

const (
	// ColumnGap is between columns.
	ColumnGap = 2
	// Marker is the width of the column for the selection's mark.
	Marker = 2
)

// Table draws rows of the same columns.
type Table struct {
	columns []Column
	from    []int // the place of each among the given columns
	width   int
}

// NewTable is a table of the columns that fit width cells.
func NewTable(columns []Column, width int) Table {
	t := Table{width: width}
	for i := range columns {
		t.from = append(t.from, i)
	}
	for t.wide(columns) > width {
		last := slices.MaxFunc(t.from, func(a, b int) int { return columns[a].Goes - columns[b].Goes })
		if columns[last].Goes == 0 {
			break
		}
		t.from = slices.DeleteFunc(t.from, func(i int) bool { return i == last })
	}
	spare := max(0, width-t.wide(columns))
	for _, i := range t.from {
		c := columns[i]
		if more := min(spare, max(0, c.Grows-c.Width)); more > 0 {
			c.Width, spare = c.Width+more, spare-more
		}
		t.columns = append(t.columns, c)
	}
	return t
}

func (t Table) wide(columns []Column) int {
	wide := Marker + ColumnGap*(len(t.from)-1)
	for _, i := range t.from {
		wide += columns[i].Width
	}
	return wide
}

// Columns are the columns that there is room for, by their places among the given ones.
func (t Table) Columns() []int { return t.from }

// Width is the width of the column given at a place, 0 if there is no room for it.
func (t Table) Width(given int) int {
	if i := slices.Index(t.from, given); i >= 0 {
		return t.columns[i].Width
	}
	return 0
}

// Head is the row of headings.
func (t Table) Head(th *theme.Theme) string {
	cells := make([]string, len(t.columns))
	for i, c := range t.columns {
		cells[i] = c.Head
	}
	return th.Dim.Render(strings.TrimRight(ink.Blanks(Marker)+t.line(cells), " "))
}

// Row is a row of cells, one for each of Columns. The selected one has a mark and lies
// on a tint over its whole width.
func (t Table) Row(th *theme.Theme, selected bool, cells ...string) string {
	line := th.Dim.Bridge(t.line(cells))
	if !selected {
		return th.Dim.Lead(ink.Blanks(Marker), line)
	}
	return th.Selected.Row(th.Focus.Render("▸")+th.Dim.Lead(" ", line), t.width)
}

func (t Table) line(cells []string) string {
	var line strings.Builder
	for i, c := range t.columns[:min(len(t.columns), len(cells))] {
		if i > 0 {
			line.WriteString(ink.Blanks(ColumnGap))
		}
		text := ink.Cut(cells[i], c.Width)
		if c.Right {
			line.WriteString(ink.Right(text, c.Width))
		} else {
			line.WriteString(ink.Pad(text, c.Width))
		}
	}
	return line.String()
}
