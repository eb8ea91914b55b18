package record

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/terms"
)

// TestReserved: a pre-authorisation that was to be held is reserved, and not held by the
// gateway's checks. Only the journal tells the two apart.
func TestReserved(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	record := gateway.Record{
		TransactionReference: "23-9-8", TransactionStarted: "2026-11-21 09:00:00", CurrencyISO3A: "GBP", BaseAmount: "2000",
		RequestType: gateway.TypeAuth, PaymentType: "VISA", ErrorCode: "0", SettleStatus: "2", AuthMethod: "PRE", OrderReference: "A17",
	}
	left := gateway.Money{Minor: 2000, Currency: gbp}
	made := payment.Attempt{
		ID: "one", Operation: journal.OpCharge, Outcome: gateway.OutcomeHeld, State: payment.Known,
		Charge: payment.Charge{Amount: left, Kind: terms.Preauthorisation, Settlement: terms.Hold()},
	}
	checked := made
	checked.Charge.Settlement = terms.Settlement{}
	held := payment.Attempt{ID: "two", Operation: journal.OpHold, Agent: "sam", Outcome: gateway.OutcomeApproved}
	reserved := []string{
		"✔ RESERVED", "reserved 21 November", "£20.00 reserved, nothing taken yet", "Reserved until it is captured or cancelled",
		"Ends: Tuesday 22 December (31 days); what is not captured by then is cancelled", "unless it is captured",
	}
	for name, tc := range map[string]struct {
		seen operation.Snapshot
		want []string
		not  string
	}{
		"as asked":         {operation.Snapshot{Made: made}, reserved, "HELD"},
		"by the checks":    {operation.Snapshot{Made: checked}, []string{"! HELD", "Held by: the gateway’s fraud"}, "✔ RESERVED £"},
		"by another desk":  {operation.Snapshot{}, []string{"! HELD", "Held by: the gateway’s fraud"}, "✔ RESERVED £"},
		"by an agent then": {operation.Snapshot{Made: made, Acts: []payment.Attempt{held}}, []string{"! HELD", "Held by: sam"}, "✔ RESERVED £"},
	} {
		p := newPage(t, record)
		tc.seen.Record, tc.seen.Left = record, left
		p.view.request = 1
		p.Update(lookMsg{1, tc.seen, nil})
		lines, _ := p.view.rows(200, false)
		page := strings.Join(strings.Fields(ansi.Strip(strings.Join(append(p.view.bar(200, 20), lines...), "\n"))), " ")
		for _, want := range tc.want {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q in\n%s", name, want, page)
			}
		}
		if strings.Contains(page, tc.not) {
			t.Errorf("%s: %q in\n%s", name, tc.not, page)
		}
	}
}
