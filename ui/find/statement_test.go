package find

import (
	"os"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// statementRows are the rows of the table that pins the words and signs of each
// kind of record, without their heading.
func statementRows(t *testing.T) [][]string {
	t.Helper()
	text, err := os.ReadFile("../../internal/statement/testdata/table.txt")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:] {
		rows = append(rows, strings.Split(line, "|"))
	}
	if len(rows) < 200 {
		t.Fatalf("only %d rows", len(rows))
	}
	return rows
}

// statementRecord is the record of a row.
func statementRecord(row []string) gateway.Record {
	return gateway.Record{
		TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000",
		RequestType: row[0], AccountType: row[1], ParentTransaction: row[2], CredentialsOnFile: row[3], PaymentType: row[4],
		ErrorCode: row[5], SettleStatus: row[6], SettleBaseAmount: row[7], SettleDueDate: row[8], OrderReference: "A17",
	}
}

// TestStatementInTheList: the list says of each kind of record what the table says.
func TestStatementInTheList(t *testing.T) {
	columns := tableColumns(200, time.Now(), false, 0)
	for _, row := range statementRows(t) {
		what, state, shown := row[10], strings.NewReplacer("HELD", "Held", "UNKNOWN", "Unknown").Replace(row[11]), row[12]
		r := statementRecord(row)
		w := newRow(r, nil, time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))
		var cells []string
		for _, col := range columns {
			cells = append(cells, col.of(w))
		}
		symbol, words := w.status() // the preview has all of them
		cells = append(cells, symbol+" "+words)
		list := "|" + strings.Join(cells, "|") + "|"
		for _, cell := range []string{what, state, shown} {
			if !strings.Contains(list, "|"+cell+"|") {
				t.Errorf("%v: the list has no %q: %s", row, cell, list)
			}
		}
	}
}
