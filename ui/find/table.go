package find

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
	"motoconsole/ui/kit/theme"
)

// statusWord is the status as symbol and word: the preview has all of it.
func statusWord(w *row) string {
	symbol, words := w.status()
	words, _, _ = strings.Cut(words, ",")
	return symbol + " " + words
}

// status is the symbol and the words of a row's outcome, in small letters: in capitals
// an outcome stands only on its own page.
func (w *row) status() (symbol, words string) {
	symbol, words = statement.Status(w.record, w.reserved, w.at)
	if w.outcome == gateway.OutcomeNotSent { // no record of the gateway's says so
		return "✖", "Not taken"
	}
	if words == strings.ToUpper(words) {
		words = kit.Titled(words)
	}
	return symbol, words
}

// zoneRoom is what a zone's name takes behind a time.
const zoneRoom = 6

// zone is the name of the time that the clocks show, where they show it twice.
func (w *row) zone() string {
	if !w.twice {
		return ""
	}
	return " " + localTime(w.record, "MST")
}

func (w *row) tone() theme.Tone {
	if w.reserved {
		return theme.OK
	}
	switch w.outcome {
	case gateway.OutcomeApproved:
		return theme.OK
	case gateway.OutcomeHeld, gateway.OutcomeUnknown:
		return theme.Warn
	default:
		return theme.Bad
	}
}

func sortMark(o sortOrder) string {
	if o == oldest || o == byOrder {
		return "▲"
	}
	return "▼"
}

// tableRow is one row.
func tableRow(t *theme.Theme, table draw.Table, columns []tableColumn, w *row, selected bool) string {
	var cells []string
	for _, i := range table.Columns() {
		c := columns[i]
		text := c.of(w)
		switch {
		case c.Head == "Outcome":
			symbol, words, _ := strings.Cut(text, " ")
			text = t.Mark(w.tone(), symbol, words)
		case c.Head == "Checks":
			text = checkMarks(t, w.record.Checks())
		case c.bold:
			text = t.Strong.Render(text)
		case c.dim:
			text = t.Dim.Render(text)
		}
		cells = append(cells, text)
	}
	return table.Row(t, selected, cells...)
}

// checkMarks are the symbols of the checks in their colours, as wide as their column.
// Neighbours of one colour are one run, and so cost one change of style on the line; so does
// the last blank, which has the colour of the symbol before it.
func checkMarks(t *theme.Theme, c gateway.Checks) string {
	var text, run string
	var tone theme.Tone
	end := func() {
		text += t.Symbol(tone).Render(run)
	}
	for i, result := range []gateway.CheckResult{c.Address, c.Postcode, c.SecurityCode} {
		check := kit.CheckOf("", result)
		if i > 0 && check.Tone != tone {
			end()
			text, run = text+" ", ""
		} else if i > 0 {
			run += " "
		}
		tone, run = check.Tone, run+check.Symbol
	}
	run += " "
	end()
	return text
}
