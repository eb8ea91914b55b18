package operation

import (
	"fmt"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// oneWay is a way in which the caller is given £40.00.
type oneWay struct {
	name string
	// do does it at a desk, and returns the attempt and the guard's warnings.
	do func(c *counter, r *desk, ref string) (Operation, []payment.WarningKind)
	// pending says that it is done to a payment that has not settled, and whole that
	// it takes all that is left of the payment.
	pending, whole bool
	request        string
}

// tried makes an operation for an agent who gives no reason against a warning.
func (c *counter) tried(r *desk, a Request) (Operation, []payment.WarningKind) {
	c.T.Helper()
	v, err := r.Begin(c.T.Context(), a)
	if err != nil {
		return Operation{Attempt: payment.Attempt{Outcome: gateway.OutcomeNotSent, Problem: err.Error()}}, nil
	}
	warnings, err := r.Guard(c.T.Context(), v)
	if err != nil {
		c.T.Fatal(err)
	}
	var kinds []payment.WarningKind
	for _, w := range warnings {
		kinds = append(kinds, w.Kind)
	}
	if v.Parent == "" {
		return <-r.CarryWithCard(v, paymenttest.Card()), kinds
	}
	return <-r.Carry(v), kinds
}

// other reports payouts that have neither card nor order in common.
func (w oneWay) other(x oneWay) bool {
	return w.name == "payout of the order" && (x.name == "payout to the card" || x.name == "payout for another payment by the card")
}

func (c *counter) at(r *desk, ref string) Snapshot {
	c.T.Helper()
	seen, err := r.Look(c.T.Context(), ref)
	if err != nil {
		c.T.Fatal(err)
	}
	return seen
}

func waysBack() []oneWay {
	of := func(kind option.Kind, minor int64) func(*counter, *desk, string) (Operation, []payment.WarningKind) {
		return func(c *counter, r *desk, ref string) (Operation, []payment.WarningKind) {
			return c.tried(r, Request{Kind: kind, Snapshot: c.at(r, ref), Amount: paymenttest.Pounds(minor), Reason: "asked for"})
		}
	}
	return []oneWay{
		{"refund of a part", of(option.RefundPart, 4000), false, false, "REFUND"},
		{"refund of the whole", of(option.RefundWhole, 0), false, true, "REFUND"},
		{"payout", of(option.Payout, 4000), false, false, "REFUND"},
		{"payout to the card", func(c *counter, r *desk, _ string) (Operation, []payment.WarningKind) {
			return c.tried(r, Request{
				Kind: option.Payout, Amount: paymenttest.Pounds(4000), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111", Reason: "asked for",
			})
		}, false, false, "REFUND"},
		{"payout of the order", func(c *counter, r *desk, _ string) (Operation, []payment.WarningKind) {
			return c.tried(r, Request{
				Kind: option.Payout, Amount: paymenttest.Pounds(4000), OrderReference: "ORDER-1", Brand: gateway.Visa, First6: "400000", Last4: "0002", Reason: "asked for",
			})
		}, false, false, "REFUND"},
		{"payout for another payment by the card", func(c *counter, r *desk, _ string) (Operation, []payment.WarningKind) {
			return c.tried(r, Request{Kind: option.Payout, Snapshot: c.at(r, c.Pay(9000)), Amount: paymenttest.Pounds(4000), Reason: "asked for"})
		}, false, false, "REFUND"},
		{"cancellation", of(option.Cancel, 0), true, true, "TRANSACTIONUPDATE"},
		{"reduction", of(option.Reduce, 4000), true, false, "TRANSACTIONUPDATE"},
	}
}

// TestTheSameMoneyInTwoWays: two desks give the same money back in two ways. If it
// is unknown whether the first was made, it bars the second; if the first was
// made, or was called not made, the second wants a reason.
func TestTheSameMoneyInTwoWays(t *testing.T) {
	effort.Whole(t)
	every := effort.Every(7)
	for _, first := range waysBack() {
		for _, second := range waysBack() {
			for _, fault := range []string{"", "lost", "close"} {
				if !every() {
					continue
				}
				t.Run(fmt.Sprintf("%s, %s, %s", first.name, second.name, fault), func(t *testing.T) {
					c := newCounter(t)
					minor := int64(4000)
					if first.name == "reduction" || second.name == "reduction" || first.name == "refund of a part" {
						minor = 8000
					}
					ref := c.Pay(minor)
					if !first.pending {
						if second.pending {
							return // it has settled
						}
						c.Bank.Settle()
					}
					if fault == "close" && first.whole != second.whole && minor == 8000 || first.other(second) || second.other(first) {
						return // that is other money
					}
					ben := c.newService("ben", c.Journal.Reopen())
					if fault != "" {
						c.Fault(fault, first.request)
					}
					one, kinds := first.do(c, c.desk, ref)
					if len(kinds) > 0 {
						t.Fatalf("the first is asked about: %v", kinds)
					}
					arrived := c.Bank.Arrived("REFUND") + c.Bank.Arrived("TRANSACTIONUPDATE")
					want := payment.BackMade
					if fault != "" {
						want = payment.BackInDoubt
						two, kinds := second.do(c, ben, ref)
						c.stopped(want, two, kinds, arrived)
						if want = payment.BackMade; fault == "close" {
							want = payment.BackNotMade
						}
						c.settleDoubt(one.ID)
					}
					if first.pending && !second.pending {
						c.Bank.Settle()
					}
					two, kinds := second.do(c, ben, ref)
					c.stopped(want, two, kinds, arrived)
				})
			}
		}
	}
}

// stopped checks that the second way was asked about, or not offered, and not sent.
func (c *counter) stopped(want payment.WarningKind, v Operation, kinds []payment.WarningKind, arrived int) {
	c.T.Helper()
	offered := v.ID != ""
	if offered && (len(kinds) != 1 || kinds[0] != want) {
		c.T.Errorf("warned of %v, want %d", kinds, want)
	}
	if now := c.Bank.Arrived("REFUND") + c.Bank.Arrived("TRANSACTIONUPDATE"); v.Outcome != gateway.OutcomeNotSent || now != arrived {
		c.T.Errorf("%v %q, %d more requests arrived", v.Outcome, v.Problem, now-arrived)
	}
}

// An attempt that gives nothing back, or gives it to another caller, is not the
// same money.
func TestOtherMoneyIsNotAskedAbout(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	c.do(ref, option.RefundPart, amount(4000))
	c.do(refundOf(c.see(ref), "4000"), option.Cancel) // which gives nothing back
	c.Clock.Wait(payment.DefaultWindow)
	stopped := Request{Kind: option.Payout, Amount: paymenttest.Pounds(4000), OrderReference: "P-1", First6: "411111", Last4: "1111"}
	if got := c.warned(c.desk, stopped); len(got) != 0 {
		t.Errorf("a refund was stopped: warned of %v", got)
	}
	c.do(ref, option.Payout, amount(3000))
	for name, a := range map[string]Request{
		"another card":   {Kind: option.Payout, Amount: paymenttest.Pounds(3000), OrderReference: "P-2", First6: "400000", Last4: "0002"},
		"another amount": {Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(3001)},
		"a payment held": {Kind: option.Hold, Snapshot: c.see(c.Pay(3000))},
	} {
		if got := c.warned(c.desk, a); len(got) != 0 {
			t.Errorf("%s: warned of %v", name, got)
		}
	}
}
