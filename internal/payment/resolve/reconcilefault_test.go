package resolve

import (
	"context"
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/paymenttest"
)

// A forgotten payment is recorded in two writes. Where the second fails, the row
// has its alarm and its transaction all the same: the next comparison finds a
// row and says nothing, and no query by the order reference can call it not
// taken.
func TestForgottenPaymentHasItsAlarmFromTheFirstWriteOn(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	store := journaltest.NewMemory(func() time.Time { return now })
	store.SetIdentity("M0", now.Add(-time.Hour))
	store.BeforeSync = func(op string) error {
		if op != "intent" {
			return errors.New("disk error")
		}
		return nil
	}
	r := &Reconciler{Store: store, Sites: []string{"test_site"}, Now: func() time.Time { return now }, Gateway: paymenttest.Walks{{
		RequestType: gateway.TypeAuth, OrderReference: "A17-M0K3M2", TransactionReference: "1-2-3", BaseAmount: "1050",
		CurrencyISO3A: "GBP", ErrorCode: "0", SettleStatus: "0", MaskedPAN: "411111######1111", TransactionStarted: "2026-11-21 11:30:00",
	}}}
	if _, err := r.Run(context.Background(), now.Add(-time.Hour)); err == nil {
		t.Fatal("the failed write was not reported")
	}
	e, err := store.BySentReference(context.Background(), "A17-M0K3M2")
	if err != nil {
		t.Fatal(err)
	}
	if e.Alarm == "" || e.TransactionReference != "1-2-3" || !e.Attention() {
		t.Errorf("the row has alarm %q and transaction %q", e.Alarm, e.TransactionReference)
	}
}
