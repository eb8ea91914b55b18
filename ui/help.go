package ui

import (
	"fmt"
	"strings"
)

// helpPage lists every key, in columns where there is room.
func (r *Root) helpPage(width, height int) string {
	var blocks [][]string
	for _, g := range KeyGroups() {
		block := []string{r.theme.title.Render(g.Screen)}
		for _, k := range g.Keys {
			block = append(block, fmt.Sprintf(" %s %s", r.theme.key.Render(fmt.Sprintf("%-13s", k.Key)), k.Does))
		}
		blocks = append(blocks, append(block, ""))
	}
	columns := arrange(blocks, height-3)
	const columnWidth = 40
	var rows []string
	for y := range height - 3 {
		var row strings.Builder
		for x, column := range columns {
			if (x+1)*columnWidth > width && x > 0 {
				break
			}
			cell := ""
			if y < len(column) {
				cell = column[y]
			}
			row.WriteString(pad(cell, columnWidth))
		}
		rows = append(rows, strings.TrimRight(row.String(), " "))
	}
	rows = append(rows, "", r.theme.muted.Render(fmt.Sprintf("moto %s · while a card is typed it shows as dots; only its last four stay", r.session.Version)))
	return strings.Join(rows, "\n")
}

// arrange fills columns of at most height rows with whole blocks.
func arrange(blocks [][]string, height int) [][]string {
	columns := [][]string{nil}
	for _, block := range blocks {
		last := len(columns) - 1
		if len(columns[last]) > 0 && len(columns[last])+len(block)-1 > height {
			columns = append(columns, nil)
			last++
		}
		columns[last] = append(columns[last], block...)
	}
	return columns
}
