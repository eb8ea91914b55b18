package find

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// statusWord is the status as symbol and words, as many as there is room for.
func statusWord(w *row, layout tableLayout) string {
	symbol, words := statement.Status(w.record)
	if w.outcome == gateway.OutcomeNotSent { // no record of the gateway's says so
		symbol, words = "✖", "Not taken"
	}
	if layout != wide {
		words, _, _ = strings.Cut(words, ",")
	}
	if layout == narrow && w.outcome == gateway.OutcomeRejected {
		words = "Rejected"
	}
	return symbol + " " + words
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

func statusStyle(t *kit.Theme, w *row) ink.Style {
	switch w.outcome {
	case gateway.OutcomeApproved:
		return t.Good
	case gateway.OutcomeHeld, gateway.OutcomeUnknown:
		return t.Warn
	default:
		return t.Bad
	}
}

// standsOut reports a row that an agent or a supervisor has to see to.
func (w *row) standsOut() bool {
	_, trouble := lookup.Trouble(w.record)
	return w.outcome == gateway.OutcomeHeld || w.outcome == gateway.OutcomeUnknown || trouble && w.outcome != gateway.OutcomeNotSent
}

// tableHead is the heading, with a mark at the column that is sorted.
func tableHead(t *kit.Theme, columns []tableColumn, gap int, order sortOrder) string {
	var line strings.Builder
	line.WriteString(strings.Repeat(" ", markWidth))
	for _, c := range columns {
		head := c.head
		for _, o := range c.by {
			if o == order && ansi.StringWidth(head)+2 <= c.width {
				head += " " + sortMark(order)
			}
		}
		line.WriteString(cell(head, c.width, c.right) + strings.Repeat(" ", gap))
	}
	return t.Muted.Render(strings.TrimRight(line.String(), " "))
}

func sortMark(o sortOrder) string {
	if o == oldest || o == byOrder {
		return "▲"
	}
	return "▼"
}

// tableRow is one row. The selection is a mark and not a bar, so that moving it
// sends a few bytes.
func tableRow(t *kit.Theme, columns []tableColumn, gap int, w *row, selected bool) string {
	var line strings.Builder
	if selected {
		line.WriteString(t.Key.Render("▸") + " ")
	} else {
		line.WriteString("  ")
	}
	out, space := w.standsOut(), strings.Repeat(" ", gap)
	for i, c := range columns {
		if i > 0 {
			line.WriteString(space)
		}
		text := cell(c.of(w), c.width, c.right)
		switch {
		case out:
			text = t.Warn.Render(text)
		case c.style != nil:
			text = c.style(t, w).Render(text)
		}
		line.WriteString(text)
	}
	return line.String()
}

// cell is text in exactly width cells.
func cell(text string, width int, right bool) string {
	wide := textCells(text)
	if wide > width {
		text = ansi.Truncate(text, width, "…")
		wide = ansi.StringWidth(text)
	}
	blank := strings.Repeat(" ", max(width-wide, 0))
	if right {
		return blank + text
	}
	return text + blank
}

// textCells is how wide text is. Nearly all is ASCII, which needs no tables.
func textCells(text string) int {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}
