package operation

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// TestWhatAttemptsAre: every attempt says what it is, before it is sent, in the
// journal, and in every report of it: a refund is never called a payment.
func TestWhatAttemptsAre(t *testing.T) {
	for _, tc := range []struct {
		kind option.Kind
		pay  func(*counter) string
		made option.Kind // what the journal tells of it
		what string
	}{
		{option.Cancel, func(c *counter) string { return c.Pay(4800) }, option.Cancel, "cancellation"},
		{option.Reduce, func(c *counter) string { return c.Pay(4800) }, option.Reduce, "reduction"},
		{option.Hold, func(c *counter) string { return c.Pay(4800) }, option.Hold, "hold"},
		{option.Order, func(c *counter) string { return c.Pay(4800) }, option.Order, "change of order reference"},
		{option.Due, func(c *counter) string { return c.Pay(4800) }, option.Due, "change of due date"},
		{option.RefundWhole, func(c *counter) string { return c.PaySettled(4800) }, option.RefundPart, "refund"},
		{option.RefundPart, func(c *counter) string { return c.PaySettled(4800) }, option.RefundPart, "refund"},
		{option.Payout, func(c *counter) string { return c.PaySettled(4800) }, option.Payout, "payout"},
		{option.Repeat, func(c *counter) string { return c.PaySettled(4800) }, option.Repeat, "repeat payment"},
	} {
		c := newCounter(t)
		v := c.do(tc.pay(c), tc.kind, amount(1000), func(a *Request) { a.OrderReference, a.DueDate = "N-1", "2026-11-23" })
		if v.Outcome != gateway.OutcomeApproved {
			t.Errorf("operation %d: %v %s", tc.kind, v.Outcome, v.Problem)
		}
		kept, err := c.Processor.Attempt(t.Context(), v.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []payment.Attempt{v.Attempt, kept} {
			if option.KindOf(a.Operation) != tc.made || a.Noun() != tc.what {
				t.Errorf("operation %d is told as %d, %q", tc.kind, option.KindOf(a.Operation), a.Noun())
			}
		}
		if got := c.Entry(v.ID).Noun(); got != tc.what {
			t.Errorf("operation %d is %q in the journal", tc.kind, got)
		}
	}
	if a := (payment.Attempt{Operation: journal.OpCharge}); a.Noun() != "payment" || option.KindOf(a.Operation) != option.Nothing {
		t.Error("a charge is a payment")
	}
}

// The journal says who made a payment, also where the answer was lost, and what
// was done with it.
func TestASnapshotKnowsTheJournal(t *testing.T) {
	c := newCounter(t)
	charge := payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(4800), Brand: gateway.Visa, First6: "411111", Last4: "1111"}
	a := <-c.Processor.Charge(c.Processor.Begin(charge), paymenttest.Card())
	ref := a.Result.Record.TransactionReference
	c.do(ref, option.Hold)
	seen := c.see(ref)
	if seen.Made.ID != a.ID || seen.Made.Agent != "priya" || len(seen.Acts) != 1 || seen.Acts[0].Noun() != "hold" {
		t.Errorf("%+v %+v", seen.Made, seen.Acts)
	}
	lost, _ := c.entries(t, a.ID)
	if made, _ := c.known(t.Context(), seen.Record, nil); made.ID != lost.ID {
		t.Errorf("by its order reference: %+v", made)
	}
}

// entries is one entry of the journal.
func (c *counter) entries(t *testing.T, id string) (journal.Entry, error) {
	t.Helper()
	return c.Journal.Get(t.Context(), id)
}
