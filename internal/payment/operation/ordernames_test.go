package operation

import (
	"maps"
	"slices"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// paid is a payment of an order that this journal took and that has settled.
func (c *counter) paid(order string, minor int64) string {
	c.T.Helper()
	a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: order, Amount: paymenttest.Pounds(minor), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
	if a.Outcome != gateway.OutcomeApproved {
		c.T.Fatal(a.Outcome, a.Problem)
	}
	c.Bank.Settle()
	return a.Result.Record.TransactionReference
}

// TestAnOrderHasOneMaximum: an order has one maximum under all its names: typed
// with other capitals or blanks, renamed from here once or twice, or renamed in
// the portal.
func TestAnOrderHasOneMaximum(t *testing.T) {
	rename := func(names ...string) func(*counter, string) {
		return func(c *counter, ref string) {
			for _, name := range names {
				if v := c.do(ref, option.Order, func(a *Request) { a.OrderReference = name }); v.Outcome != gateway.OutcomeApproved {
					c.T.Fatal(v.Outcome, v.Problem)
				}
			}
		}
	}
	inPortal := func(c *counter, ref string) {
		c.Portal(gateway.UpdateRequest{TransactionReference: ref, OrderReference: "B9"})
	}
	cases := map[string]struct {
		order  string
		rename func(*counter, string)
		payout string
		same   bool
	}{
		"itself":             {"A17", nil, "A17", true},
		"small letters":      {"A17", nil, "a17", true},
		"a blank":            {"A17", nil, "A17 ", true},
		"blanks":             {"A 17", nil, " a  17", true},
		"other letters":      {"Zoë-1", nil, "ZOE\u0308-1", true},
		"wide letters":       {"A17", nil, "\uff21\uff11\uff17", true},
		"another":            {"A17", nil, "A18", false},
		"a longer one":       {"A17", nil, "A170", false},
		"the new name":       {"A17", rename("B9"), "B9", true},
		"the new, small":     {"A17", rename("B9"), "b9", true},
		"the old name":       {"A17", rename("B9"), "A17", true},
		"the name between":   {"A17", rename("B9", "C3"), "B9", true},
		"the last of three":  {"A17", rename("B9", "C3"), "C3", true},
		"the first of three": {"A17", rename("B9", "C3"), "A17", true},
		"none of three":      {"A17", rename("B9", "C3"), "B", false},
		"the old, in portal": {"A17", inPortal, "A17", true},
	}
	every := effort.Every(3)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		tc := cases[name]
		for _, first := range []string{"refund", "payout"} {
			if !every() {
				continue
			}
			c := newCounter(t)
			c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
			a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: tc.order, Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
			ref := a.Result.Record.TransactionReference
			if tc.rename != nil {
				tc.rename(c, ref)
			}
			c.Bank.Settle()
			refund := func() bool { return c.tryAt(c.desk, ref, option.RefundPart, 6000) }
			payout := func() bool { return c.readOut(c.desk, tc.payout, 9000).Outcome == gateway.OutcomeApproved }
			one, two := refund, payout
			if first == "payout" {
				one, two = payout, refund
			}
			if !one() {
				t.Errorf("%s: the %s is refused", name, first)
			}
			if two() == tc.same {
				t.Errorf("%s: 150.00 of 100.00 after the %s is %v", name, first, !tc.same)
			}
			if tc.same && first == "refund" && c.readOut(c.desk, tc.payout, 4000).Outcome != gateway.OutcomeApproved {
				t.Errorf("%s: the rest of the maximum is refused", name)
			}
		}
	}
}

// The name that a payment has in the portal counts when the payment is refunded.
func TestTheNameInThePortalCounts(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
	a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
	ref := a.Result.Record.TransactionReference
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, OrderReference: "b9"})
	c.Bank.Settle()
	if c.readOut(c.desk, "B9", 9000).Outcome != gateway.OutcomeApproved || c.tryAt(c.desk, ref, option.RefundPart, 6000) {
		t.Error("the payout does not count")
	}
}

// What was given back of another payment that once had the same name does not
// count for the renamed one.
func TestAnotherPaymentOfTheOldName(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
	one := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
	c.do(one.Result.Record.TransactionReference, option.Order, func(a *Request) { a.OrderReference = "B9" })
	other := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20001), Brand: gateway.Visa, First6: "411111", Last4: "1111", Reason: "x"}), paymenttest.Card())
	if other.Outcome != gateway.OutcomeApproved {
		t.Fatal(other.Problem)
	}
	c.Bank.Settle()
	if !c.tryAt(c.desk, other.Result.Record.TransactionReference, option.RefundPart, 9000) {
		t.Fatal("not refunded")
	}
	if v := c.readOut(c.desk, "B9", 9500); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}
