package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
)

// statementRows are the rows of the table that pins the words and signs of each
// kind of record, without their heading.
func statementRows(t *testing.T) [][]string {
	t.Helper()
	text, err := os.ReadFile("../internal/statement/testdata/table.txt")
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
		TransactionReference: "23-9-8", TransactionStarted: started(9), CurrencyISO3A: "GBP", BaseAmount: "2000",
		RequestType: row[0], AccountType: row[1], ParentTransaction: row[2], CredentialsOnFile: row[3], PaymentType: row[4],
		ErrorCode: row[5], SettleStatus: row[6], SettleBaseAmount: row[7], SettleDueDate: row[8], OrderReference: "A17",
	}
}

// TestStatementOnScreens: the list and the record's page say of each kind of
// record what the table says.
func TestStatementOnScreens(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newCounter(t, &till{})
		columns, _ := tableColumns(200, time.Now(), false)
		for _, row := range statementRows(t) {
			what, state, shown, settlement := row[10], row[11], row[12], row[13]
			r := statementRecord(row)
			w := newRow(r, nil)
			var cells []string
			for _, col := range columns {
				cells = append(cells, col.of(w))
			}
			list := "|" + strings.Join(cells, "|") + "|"
			for _, cell := range []string{what, state, shown} {
				if !strings.Contains(list, "|"+cell+"|") {
					t.Errorf("%v: the list has no %q: %s", row, cell, list)
				}
			}
			s := &recordView{shell: c.root.shell(), record: r.Cleaned()}
			bar := strings.Join(strings.Fields(ansi.Strip(s.bar(200))), " ")
			lines, _ := s.lines(200)
			page := strings.Join(strings.Fields(ansi.Strip(strings.Join(lines, "\n"))), " ")
			if shown == "–" {
				shown = "no money"
			}
			if !strings.Contains(bar, state+" "+shown) || row[9] != "payment" && !strings.HasPrefix(bar, what+" ") {
				t.Errorf("%v: the bar says %q", row, bar)
			}
			if !strings.Contains(page, "Settlement "+settlement+" ") {
				t.Errorf("%v: the page does not say %q: %s", row, settlement, page)
			}
			promised := strings.Contains(page, "Amount to settle £") || strings.Contains(page, "Amount settled £")
			may := row[14] != "0.00" && row[14] != "?" || state == "! HELD" && row[9] != "other" && row[9] != "refused request"
			if promised != may {
				t.Errorf("%v: an amount to settle: %v: %s", row, promised, page)
			}
		}
	})
}
