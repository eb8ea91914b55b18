package operation

import (
	"context"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// warned is what the guard says of an operation as it stands, without the attempts.
func (c *counter) warned(r *desk, a Request) []payment.WarningKind {
	c.T.Helper()
	v, err := r.Begin(c.T.Context(), a)
	if err != nil {
		c.T.Fatal(err)
	}
	warnings, err := r.Guard(c.T.Context(), v)
	if err != nil {
		c.T.Fatal(err)
	}
	var kinds []payment.WarningKind
	for _, w := range warnings {
		kinds = append(kinds, w.Kind)
	}
	return kinds
}

// Another agent gives back the same part of the same payment. It is barred while
// the first is unknown, asked about once that was made or called not made, and
// allowed with a reason for exactly what the agent was told of.
func TestSameRefundByTwoAgents(t *testing.T) {
	for name, tc := range map[string]struct {
		kind    option.Kind
		fault   string
		settle  bool // until what became of it is known
		warning payment.WarningKind
		barred  bool
		refused error
	}{
		"refund on its way":  {option.RefundPart, "lost", false, payment.BackInDoubt, true, payment.ErrTwin},
		"refund lost":        {option.RefundPart, "close", false, payment.BackInDoubt, true, payment.ErrTwin},
		"refund made":        {option.RefundPart, "", false, payment.BackMade, false, payment.ErrAgain},
		"refund found":       {option.RefundPart, "lost", true, payment.BackMade, false, payment.ErrAgain},
		"refund called off":  {option.RefundPart, "close", true, payment.BackNotMade, false, payment.ErrNotBack},
		"payout lost":        {option.Payout, "close", false, payment.BackInDoubt, true, payment.ErrTwin},
		"payout made":        {option.Payout, "", false, payment.BackMade, false, payment.ErrAgain},
		"payout called off":  {option.Payout, "close", true, payment.BackNotMade, false, payment.ErrNotBack},
		"payout to its card": {option.Payout, "", false, payment.BackMade, false, payment.ErrAgain},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCounter(t)
			ref := c.PaySettled(10000)
			other := ref
			if name == "payout to its card" { // of another payment by it
				other = c.PaySettled(9000)
			}
			ben := c.newService("ben", c.Journal.Reopen())
			early := Request{Kind: tc.kind, Snapshot: c.see(other), Amount: paymenttest.Pounds(4000), Reason: "faulty"}
			v, err := ben.Begin(t.Context(), early)
			if err != nil {
				t.Fatal(err)
			}
			if tc.fault != "" {
				c.Fault(tc.fault, "REFUND")
			}
			first := c.do(ref, tc.kind, amount(4000))
			if tc.settle {
				c.settleDoubt(first.ID)
			}
			arrived := c.Bank.Arrived("REFUND")
			late := <-ben.Carry(v) // looked, and was warned of nothing
			if late.Outcome != gateway.OutcomeNotSent || late.Problem != tc.refused.Error() || c.Bank.Arrived("REFUND") != arrived {
				t.Errorf("looked before: %v %q, want %q", late.Outcome, late.Problem, tc.refused)
			}
			a := Request{Kind: tc.kind, Snapshot: c.see(other), Amount: paymenttest.Pounds(4000), Reason: "faulty"}
			if a.Snapshot.Option(tc.kind).Legal() {
				if got := c.warned(ben, a); len(got) != 1 || got[0] != tc.warning || (payment.Warning{Kind: tc.warning}).Bars() != tc.barred {
					t.Errorf("warned of %v, want %d", got, tc.warning)
				}
			}
			a.Again = "two parcels"
			again := c.attemptOf(ben, a) // a reason for nothing in particular
			if again.Outcome != gateway.OutcomeNotSent {
				t.Errorf("a reason without a warning: %v", again.Outcome)
			}
			if tc.barred {
				return
			}
			v, _ = ben.Begin(t.Context(), a)
			a.Warned, _ = ben.Guard(t.Context(), v)
			if again = c.attemptOf(ben, a); again.Outcome != gateway.OutcomeApproved {
				t.Errorf("with a reason: %v %q", again.Outcome, again.Problem)
			}
			if e := c.Entry(again.ID); e.OverrideReason != "faulty; again because two parcels" {
				t.Errorf("the journal says %q", e.OverrideReason)
			}
		})
	}
}

