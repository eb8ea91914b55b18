package listing

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/lookup"
	"motoconsole/internal/lookup/when"
	"motoconsole/internal/statement"
)

// column is a column of the table. Widths are fixed because the first line is
// written before the last is known.
type column struct {
	head  string
	width int
	right bool
}

// longReference is the widest that a reference is shown: a whole reference matters
// more than a straight column.
const longReference = 64

func tableColumns() []column {
	return []column{
		{"TIME", 19, false},
		{"REFERENCE", 14, false},
		{"WHAT", 17, false},
		{"AMOUNT", 12, true},
		{"CARD", 22, false},
		{"ORDER", 25, false},
		{"CHECKS", 6, false},
		{"STATUS", 0, false},
	}
}

// table is for people: local time, words, symbols.
type table struct {
	out        io.Writer
	currencies []gateway.Currency
	reserved   Reserved
	now        time.Time
	headed     bool
}

// Table lists for people. confirmed are currencies whose decimals have been confirmed.
func Table(out io.Writer, confirmed []gateway.Currency, reserved Reserved, now time.Time) Listing {
	return &table{out: out, currencies: confirmed, reserved: reserved, now: now}
}

// Record implements Listing.
func (t *table) Record(r gateway.Record) error {
	if !t.headed {
		t.headed = true
		var heads []string
		for _, c := range tableColumns() {
			heads = append(heads, c.head)
		}
		if err := t.line(heads); err != nil {
			return err
		}
	}
	r = r.Cleaned()
	checks := r.Checks()
	return t.line([]string{
		LocalTime(r), r.TransactionReference, statement.What(r), statement.Text(r, t.currencies...), lookup.CardText(r), r.OrderReference,
		lookup.CheckSymbol(checks.Address) + " " + lookup.CheckSymbol(checks.Postcode) + " " + lookup.CheckSymbol(checks.SecurityCode),
		statusOf(r, t.reserved.of(r), t.now),
	})
}

func (t *table) line(cells []string) error {
	var line strings.Builder
	for i, c := range tableColumns() {
		cell := cells[i]
		if c.width == 0 {
			line.WriteString(ansi.Truncate(cell, longReference, "…"))
			break
		}
		most := c.width
		if c.head == "REFERENCE" || c.head == "ORDER" || c.head == "TIME" { // a time may include its zone
			most = longReference
		}
		cell = ansi.Truncate(cell, most, "…")
		pad := strings.Repeat(" ", max(c.width-ansi.StringWidth(cell), 0))
		if c.right {
			cell = pad + cell
		} else {
			cell += pad
		}
		line.WriteString(cell + "  ")
	}
	_, err := fmt.Fprintln(t.out, strings.TrimRight(line.String(), " "))
	return err
}

// End implements Listing.
func (t *table) End() error { return nil }

// LocalTime is when a record began, with its zone where the hour comes twice.
func LocalTime(r gateway.Record) string {
	at, ok := r.StartedAt()
	if !ok {
		return r.TransactionStarted
	}
	layout := time.DateTime
	if when.Twice(at.Local()) {
		layout += " MST"
	}
	return at.Local().Format(layout)
}

// statusOf is a record's outcome in words, with the code if the request could not
// be carried out.
func statusOf(r gateway.Record, reserved bool, now time.Time) string {
	symbol, words := statement.Status(r, reserved, now)
	if info, trouble := lookup.Trouble(r); trouble {
		words += " (" + strings.TrimSpace(info.Code+" "+r.ErrorMessage) + ")"
	}
	until := statement.HeldShort(r)
	if reserved {
		until = statement.ReservedShort(r)
	}
	return strings.TrimSpace(symbol + " " + words + " " + until)
}
