package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// TestAPayoutReleasedCountsWhenPaidAgain: the portal makes a payout to a card that
// was read out, and the payout is held and released, here or there. When the same
// is paid out again, the first payout counts against the maximum of the order, and
// as the same money.
func TestAPayoutReleasedCountsWhenPaidAgain(t *testing.T) {
	effort.Whole(t)
	for released, release := range map[string]func(c *counter, ref string){
		"not": func(*counter, string) {},
		"by us": func(c *counter, ref string) {
			if v := c.do(ref, option.Release); v.Outcome != gateway.OutcomeApproved {
				c.T.Fatal(v.Outcome, v.Problem)
			}
		},
		"by us, and the answer was lost": func(c *counter, ref string) {
			c.Fault("lost", "TRANSACTIONUPDATE")
			if v := c.do(ref, option.Release); v.Outcome != gateway.OutcomeUnknown {
				c.T.Fatal(v.Outcome, v.Problem)
			}
		},
		"in the portal": func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleOverride})
		},
		"in the portal, as new": func(c *counter, ref string) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettlePending})
		},
	} {
		for _, order := range []string{"A17", "B9"} { // the same card
			start := func(most gateway.Money) *counter {
				c := newCounter(t)
				c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: most}
				c.Fault("suspend", "REFUND")
				ref := c.portalPayout("", "A17", 6000)
				if seen := c.see(ref); seen.Record.Outcome() != gateway.OutcomeHeld {
					t.Fatal(seen.Record.Outcome())
				}
				release(c, ref)
				return c
			}
			if order == "A17" {
				c := start(paymenttest.Pounds(10000))
				if v := c.readOut(c.desk, order, 4001); v.Outcome != gateway.OutcomeNotSent {
					t.Errorf("released %s: 100.01 of 100.00 is paid out", released)
				}
				if v := c.readOut(c.desk, order, 4000); v.Outcome != gateway.OutcomeApproved {
					t.Errorf("released %s: the rest of the maximum: %v %q", released, v.Outcome, v.Problem)
				}
			}
			c := start(gateway.Money{})
			again := Request{Kind: option.Payout, Amount: paymenttest.Pounds(6000), OrderReference: order, Brand: gateway.Visa, First6: "411111", Last4: "1111"}
			known := order == "A17" || released[:2] == "by" // the gateway is not asked for a card's payouts
			if got := c.warned(c.desk, again); (len(got) > 0) != known {
				t.Errorf("released %s, paid for %s: warned of %v", released, order, got)
			}
			if v := <-c.CarryWithCard(c.begin(again), paymenttest.Card()); (v.Outcome == gateway.OutcomeNotSent) != known {
				t.Errorf("released %s, paid for %s: %v %q", released, order, v.Outcome, v.Problem)
			}
			again = c.reasoned(c.desk, again)
			if v := <-c.CarryWithCard(c.begin(again), paymenttest.Card()); (v.Outcome == gateway.OutcomeApproved) != (released != "by us, and the answer was lost") {
				t.Errorf("released %s, paid for %s with a reason: %v %q", released, order, v.Outcome, v.Problem)
			}
		}
	}
}

// Releasing a payout of the portal's counts what was paid out in its place.
func TestReleasingAPayoutOfThePortal(t *testing.T) {
	for _, first := range []string{"ours", "the portal's"} {
		c := newCounter(t)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
		c.Fault("suspend", "REFUND")
		ref := c.portalPayout("", "A17", 6000)
		c.Clock.Wait(time.Hour)
		free := c.newService("free", c.Journal)
		if first == "ours" {
			if v := c.readOut(free, "A17", 6000); v.Outcome != gateway.OutcomeApproved {
				t.Fatal(v.Outcome, v.Problem)
			}
		} else {
			c.portalPayout("", "A17", 6000)
		}
		if o := c.see(ref).Option(option.Release); o.Legal() || !o.Limited {
			t.Errorf("%s first: it can be released: %q", first, o.Refusal)
		}
		c.Limits.MaxRefund = paymenttest.Pounds(12000)
		a := Request{Kind: option.Release, Snapshot: c.see(ref), Reason: "x"}
		if got := c.warned(c.desk, a); len(got) == 0 {
			t.Errorf("%s first: it is released without a question", first)
		}
		if v := <-c.Carry(c.begin(a)); v.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%s first: %v", first, v.Outcome)
		}
	}
}
