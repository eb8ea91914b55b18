package payment

import (
	"slices"
	"testing"
	"time"

	"motoconsole/gateway"
)

// An answer named another's transaction, and a supervisor called the payment not
// taken, knowing that. When the payment shows under an order reference that is
// cut, that is news, although the other transaction is found again with it.
func TestNewEvidenceBesideWhatASupervisorKnewRaisesTheAlarm(t *testing.T) {
	another := gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: "1-2-4", OrderReference: "B18-AAAAAA", ErrorCode: "0", SettleStatus: "0"}
	b := newBench(t, func(gateway.AuthRequest) (gateway.AuthResult, error) {
		return gateway.AuthResult{}, &gateway.Error{Kind: gateway.ErrMismatch, Written: true, Record: another, Records: []gateway.Record{another}}
	})
	var shown []gateway.Record
	b.bank.found = func(q gateway.Query) (gateway.QueryResult, error) {
		found := gateway.QueryResult{Outcome: gateway.Approved, At: b.clock.Now()}
		if slices.Contains(q.TransactionReferences, another.TransactionReference) {
			found.Records = []gateway.Record{another}
		} else {
			found.Records = shown
		}
		found.Found = len(found.Records)
		return found, nil
	}
	a := b.take(charge())
	b.clock.wait(10 * time.Minute)
	if _, err := b.Resolver.Override(t.Context(), a.SentReference, gateway.NotSent, "sam", "it is not in the portal"); err != nil {
		t.Fatal(err)
	}
	e, err := b.Resolver.Check(t.Context(), a.ID)
	if err != nil || e.Alarm != "" && e.AcknowledgedAt.IsZero() {
		t.Fatalf("what the supervisor knew raises %q: %v", e.Alarm, err)
	}
	shown = []gateway.Record{{
		RequestType: gateway.TypeAuth, TransactionReference: "1-2-8", OrderReference: a.SentReference[:6], BaseAmount: "1050", CurrencyISO3A: "GBP",
		ErrorCode: "0", SettleStatus: "0",
	}}
	if e, err = b.Resolver.Check(t.Context(), a.ID); err != nil || e.Alarm != alarmMaybe {
		t.Errorf("alarm %q, evidence %q: %v", e.Alarm, e.Evidence, err)
	}
}
