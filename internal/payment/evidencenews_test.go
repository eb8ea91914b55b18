package payment

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// An answer named another's transaction, and a supervisor called the payment not
// taken, knowing that. When the payment shows under an order reference that is
// cut, that is news, although the other transaction is found again with it.
func TestNewEvidenceBesideWhatASupervisorKnewRaisesTheAlarm(t *testing.T) {
	another := gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: "1-2-4", OrderReference: "B18-AAAAAA", ErrorCode: "0", SettleStatus: "0"}
	b := newBench(t, func(gateway.AuthRequest) (gateway.AuthResult, error) {
		return gateway.AuthResult{}, &gateway.Error{Kind: gateway.KindMismatch, Written: true, Record: another, Records: []gateway.Record{another}}
	})
	var shown []gateway.Record
	b.bank.Found = func(q gateway.Query) (gateway.QueryResult, error) {
		found := gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now()}
		if slices.Contains(q.TransactionReferences, another.TransactionReference) {
			found.Records = []gateway.Record{another}
		} else {
			found.Records = shown
		}
		found.Found = len(found.Records)
		return found, nil
	}
	a := b.take(charge())
	b.clock.Wait(10 * time.Minute)
	if _, err := b.Resolver.Check(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := resolverOf(b.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeNotSent, "sam", "it is not in the portal"); err != nil {
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
	if e, err = b.Resolver.Check(t.Context(), a.ID); err != nil || e.Alarm != journal.AlarmsOf(e).Maybe {
		t.Errorf("alarm %q, evidence %q: %v", e.Alarm, e.Evidence, err)
	}
}

// An answer that was not believed named the payment's own transaction. Once the
// gateway comes to show it, under an order reference in other capitals, a
// supervisor who called it not taken before did not know that; one who called it
// so afterwards did.
func TestWhatAnAnswerNamedIsNewsOnceItShows(t *testing.T) {
	for name, knew := range map[string]bool{"settled before it showed": false, "settled after it showed": true} {
		t.Run(name, func(t *testing.T) {
			ours := gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: "1-2-8", OrderReference: "unreadable", ErrorCode: "0", SettleStatus: "0"}
			b := newBench(t, func(gateway.AuthRequest) (gateway.AuthResult, error) {
				return gateway.AuthResult{}, &gateway.Error{Kind: gateway.KindMismatch, Written: true, Record: ours, Records: []gateway.Record{ours}}
			})
			shows := false
			b.bank.Found = func(gateway.Query) (gateway.QueryResult, error) {
				found := gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now()}
				if shows {
					found.Records, found.Found = []gateway.Record{ours}, 1
				}
				return found, nil
			}
			a := b.take(charge())
			ours.OrderReference = strings.ToLower(a.SentReference)
			b.clock.Wait(10 * time.Minute)
			shows = knew
			if _, err := b.Resolver.Check(t.Context(), a.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := resolverOf(b.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeNotSent, "sam", "it was another's"); err != nil {
				t.Fatal(err)
			}
			shows = true
			e, err := b.Resolver.Check(t.Context(), a.ID)
			if err != nil || (e.Alarm == journal.AlarmsOf(e).Maybe) == knew {
				t.Errorf("alarm %q, evidence %q: %v", e.Alarm, e.Evidence, err)
			}
		})
	}
}

// Where order references are cut, a query for the attempt finds an earlier one of
// the same order, which a supervisor knew of. One more record is news.
func TestOneMoreRecordIsNews(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	shown := []gateway.Record{{RequestType: gateway.TypeAuth, TransactionReference: "1-2-2", OrderReference: "A1", ErrorCode: "70000", SettleStatus: "3"}}
	b.bank.Found = func(q gateway.Query) (gateway.QueryResult, error) {
		records := shown
		if len(q.TransactionReferences) > 0 {
			records = shown[:1]
		}
		return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now(), Records: records, Found: len(records)}, nil
	}
	a := b.take(charge())
	check := func() journal.Entry {
		t.Helper()
		e, err := b.Resolver.Check(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	b.clock.Wait(10 * time.Minute)
	check()
	if _, err := resolverOf(b.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeNotSent, "sam", "that was declined"); err != nil {
		t.Fatal(err)
	}
	if e := check(); e.Alarm == journal.AlarmsOf(e).Maybe {
		t.Fatalf("what the supervisor knew raises %q", e.Alarm)
	}
	shown = append(shown, gateway.Record{RequestType: gateway.TypeAuth, TransactionReference: "1-2-8", OrderReference: "A1", ErrorCode: "0", SettleStatus: "0"})
	if e := check(); e.Alarm != journal.AlarmsOf(e).Maybe {
		t.Errorf("alarm %q, evidence %q", e.Alarm, e.Evidence)
	}
}

// The agent is told what the gateway has of an order, in every form in which the
// gateway may keep the order reference, and is not told what belongs to another
// order.
func TestAnOrderIsKnownAsTheGatewayKeepsIt(t *testing.T) {
	for shown, want := range map[string]bool{
		"Smith & Sons":         true,
		"SMITH & SONS":         true,
		"Smith &amp; Sons":     true,
		"Smith &amp; Sons 2":   false,
		"Smith &":              false,
		"Smith & Sons-N0K3M2P": false,
		"Smith & Sons-N0K3M2":  true,
	} {
		d := &Processor{}
		if got := d.matches(Charge{OrderReference: "Smith & Sons"}, gateway.Record{OrderReference: shown}, OrderSeen); got != want {
			t.Errorf("%q: %v", shown, got)
		}
	}
	long := Charge{OrderReference: "INVOICE-2026-000412-17"}
	for shown, want := range map[string]bool{"INVOICE-2026-000412-": true, "INVOICE-2026-000413-": false, "INVOICE": false} {
		if got := (&Processor{}).matches(long, gateway.Record{OrderReference: shown}, OrderSeen); got != want {
			t.Errorf("%q: %v", shown, got)
		}
	}
}
