// Package statementtest has the table of the state words, which the tests of every place
// that calls a state go through: home, the record, Find, moto lookup and its search words.
// For tests only.
package statementtest

import (
	_ "embed" // the table
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

//go:embed states.txt
var table string

// Case is a row of the table: a payment at a moment, and what it is called then.
type Case struct {
	Name   string
	Record gateway.Record
	Asked  bool // its agent asked for it to be held, by the journal
	Now    time.Time
	Word   string // the word, in small letters
	Counts string // as what totals count it: taken, reserved, held, nothing
}

// Cases are all rows.
func Cases(t testing.TB) (all []Case) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(table), "\n")
	for _, line := range lines[1:] {
		cells := strings.Split(line, "|")
		if len(cells) != 7 {
			t.Fatalf("%q has %d cells", line, len(cells))
		}
		now, err := time.Parse(time.DateTime, cells[4])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, Case{
			Name: line, Asked: cells[2] == "yes", Now: now, Word: cells[5], Counts: cells[6],
			Record: gateway.Record{
				RequestType: gateway.TypeAuth, AuthMethod: cells[0], SettleStatus: cells[1], SettleDueDate: cells[3], ErrorCode: gateway.CodeFine,
				TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000",
				OrderReference: "A17", MaskedPAN: "411111######1111", PaymentType: "VISA",
			},
		})
	}
	return all
}
