package takings

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
)

// TestAPartIsNotCounted: what the bank approved only in part is in no sum of what was taken,
// of whatever kind it is, and the totals say so.
func TestAPartIsNotCounted(t *testing.T) {
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.Local)
	of := func(id, code string, o journal.Operation, kind terms.Kind, outcome gateway.Outcome) payment.Attempt {
		a := payment.Attempt{ID: id, Operation: o, State: payment.Known, Outcome: outcome, Began: now}
		a.Charge.Amount, a.Charge.Kind = gateway.Money{Minor: 1000, Currency: gbp}, kind
		a.Result.Record = gateway.Record{
			TransactionReference: "23-9-" + id, RequestType: gateway.TypeAuth, ErrorCode: gateway.CodeFine, SettleStatus: "0",
			AcquirerResponseCode: code, BaseAmount: "1000", CurrencyISO3A: "GBP",
		}
		return a
	}
	whole := of("1", "00", journal.OpCharge, terms.Payment, gateway.OutcomeApproved)
	for _, c := range []struct {
		part payment.Attempt
		not  string
	}{
		{of("2", "10", journal.OpCharge, terms.Payment, gateway.OutcomeApproved), "1 part-approved not counted"},
		{of("2", "10", journal.OpRepeat, terms.Payment, gateway.OutcomeApproved), "1 part-approved not counted"},
		{of("2", "10", journal.OpCharge, terms.Payment, gateway.OutcomeHeld), ""},
		{of("2", "10", journal.OpCharge, terms.Payment, gateway.OutcomeCancelled), ""},
		{of("2", "10", journal.OpCharge, terms.Payment, gateway.OutcomeDeclined), ""},
	} {
		all := []payment.Attempt{whole, c.part}
		got := Of(all, ChangesOf(all, payment.Holds{}), now)
		if len(got.Taken) != 1 || got.Taken[0].Amount.Minor != 1000 || got.Payments != 1 || got.Hours[9].Amount.Minor != 1000 {
			t.Errorf("%v, %v: taken %v of %d", c.part.Operation, c.part.Outcome, got.Taken, got.Payments)
		}
		if got.NotCounted() != c.not {
			t.Errorf("%v, %v: it says %q", c.part.Operation, c.part.Outcome, got.NotCounted())
		}
	}
}
