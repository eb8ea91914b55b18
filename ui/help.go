package ui

import (
	"fmt"
	"strings"

	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

const (
	helpColumn = 38 // cells
	helpBelow  = 2  // rows below the keys
)

// helpColumns are all keys in columns that fit the height, and how many of
// the columns fit beside one another.
func (r *Root) helpColumns() (columns [][]string, across int) {
	columns = [][]string{nil}
	height := r.height - headRows - footRows - helpBelow
	for _, g := range kit.KeyGroups() {
		block := []string{r.theme.Title.Render(g.Screen)}
		for _, k := range g.Keys {
			block = append(block, fmt.Sprintf(" %s %s", r.theme.Key.Render(fmt.Sprintf("%-13s", k.Key)), k.Does))
		}
		last := len(columns) - 1
		if len(columns[last]) > 0 && len(columns[last])+len(block) > height {
			columns = append(columns, nil)
			last++
		}
		columns[last] = append(columns[last], append(block, "")...)
	}
	return columns, max(1, (r.width-2*draw.Margin(r.width))/helpColumn)
}

// helpPages is how many pages the help takes on this terminal.
func (r *Root) helpPages() int {
	columns, across := r.helpColumns()
	return (len(columns) + across - 1) / across
}

// helpPage is the page of the help that is open.
func (r *Root) helpPage() string {
	columns, across := r.helpColumns()
	from := min(r.helpAt*across, len(columns)-1)
	columns = columns[from:min(from+across, len(columns))]
	height := r.height - headRows - footRows - helpBelow
	rows := make([]string, 0, height+helpBelow)
	for y := range height {
		var row strings.Builder
		for _, column := range columns {
			cell := ""
			if y < len(column) {
				cell = column[y]
			}
			row.WriteString(kit.Pad(cell, helpColumn))
		}
		rows = append(rows, strings.TrimRight(row.String(), " "))
	}
	about := fmt.Sprintf("moto %s · a card shows as dots while it is typed", r.session.Version)
	return strings.Join(append(rows, "", r.theme.Muted.Render(about)), "\n")
}

// openHelp shows the first page.
func (r *Root) openHelp() { r.helpOpen, r.helpAt = true, 0 }

// turnHelp shows the next page, or closes the help after the last.
func (r *Root) turnHelp() {
	r.helpAt++
	r.helpOpen = r.helpAt < r.helpPages()
}