// attemptOf makes an operation at a desk.
func (c *counter) attemptOf(r *desk, a Request) Operation {
	c.T.Helper()
	v, err := r.Begin(c.T.Context(), a)
	if err != nil {
		return Operation{Attempt: payment.Attempt{Outcome: gateway.OutcomeNotSent, Problem: err.Error()}}
	}
	return <-r.Carry(v)
}

// Another amount, another payment, or long enough ago: nothing to say.
func TestAnotherRefundIsNotTheSame(t *testing.T) {
	c := newCounter(t)
	ref, other := c.PaySettled(10000), c.PaySettled(10000)
	pending := c.Pay(4000)
	c.do(ref, option.RefundPart, amount(4000))
	for _, a := range []Request{
		{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(3999)},
		{Kind: option.RefundPart, Snapshot: c.see(other), Amount: paymenttest.Pounds(4000)},
		{Kind: option.Payout, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4001)},
		{Kind: option.Hold, Snapshot: c.see(pending)},
		{Kind: option.Cancel, Snapshot: c.see(pending)},
	} {
		if got := c.warned(c.desk, a); len(got) != 0 {
			t.Errorf("operation %d: warned of %v", a.Kind, got)
		}
	}
	c.Clock.Wait(payment.DefaultWindow)
	a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
	if got := c.warned(c.desk, a); len(got) != 0 {
		t.Errorf("after the window: %v", got)
	}
	if v := c.attemptOf(c.desk, a); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}

// The guard tells of a refund that was made in the portal a moment ago as of one
// of ours, before the agent looked and after.
func TestSameRefundInThePortal(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	before := c.begin(Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)})
	c.PortalRefund(ref, 4000, "portal")
	if v := <-c.Carry(before); v.Outcome != gateway.OutcomeNotSent || v.Problem != payment.ErrAgain.Error() {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
	a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
	warnings, err := c.Guard(context.Background(), c.begin(a))
	if err != nil || len(warnings) != 1 || warnings[0].Kind != payment.BackMade || warnings[0].Earlier.Agent != "webuser" || warnings[0].Earlier.Charge.Amount != paymenttest.Pounds(4000) {
		t.Fatalf("%v %v", warnings, err)
	}
	a.Again, a.Warned = "right once more", warnings
	if v := c.attemptOf(c.desk, a); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}

// Two agents who both have a reason for the same earlier refund: the second has
// none for the first's.
func TestOneReasonIsForOneRefund(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(20000)
	c.do(ref, option.RefundPart, amount(4000))
	c.Clock.Wait(time.Second)
	a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000), Again: "two parcels"}
	a.Warned, _ = c.Guard(t.Context(), c.begin(a))
	one, ben := c.begin(a), c.newService("ben", c.Journal.Reopen())
	two, err := ben.Begin(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	one, two = <-c.Carry(one), <-ben.Carry(two)
	if one.Outcome != gateway.OutcomeApproved || two.Outcome != gateway.OutcomeNotSent || two.Problem != payment.ErrAgain.Error() {
		t.Errorf("%v, %v %q", one.Outcome, two.Outcome, two.Problem)
	}
	if c.Entry(two.ID).State != journal.Known {
		t.Error("it is not concluded")
	}
}

// A refund that was stopped gives nothing back: the guard does not ask about the
// same amount, and does not count it as given back just now. It does ask about
// one whose stop is not shown yet.
func TestAStoppedRefundIsNoQuestion(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	made := c.do(ref, option.RefundPart, amount(4000))
	again := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
	if got := c.warned(c.desk, again); len(got) != 1 {
		t.Errorf("before it is stopped: %v", got)
	}
	c.do(made.Result.Record.TransactionReference, option.Cancel)
	again.Snapshot = c.see(ref)
	if got := c.warned(c.desk, again); len(got) != 0 {
		t.Errorf("after it was stopped: %v", got)
	}
	if v := c.attemptOf(c.desk, again); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
}
