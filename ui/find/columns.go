package find

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/internal/statement"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/draw"
)

// Times as the columns show them, in the local zone.
const (
	dayTime    = "15:04"  // for little room: a time today
	dayDate    = "02 Jan" // and a time on another day
	wideTime   = "02 Jan 15:04"
	detailTime = "Monday 2 January 2006, 15:04:05"
)

// tableColumn is a column and what it shows of a row.
type tableColumn struct {
	draw.Column

	of   func(*row) string
	by   []sortOrder // the orders that sort it
	dim  bool        // a label rather than what is read
	bold bool
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
	case width < 66:
		return narrow
	case width < 110:
		return middle
	default:
		return wide
	}
}

const (
	leastAmount = 9
	outcomeRoom = 14 // ✖ Not accepted
	mostOrder   = 32 // cells; the gateway's have 25 characters
	orderColumn = 4  // its place
)

// tableColumns are the columns of the list in a width; draw.NewTable takes those that
// fit. What is left over goes to the order reference, by which callers know their
// payment. Where the clocks show some row's time twice, times have room for the zone.
// Amounts and outcomes are never cut.
func tableColumns(width int, today time.Time, twice bool, amount int) []tableColumn {
	layout := layoutOf(width)
	zone := 0
	if twice {
		zone = zoneRoom
	}
	column := func(head string, width int, of func(*row) string) tableColumn {
		return tableColumn{Column: draw.Column{Head: head, Width: width}, of: of}
	}
	at := column("Time", len(dayDate)+zone, func(w *row) string { return shortTime(w.record, today) + w.zone() })
	if layout == wide {
		at = column("Time", len(wideTime)+zone, func(w *row) string { return localTime(w.record, wideTime) + w.zone() })
	}
	at.by, at.dim = []sortOrder{newest, oldest}, true
	money := column("Amount", max(leastAmount, amount), func(w *row) string { return w.amount })
	money.by, money.bold, money.Right = []sortOrder{largest}, true, true
	cardRoom := map[tableLayout]int{narrow: 9, middle: 15, wide: 15}[layout]
	card := column("Card", cardRoom, func(w *row) string { return cardIn(w.record, cardRoom) })
	outcome := column("Outcome", outcomeRoom, statusWord)
	outcome.by = []sortOrder{gravest}
	order := column("Order", 6, func(w *row) string { return w.record.OrderReference })
	order.by, order.Grows, order.Goes = []sortOrder{byOrder}, mostOrder, 1
	checks := column("Checks", 6, func(w *row) string {
		c := w.record.Checks()
		return lookup.CheckSymbol(c.Address) + " " + lookup.CheckSymbol(c.Postcode) + " " + lookup.CheckSymbol(c.SecurityCode)
	})
	checks.Goes = 3
	all := []tableColumn{at, money, card, outcome, order, checks}
	if layout != narrow {
		all[orderColumn].Width = 10
	}
	if layout == wide {
		for i, more := range []tableColumn{
			column("Kind", 14, func(w *row) string { return statement.What(w.record) }),
			column("Agent", 8, func(w *row) string { return w.record.OperatorName }),
			column("Reference", 14, func(w *row) string { return w.record.TransactionReference }),
		} {
			more.Goes, more.dim = 4+i, true
			all = append(all, more)
		}
	}
	return all
}

// newTable is the table of columns in a width, with a mark at the one that is sorted.
func newTable(columns []tableColumn, width int, order sortOrder) draw.Table {
	drawn := make([]draw.Column, len(columns))
	for i, c := range columns {
		drawn[i] = c.Column
		for _, o := range c.by {
			if o == order && ink.Width(c.Head)+2 <= c.Width {
				drawn[i].Head += " " + sortMark(order)
			}
		}
	}
	return draw.NewTable(drawn, width)
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
	if r.PaymentType == "" || last == "" {
		return ink.Cut(lookup.CardText(r), width)
	}
	return kit.CardCell(gateway.Brand(r.PaymentType), lookup.BrandText(r), last, width)
}
