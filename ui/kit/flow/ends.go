package flow

import (
	"motoconsole/internal/ink"
	"motoconsole/ui/kit/theme"
)

// End is one way in which an unknown outcome can end.
type End struct {
	Tone               theme.Tone
	Symbol, Word, Says string
}

// EndsTitle is the title of the panel that has the ends.
const EndsTitle = "What can come of it"

// EndRows are the ways in which an unknown outcome can end, with a free row below each, and
// their words in a column of the panel.
func EndRows(t *theme.Theme, ends []End, column, width int) (rows []string) {
	for _, e := range ends {
		label := t.Mark(e.Tone, e.Symbol, e.Word)
		for _, line := range ink.Wrap(e.Says, width-column) {
			rows = append(rows, ink.Pad(label, column)+line)
			label = ""
		}
		rows = append(rows, "")
	}
	return rows
}
