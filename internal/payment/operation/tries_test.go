package operation

import (
	"fmt"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// refusedTry is one more attempt that a limit has refused, as the journal keeps it.
func (c *counter) refusedTry(e journal.Entry) {
	c.T.Helper()
	c.Orders++
	e.ID = fmt.Sprint("try-", c.Orders)
	e.SentReference, e.Agent, e.Site, e.State, e.IntentAt = "T-"+e.ID, "cleo", "test_site12345", journal.Open, c.Clock.Now()
	if err := c.Journal.Intent(c.T.Context(), e, "", time.Time{}); err != nil {
		c.T.Fatal(err)
	}
	_, err := c.Journal.Record(c.T.Context(), e.ID, journal.Change{Step: journal.StepAnswered, At: c.Clock.Now(), Apply: func(e *journal.Entry) error {
		e.State, e.Outcome = journal.Known, gateway.OutcomeNotSent
		return nil
	}})
	if err != nil {
		c.T.Fatal(err)
	}
}

// No number of refused tries makes a limit forget what was given back before.
func TestRefusedTriesForgetNothing(t *testing.T) {
	effort.Whole(t)
	limits := option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
	tries := func(c *counter, order string) {
		for range 250 {
			c.refusedTry(journal.Entry{Operation: journal.OpPayout, OwnReference: order, Amount: paymenttest.Pounds(8999)})
		}
	}
	for name, do := range map[string]func(c *counter) bool{
		"a payout after a payout": func(c *counter) bool {
			c.readOut(c.desk, "A17", 9000)
			tries(c, "A17")
			return c.readOut(c.desk, "A17", 8999).Outcome == gateway.OutcomeApproved
		},
		"a payout after a refund": func(c *counter) bool {
			ref := c.paid("A17", 20000)
			c.tryAt(c.desk, ref, option.RefundPart, 9000)
			tries(c, "A17")
			return c.readOut(c.desk, "A17", 8999).Outcome == gateway.OutcomeApproved
		},
		"a refund after a payout": func(c *counter) bool {
			ref := c.paid("A17", 20000)
			c.readOut(c.desk, "A17", 9000)
			tries(c, "A17")
			return c.tryAt(c.desk, ref, option.RefundPart, 8999)
		},
		"the release of a held payout": func(c *counter) bool {
			c.Fault("suspend", "REFUND")
			held := c.readOut(c.desk, "A17", 9000)
			tries(c, "A17")
			c.Limits.MaxRefund = paymenttest.Pounds(5000)
			return c.tryAt(c.desk, held.Result.Record.TransactionReference, option.Release, 0)
		},
	} {
		c := newCounter(t)
		c.Limits = limits
		if do(c) {
			t.Errorf("%s: passes the maximum after 250 tries", name)
		}
	}
}

// Every try is made through the desk, and each is refused.
func TestEveryTryIsRefused(t *testing.T) {
	effort.Whole(t)
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
	if v := c.readOut(c.desk, "A17", 9000); v.Outcome != gateway.OutcomeApproved {
		t.Fatal(v.Problem)
	}
	c.Clock.Wait(payment.DefaultWindow + time.Minute)
	for n := range 102 {
		if v := c.readOut(c.desk, "A17", 8999); v.Outcome == gateway.OutcomeApproved {
			t.Fatalf("try %d: 90.00 and 89.99 of at most 100.00", n+1)
		}
	}
}

// Nor does the guard of charges forget that an order is paid.
func TestTriesForgetNoPaidOrder(t *testing.T) {
	c := newCounter(t)
	c.paid("A17", 4800)
	for range 150 {
		c.refusedTry(journal.Entry{Operation: journal.OpCharge, OwnReference: "A17", Amount: paymenttest.Pounds(100), First6: "400000", Last4: "0002"})
	}
	for _, order := range []string{"A17", "a17", " A17 "} {
		other := payment.Charge{OrderReference: order, Amount: paymenttest.Pounds(4801), Brand: gateway.Visa, First6: "411111", Last4: "1111"}
		if w, err := c.Processor.Guard(t.Context(), other); err != nil || len(w) != 1 || w[0].Kind != payment.OrderTaken {
			t.Errorf("%q: warned of %v, %v", order, w, err)
		}
		if a := <-c.Processor.Charge(c.Processor.Begin(other), paymenttest.Card()); a.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%q is charged again: %v", order, a.Outcome)
		}
	}
}
