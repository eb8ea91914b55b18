package record

import (
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/theme"
)

// newPage is the page of a record without a console around it.
func newPage(t *testing.T, record gateway.Record) *Page {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	theme, keys := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap()
	asked := 0
	now := func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local) }
	shell := kit.Shell{
		Console: &kit.Console{Now: now, Permits: &payment.Processor{Options: payment.Options{Operator: payment.Operator{Grant: rights.Everything()}}}, Operations: &operation.Service{}, Form: forms.PaymentOptions{Currency: gbp, Now: now}},
		Theme:   &theme, Keys: &keys,
		Room:    func() (width, height int) { return 76, 20 },
		Notify:  func(string) {},
		Request: func() int { asked++; return asked },
		Open:    func(kit.Open) tea.Cmd { return nil },
	}
	p, _ := New(shell, kit.Open{Place: kit.Record, Record: record}).(*Page)
	return p
}

// TestOldAnswersAreDropped: what was asked for another record, or earlier, changes
// nothing.
func TestOldAnswersAreDropped(t *testing.T) {
	p := newPage(t, gateway.Record{TransactionReference: "23-9-80001", RequestType: gateway.TypeAuth, SettleStatus: "100"})
	p.view.request = 2
	p.Update(lookMsg{1, operation.Snapshot{Record: gateway.Record{SettleStatus: "3"}}, nil})
	if p.view.known || p.view.record.SettleStatus != "100" {
		t.Errorf("an old answer shows: %+v", p.view.record)
	}
	p.Update(lookMsg{2, operation.Snapshot{Record: gateway.Record{SettleStatus: "3"}}, nil})
	if !p.view.known || p.view.record.SettleStatus != "3" {
		t.Errorf("the answer does not show: %+v", p.view.record)
	}
}

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

// saysKind reports words that say themselves what kind of record it is.
func saysKind(words string) bool {
	return words == "Raised" || strings.HasPrefix(words, "Refunded") || strings.HasPrefix(words, "Paid out")
}

// TestStatementOnThePage: the page says of each kind of record what the table says.
func TestStatementOnThePage(t *testing.T) {
	running := func(text string) string { return strings.Join(strings.Fields(ansi.Strip(text)), " ") }
	for _, row := range statementRows(t) {
		what, shown, settlement := row[10], row[12], row[13]
		symbol, words, _ := strings.Cut(row[11], " ")
		if row[7] == "1550" {
			words = strings.Replace(words, ", settlement pending", ", reduced", 1)
		}
		p := newPage(t, gateway.Record{
			TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000",
			RequestType: row[0], AccountType: row[1], ParentTransaction: row[2], CredentialsOnFile: row[3], PaymentType: row[4],
			ErrorCode: row[5], SettleStatus: row[6], SettleBaseAmount: row[7], SettleDueDate: row[8], OrderReference: "A17",
			AuthMethod: map[bool]string{true: string(gateway.AuthIncremental)}[row[9] == "raise"],
		})
		bar := running(p.view.bar(200, 20)[1])
		p.view.foldAll()
		lines, _ := p.view.rows(200, false)
		page := running(strings.Join(lines, "\n"))
		if shown == "–" {
			shown = "no money"
		}
		if !strings.Contains(bar, strings.ToUpper(words)) || !strings.HasPrefix(bar, symbol+" ") || !strings.HasSuffix(bar, " "+shown) || row[9] != "payment" && !saysKind(words) && !strings.Contains(bar, " "+strings.ToUpper(what)+": ") {
			t.Errorf("%v: the bar says %q", row, bar)
		}
		if !strings.Contains(page, "Settlement "+settlement+" ") {
			t.Errorf("%v: the page does not say %q: %s", row, settlement, page)
		}
		promised := strings.Contains(page, "Amount to settle £") || strings.Contains(page, "Amount settled £")
		may := row[14] != "0.00" && row[14] != "?" || row[11] == "! HELD" && row[9] != "other" && row[9] != "refused request"
		if promised != may {
			t.Errorf("%v: an amount to settle: %v: %s", row, promised, page)
		}
	}
}
