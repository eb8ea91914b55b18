package listing

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
)

// tableNow is the moment of the table.
var tableNow = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// TestStatementInLists: for each kind of record the text list, CSV and JSON say what
// the table says, and the plain sum of the amounts is the money.
func TestStatementInLists(t *testing.T) {
	text, err := os.ReadFile("../../statement/testdata/table.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:]
	if len(lines) < 200 {
		t.Fatalf("only %d rows", len(lines))
	}
	for _, line := range lines {
		row := strings.Split(line, "|")
		kind, what, state, shown, amount, asked := row[9], row[10], row[11], row[12], row[14], row[15]
		r := gateway.Record{
			TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000",
			RequestType: row[0], AccountType: row[1], ParentTransaction: row[2], CredentialsOnFile: row[3], PaymentType: row[4],
			ErrorCode: row[5], SettleStatus: row[6], SettleBaseAmount: row[7], SettleDueDate: row[8], OrderReference: "A17",
		}
		var table, comma, object bytes.Buffer
		for _, f := range []Listing{Table(&table, nil, nil, tableNow), CSV(&comma, nil, nil, tableNow), JSONLines(&object, nil, nil, tableNow)} {
			if err := f.Record(r); err != nil {
				t.Fatal(err)
			}
			if err := f.End(); err != nil {
				t.Fatal(err)
			}
		}
		shownRow := strings.Split(table.String(), "\n")[1]
		if !strings.Contains(shownRow, "  "+what+" ") || !strings.Contains(shownRow, " "+shown+"  ") || !strings.Contains(shownRow, state) {
			t.Errorf("%s: the list has %s", line, shownRow)
		}

		all, err := csv.NewReader(&comma).ReadAll()
		if err != nil || len(all) != 2 {
			t.Fatal(err, all)
		}
		cells := map[string]string{}
		for i, name := range all[0] {
			cells[name] = all[1][i]
		}
		known := strings.TrimPrefix(amount, "?")
		if cells["amount"] != known || cells["settle_amount"] != known || cells["asked_amount"] != asked || cells["kind"] != kind {
			t.Errorf("%s: CSV %v", line, cells)
		}

		var got struct {
			Kind   string       `json:"kind"`
			Amount *json.Number `json:"amount"`
			Asked  *json.Number `json:"asked_amount"`
			Base   string       `json:"baseamount"`
		}
		if err := json.Unmarshal(object.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Kind != kind || number(got.Amount) != known || number(got.Asked) != asked || got.Base != "2000" {
			t.Errorf("%s: JSON %s", line, object.String())
		}
	}
}

func number(n *json.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}
