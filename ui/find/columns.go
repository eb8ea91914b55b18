package find

import (
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
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

// tableColumn is a column and what it shows of a row.
type tableColumn struct {
	head  string
	width int
	right bool
	of    func(*row) string
	style func(*kit.Theme, *row) ink.Style // nil: as the row
	by    []sortOrder                      // the orders that sort it
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
