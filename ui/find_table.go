package ui

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
)

// Times as the columns show them, in the local zone.
const (
	dayTime    = "15:04"  // where there is no room, of today
	dayDate    = "02 Jan" // and of another day
	middleTime = "02 Jan 15:04"
	wideTime   = "2006-01-02 15:04:05"
	detailTime = "2 Jan 2006 15:04:05"
)

func localTime(r gateway.Record, layout string) string {
	at, ok := r.StartedAt()
	if !ok {
		return r.TransactionStarted
	}
	return at.Local().Format(layout)
}

// shortTime is the time of day of today's records, and the date of others.
func shortTime(r gateway.Record, today time.Time) string {
	if day := localTime(r, time.DateOnly); day == today.Local().Format(time.DateOnly) {
		return localTime(r, dayTime)
	}
	return localTime(r, dayDate)
}

// tableColumn is a column and what it shows of a row.
type tableColumn struct {
	head  string
	width int
	right bool
	of    func(*row) string
	style func(*kit.Theme, *row) lipgloss.Style // nil: as the row
	by    []sortOrder                           // the orders that sort it
}

// tableLayout is how much room the table has.
type tableLayout int

const (
	narrow tableLayout = iota
	middle
	wide
)

func layoutOf(width int) tableLayout {
	switch {
	case width < 72:
		return narrow
	case width < 150:
		return middle
	default:
		return wide
	}
}

// tableColumns are the columns that fit a width. What is left over goes to the
// order reference, by which callers know their payment.
// Where the clocks show some row's time twice, times have room for the zone.
func tableColumns(width int, today time.Time, twice bool) (columns []tableColumn, gap int) {
	order := tableColumn{head: orderHead, of: func(w *row) string { return w.record.OrderReference }, by: []sortOrder{byOrder}}
	when := func(layout string, of func(*row) string) tableColumn {
		room := len(layout)
		if twice {
			room += zoneRoom
		}
		return tableColumn{head: "Time", width: room, by: []sortOrder{newest, oldest}, of: of}
	}
	at := func(layout string) tableColumn {
		return when(layout, func(w *row) string { return localTime(w.record, layout) + w.zone() })
	}
	amount := func(width int) tableColumn {
		return tableColumn{head: "Amount", width: width, right: true, by: []sortOrder{largest}, of: func(w *row) string { return w.amount }}
	}
	card := func(width int) tableColumn {
		return tableColumn{head: "Card", width: width, of: func(w *row) string { return cardIn(w.record, width) }}
	}
	status := func(width int, layout tableLayout) tableColumn {
		return tableColumn{
			head: "Status", width: width, by: []sortOrder{gravest}, style: statusStyle,
			of: func(w *row) string { return statusWord(w, layout) },
		}
	}
	checks := func(head, part string) tableColumn {
		return tableColumn{head: head, width: len(head), of: func(w *row) string {
			c := w.record.Checks()
			return lookup.CheckSymbol(c.Address) + part + lookup.CheckSymbol(c.Postcode) + part + lookup.CheckSymbol(c.SecurityCode)
		}}
	}
	text := func(head string, width int, of func(*row) string) tableColumn {
		return tableColumn{head: head, width: width, of: of}
	}
	switch layoutOf(width) {
	case narrow:
		columns, gap = []tableColumn{when(dayDate, func(w *row) string { return shortTime(w.record, today) + w.zone() }), amount(9), card(9), order, status(11, narrow), checks("Chk", "")}, 1
	case middle:
		columns, gap = []tableColumn{at(middleTime), amount(10), card(15), order, status(14, middle), checks("Checks", " ")}, 1
	case wide:
		columns, gap = []tableColumn{
			at(wideTime), amount(13), card(21), order, status(30, wide), checks("Checks", " "),
			text("What", 16, func(w *row) string { return statement.What(w.record) }),
			text("Reference", 16, func(w *row) string { return w.record.TransactionReference }),
			text("Agent", 14, func(w *row) string { return w.record.OperatorName }),
		}, 2
	}
	rest := width - markWidth
	for _, c := range columns {
		rest -= c.width + gap
	}
	for i := range columns {
		if columns[i].head == orderHead {
			columns[i].width = min(max(rest+gap, 0), mostOrder)
		}
	}
	return columns, gap
}

const (
	markWidth = 2  // the selection's mark
	mostOrder = 32 // cells; the gateway's have 25 characters
	orderHead = "Order"
)

// cutOrder reports an order reference that does not fit its column.
func cutOrder(columns []tableColumn, w *row) bool {
	for _, c := range columns {
		if c.head == orderHead {
			return textCells(w.record.OrderReference) > c.width
		}
	}
	return true
}

// cardIn is a card in a column: where the brand is too long, its last four
// digits still show.
func cardIn(r gateway.Record, width int) string {
	last := lookup.Last4(r)
	if r.PaymentType == "" || last == "" || ansi.StringWidth(lookup.CardText(r)) <= width {
		return lookup.CardText(r)
	}
	brand := lookup.BrandText(r)
	if short, ok := shortBrand(gateway.Brand(r.PaymentType)); ok {
		brand = short
	}
	return ansi.Truncate(brand, width-5, "…") + " " + last
}

// shortBrand is a brand where there is little room.
func shortBrand(b gateway.Brand) (string, bool) {
	switch b {
	case gateway.Mastercard:
		return "MC", true
	case gateway.Amex:
		return "Amex", true
	default:
		return "", false
	}
}

// statusWord is the status as symbol and words, as many as there is room for.
func statusWord(w *row, layout tableLayout) string {
	symbol, words := statement.Status(w.record)
	if w.outcome == gateway.NotSent { // no record of the gateway's says so
		symbol, words = "✖", "Not taken"
	}
	if layout != wide {
		words, _, _ = strings.Cut(words, ",")
	}
	if layout == narrow && w.outcome == gateway.Rejected {
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

func statusStyle(t *kit.Theme, w *row) lipgloss.Style {
	switch w.outcome {
	case gateway.Approved:
		return t.Good
	case gateway.Held, gateway.Unknown:
		return t.Warn
	default:
		return t.Bad
	}
}

// standsOut reports a row that an agent or a supervisor has to see to.
func (w *row) standsOut() bool {
	_, trouble := lookup.Trouble(w.record)
	return w.outcome == gateway.Held || w.outcome == gateway.Unknown || trouble && w.outcome != gateway.NotSent
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
