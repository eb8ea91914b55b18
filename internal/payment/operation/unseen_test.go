package operation

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// What only the journal knows counts as made, once.
func TestUnseenRefundsCount(t *testing.T) {
	refund := journal.Entry{
		ID: "1", Operation: journal.OpRefund, State: journal.InDoubt, SentReference: "A17-AAAAAA", Parent: "23-9-80001", Amount: paymenttest.Pounds(1000),
	}
	with := func(change func(*journal.Entry)) journal.Entry {
		e := refund
		change(&e)
		return e
	}
	for name, tc := range map[string]struct {
		entry   journal.Entry
		related []gateway.Record
		left    int64
	}{
		"in doubt":             {refund, nil, 3800},
		"on its way":           {with(func(e *journal.Entry) { e.State = journal.Open }), nil, 3800},
		"made, not yet to see": {with(func(e *journal.Entry) { e.State, e.Outcome = journal.Known, gateway.OutcomeApproved }), nil, 3800},
		"not made":             {with(func(e *journal.Entry) { e.State, e.Outcome = journal.Known, gateway.OutcomeNotSent }), nil, 4800},
		"declined":             {with(func(e *journal.Entry) { e.State, e.Outcome = journal.Known, gateway.OutcomeDeclined }), nil, 4800},
		"of another payment":   {with(func(e *journal.Entry) { e.Parent = "23-9-70000" }), nil, 4800},
		"an update":            {with(func(e *journal.Entry) { e.Operation = journal.OpCancel }), nil, 4800},
		"seen by its order":    {refund, []gateway.Record{paymenttest.Refunded(1000, func(r *gateway.Record) { r.OrderReference = "A17-AAAAAA" })}, 3800},
		"seen by its reference": {
			with(func(e *journal.Entry) {
				e.State, e.Outcome, e.TransactionReference = journal.Known, gateway.OutcomeApproved, "23-9-91000"
			}),
			[]gateway.Record{paymenttest.Refunded(1000)},
			3800,
		},
		"seen cancelled": {refund, []gateway.Record{paymenttest.Refunded(1000, paymenttest.InStatus("3"), func(r *gateway.Record) { r.OrderReference = "A17-AAAAAA" })}, 4800},
	} {
		missing := unseen("23-9-80001", []journal.Entry{tc.entry}, tc.related)
		left, err := option.Remaining(paymenttest.Paid(paymenttest.InStatus("100")), append(missing, tc.related...))
		if err != nil || left.Minor != tc.left {
			t.Errorf("%s: %d %v, want %d", name, left.Minor, err, tc.left)
		}
	}
}
