package resolve

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/paymenttest"
)

// A refund is looked for among the children of its payment, a payout to a card of its
// own among all records.
func TestWhereRefundsAreLookedFor(t *testing.T) {
	var asked gateway.Query
	var first bool
	r := New(Options{Clocks: clock.Real(), Store: journaltest.NewMemory(nil), Gateway: &paymenttest.Bank{Found: func(q gateway.Query) (gateway.QueryResult, error) {
		if first { // a second one looks for refunds that no entry has made
			asked, first = q, false
		}
		return gateway.QueryResult{Outcome: gateway.OutcomeApproved}, nil
	}}})
	for _, parent := range []string{"23-9-80001", ""} {
		first = true
		r.Ask(t.Context(), journal.Entry{Operation: journal.OpRefund, Site: "test_site", SentReference: "A17-AAAAAA", Parent: parent})
		if strings.Join(asked.Parents, ",") != parent || strings.Join(asked.OrderReferences, ",") != "A17-AAAAAA" || strings.Join(asked.RequestTypes, ",") != "REFUND" {
			t.Errorf("%q: %+v", parent, asked)
		}
	}
	first = true
	r.Ask(t.Context(), journal.Entry{Operation: journal.OpCharge, Site: "test_site", SentReference: "C-1-AAAAAA", Parent: "23-9-80001"})
	if len(asked.Parents) != 0 {
		t.Errorf("a repeat is looked for by %v", asked.Parents)
	}
}

// A transaction that an update changed existed before. So if the gateway does not
// find it, that proves nothing.
func TestAnUpdateWhoseTransactionIsNotFound(t *testing.T) {
	r := New(Options{Clocks: clock.Real(), Store: journaltest.NewMemory(nil), Gateway: &paymenttest.Bank{Found: func(gateway.Query) (gateway.QueryResult, error) {
		return gateway.QueryResult{Outcome: gateway.OutcomeApproved}, nil
	}}})
	if f := r.Ask(t.Context(), journal.Entry{Operation: journal.OpCancel, Site: "test_site", Parent: "23-9-80001", State: journal.InDoubt}); f.Answered {
		t.Errorf("not found is taken for an answer: %+v", f)
	}
}
