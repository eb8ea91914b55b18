package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/config"
	"motoconsole/internal/lookup"
	"motoconsole/internal/lookup/when"
	"motoconsole/internal/statement"
)

// format writes the records of a search one by one. Each format makes its output
// safe, even if the record was cleaned before.
type format interface {
	record(gateway.Record) error
	end() error
}

// format is the format that the flags ask for. reserved says which held records wait to be
// captured, as far as the journal knows.
func (o lookupOptions) format(out io.Writer, s config.Settings, reserved func(gateway.Record) bool) format {
	switch {
	case o.json:
		return newJSONLines(out, s.Payment.Currencies, reserved)
	case o.csv:
		return newCSVFormat(out, s.Payment.Currencies, reserved)
	default:
		return &tableFormat{out: out, currencies: s.Payment.Currencies, reserved: reserved}
	}
}

// jsonLines writes one JSON object a line.
type jsonLines struct {
	buffer     *bufio.Writer
	encode     *json.Encoder
	currencies []gateway.Currency
	reserved   func(gateway.Record) bool
}

func newJSONLines(out io.Writer, confirmed []gateway.Currency, reserved func(gateway.Record) bool) jsonLines {
	buffer := bufio.NewWriter(out)
	encode := json.NewEncoder(buffer)
	encode.SetEscapeHTML(false)
	return jsonLines{buffer, encode, confirmed, reserved}
}

func (j jsonLines) record(r gateway.Record) error {
	r = r.Cleaned()
	r.AcquirerSecret = "" // only for the payer's browser
	return j.encode.Encode(struct {
		Outcome string       `json:"outcome"` // what errorcode and settle status mean together
		Kind    string       `json:"kind"`
		Amount  *json.Number `json:"amount"`       // the money that moves; null if not known
		Asked   *json.Number `json:"asked_amount"` // the amount in the request
		State   string       `json:"state"`        // as the screens have it
		gateway.Record
	}{
		r.Outcome().String(), statement.KindOf(r).String(),
		jsonAmount(statement.Moved(r, j.currencies...)), jsonAmount(statement.Asked(r, j.currencies...)), statement.State(r, j.reserved(r)), r,
	})
}

// jsonAmount is an amount in major units as a number, or nil if it is not known.
func jsonAmount(m gateway.Money, ok bool) *json.Number {
	if !ok {
		return nil
	}
	n := json.Number(m.Decimal())
	return &n
}

func (j jsonLines) end() error { return j.buffer.Flush() }

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

// tableFormat is for people: local time, words, symbols.
type tableFormat struct {
	out        io.Writer
	currencies []gateway.Currency
	reserved   func(gateway.Record) bool
	headed     bool
}

func (t *tableFormat) record(r gateway.Record) error {
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
		localTime(r), r.TransactionReference, statement.What(r), statement.Text(r, t.currencies...), lookup.CardText(r), r.OrderReference,
		lookup.CheckSymbol(checks.Address) + " " + lookup.CheckSymbol(checks.Postcode) + " " + lookup.CheckSymbol(checks.SecurityCode),
		statusOf(r, t.reserved(r)),
	})
}

func (t *tableFormat) line(cells []string) error {
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

func (t *tableFormat) end() error { return nil }

func localTime(r gateway.Record) string {
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
func statusOf(r gateway.Record, reserved bool) string {
	symbol, words := statement.Status(r, reserved)
	if info, trouble := lookup.Trouble(r); trouble {
		words += " (" + strings.TrimSpace(info.Code+" "+r.ErrorMessage) + ")"
	}
	until := statement.HeldShort(r)
	if reserved {
		until = statement.ReservedShort(r)
	}
	return strings.TrimSpace(symbol + " " + words + " " + until)
}
