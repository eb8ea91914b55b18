package record

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
)

// TestAPartIsAtMostTheAmount: of what the bank approved only in part, no sentence about the
// money promises the whole amount, in whatever state it is.
func TestAPartIsAtMostTheAmount(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"FINAL", "PRE"} {
		for _, status := range []string{"0", "1", "10", "100", "2"} {
			r := gateway.Record{
				TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "600",
				RequestType: gateway.TypeAuth, PaymentType: "VISA", ErrorCode: "0", SettleStatus: status, AuthMethod: method, OrderReference: "A17",
				AcquirerResponseCode: "10",
			}
			p := newPage(t, r)
			p.view.request = 1
			p.Update(lookMsg{1, operation.Snapshot{Record: r, Left: gateway.Money{Minor: 600, Currency: gbp}}, nil})
			m := p.view.money(200, false)
			page := strings.Join(strings.Fields(ansi.Strip(strings.Join(m.rows, "\n"))), " ")
			if strings.Count(page, "£6.00") == 0 || strings.Count(page, "£6.00") != strings.Count(page, "at most £6.00") {
				t.Errorf("%s with settle status %s: %s", method, status, page)
			}
			if lead, _, _ := p.view.lead(); status != "10" && !strings.HasPrefix(lead, "! Only a part was approved") {
				t.Errorf("%s with settle status %s: %s", method, status, lead)
			}
		}
	}
}
