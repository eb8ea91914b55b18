package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// tryAt makes an operation at a desk, on a payment as it stands, and reports whether
// it was made.
func (c *counter) tryAt(r *desk, ref string, kind option.Kind, minor int64) bool {
	c.T.Helper()
	seen, err := r.Look(c.T.Context(), ref)
	if err != nil {
		c.T.Fatal(err)
	}
	v := c.attemptOf(r, Request{Kind: kind, Snapshot: seen, Amount: paymenttest.Pounds(minor), Again: "x"})
	return v.Outcome == gateway.OutcomeApproved
}

// readOut pays out to a card that is read out.
func (c *counter) readOut(r *desk, order string, minor int64) Operation {
	c.T.Helper()
	v, err := r.Begin(c.T.Context(), Request{
		Kind: option.Payout, Amount: paymenttest.Pounds(minor), OrderReference: order, Brand: gateway.Visa, First6: "411111", Last4: "1111", Again: "x",
	})
	if err != nil {
		return Operation{Attempt: payment.Attempt{Outcome: gateway.OutcomeNotSent, Problem: err.Error()}}
	}
	return <-r.CarryWithCard(v, paymenttest.Card())
}

// step is one operation of a sequence, on the payment or refund that a name stands
// for, by priya unless ben makes it.
type step struct {
	on    string
	ben   bool
	kind  option.Kind
	minor int64
	may   bool
}

// No sequence of ways goes past the maximum of a payment or of a day, and what
// gave nothing back does not count.
func TestWaysCountTogether(t *testing.T) {
	effort.Whole(t)
	perPayment := option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
	perDay := option.Limits{Refunds: true, Payouts: true, MaxAgentDay: paymenttest.Pounds(10000)}
	for name, tc := range map[string]struct {
		limits option.Limits
		steps  []step
	}{
		"what is held may yet be cancelled": {perPayment, []step{
			{on: "pending", kind: option.Hold, may: true}, // 100.00
			{on: "pending", kind: option.Payout, minor: 1},
			{on: "pending", kind: option.Release, may: true},
			{on: "pending", kind: option.Payout, minor: 4000, may: true},
			{on: "pending", kind: option.Hold},
			{on: "pending", kind: option.Cancel},
			{on: "pending", kind: option.Reduce, minor: 6000, may: true},
			{on: "pending", kind: option.Reduce, minor: 1},
		}},
		"held by the gateway": {perPayment, []step{
			{on: "held", kind: option.Payout, minor: 1},
			{on: "held", kind: option.Cancel, may: true},
			{on: "held", kind: option.Payout, minor: 1},
		}},
		"reduced and then held": {perDay, []step{
			{on: "pending", kind: option.Reduce, minor: 3000, may: true},
			{on: "pending", kind: option.Hold, may: true}, // the other 70.00
			{on: "settled", kind: option.RefundPart, minor: 1},
			{on: "pending", kind: option.Cancel, may: true},
			{on: "settled", kind: option.RefundPart, minor: 1},
		}},
		"held, and released by a colleague": {perDay, []step{
			{on: "pending", kind: option.Hold, may: true},
			{on: "settled", kind: option.RefundPart, minor: 1},
			{on: "pending", ben: true, kind: option.Release, may: true},
			{on: "settled", kind: option.RefundPart, minor: 10000, may: true},
			{on: "pending", kind: option.Hold},
		}},
		"payments of another system that are released": {perDay, []step{
			{on: "held", kind: option.Release, may: true},
			{on: "settled", kind: option.RefundPart, minor: 9999, may: true},
			{on: "settled", kind: option.Payout, minor: 2},
		}},
	} {
		c := newCounter(t)
		refs := map[string]string{"settled": c.PaySettled(20000), "pending": c.Pay(10000), "held": c.startHeldOf(10000)}
		ben := c.newService("ben", c.Journal.Reopen())
		c.Limits = tc.limits
		for i, s := range tc.steps {
			service := c.desk
			if s.ben {
				service = ben
			}
			if got := c.tryAt(service, refs[s.on], s.kind, s.minor); got != s.may {
				t.Errorf("%s: step %d: %v", name, i, got)
			}
		}
	}
}

// A payout to a card that is read out names an order: with the payments of that
// order it counts as one, whichever came first, and at every desk.
func TestPayoutsOfAnOrderCountTogether(t *testing.T) {
	order := func(c *counter) string { // a settled payment of £200.00 that the journal has made
		a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(20000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
		c.Bank.Settle()
		return a.Result.Record.TransactionReference
	}
	for name, steps := range map[string]func(c *counter, ben *desk) []bool{
		"refund, then payouts": func(c *counter, ben *desk) []bool {
			ref := order(c)
			return []bool{
				c.tryAt(c.desk, ref, option.RefundPart, 6000),
				c.readOut(ben, "A17", 4001).Outcome != gateway.OutcomeApproved,
				c.readOut(ben, "A17", 4000).Outcome == gateway.OutcomeApproved,
				c.readOut(c.desk, "A17", 1).Outcome != gateway.OutcomeApproved,
				c.readOut(c.desk, "B9", 10000).Outcome == gateway.OutcomeApproved,
			}
		},
		"payout, then refunds": func(c *counter, ben *desk) []bool {
			ref := order(c)
			return []bool{
				c.readOut(ben, "A17", 6000).Outcome == gateway.OutcomeApproved,
				!c.tryAt(c.desk, ref, option.RefundPart, 4001),
				!c.tryAt(c.desk, ref, option.RefundWhole, 0),
				!c.tryAt(c.desk, ref, option.Payout, 4001),
				c.tryAt(c.desk, ref, option.RefundPart, 4000),
				!c.tryAt(c.desk, ref, option.Payout, 1),
			}
		},
		"a payout that is unknown": func(c *counter, ben *desk) []bool {
			c.Fault("close", "REFUND")
			return []bool{
				c.readOut(ben, "A17", 6000).Outcome == gateway.OutcomeUnknown,
				c.readOut(c.desk, "A17", 4001).Outcome == gateway.OutcomeNotSent,
				c.readOut(c.desk, "A17", 4000).Outcome == gateway.OutcomeApproved,
			}
		},
	} {
		c := newCounter(t)
		ben := c.newService("ben", c.Journal.Reopen())
		limits := option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(10000)}
		c.Limits, ben.Limits = limits, limits
		for i, as := range steps(c, ben) {
			if !as {
				t.Errorf("%s: step %d", name, i)
			}
		}
	}
}

// A held payout to a card of its own, and a held refund that the gateway shows
// without its payment, may be released only within the limits.
func TestReleaseWithoutAPayment(t *testing.T) {
	c := newCounter(t)
	c.Fault("suspend", "REFUND")
	held := c.readOut(c.desk, "A17", 6000)
	ref := held.Result.Record.TransactionReference
	if held.Outcome != gateway.OutcomeHeld {
		t.Fatal(held.Outcome, held.Problem)
	}
	if other := c.readOut(c.desk, "A17", 5000); other.Outcome != gateway.OutcomeApproved {
		t.Fatal(other.Outcome, other.Problem)
	}
	for most, want := range map[int64]string{5999: "A payout may be at most £59.99 here", 10999: "with this it is £110.00", 11000: ""} {
		c.Limits.MaxRefund = paymenttest.Pounds(most)
		o := c.see(ref).Option(option.Release)
		if want == "" && !o.Legal() || want != "" && (!o.Limited || !strings.Contains(o.Refusal, want)) {
			t.Errorf("%d: %q", most, o.Refusal)
		}
	}
	c = newCounter(t)
	record := c.see(c.stateFor("release refund")).Record
	record.ParentTransaction, c.Limits.MaxRefund = "", paymenttest.Pounds(11000)
	seen := Snapshot{Record: record, Options: option.All(record, nil, c.Clock.Now(), c.Limits), At: c.Clock.Now()}
	c.boundRelease(t.Context(), &seen)
	if o := seen.Option(option.Release); o.Legal() {
		t.Errorf("%q", o.Refusal)
	}
}

// A clock that was set begins no new day and makes no payment younger: the
// gateway's counts.
func TestLimitsByTheGatewaysClock(t *testing.T) {
	c := newCounter(t)
	var set time.Duration
	now := func() time.Time { return c.Clock.Now().Add(set) }
	c.change(func(o *payment.Options) { o.Now = now })
	c.change(func(o *payment.Options) {
		o.SignIn = &payment.SignIn{Gateway: c.Wire.Client, Site: c.Processor.Site, Clocks: clock.Clocks{Now: now, Steady: c.Clock.Steady}}
	})
	if err := c.Processor.SignIn.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	ref, old := c.PaySettled(20000), c.PaySettled(20000)
	c.Limits = option.Limits{Refunds: true, MaxAgentDay: paymenttest.Pounds(10000)}
	if !c.tryAt(c.desk, ref, option.RefundPart, 9000) {
		t.Fatal("not given back")
	}
	for _, set = range []time.Duration{0, time.Hour, 24 * time.Hour, 400 * 24 * time.Hour, -24 * time.Hour} {
		if c.tryAt(c.desk, ref, option.RefundPart, 1001) {
			t.Errorf("%v: a new day has begun", set)
		}
	}
	set = 0
	c.Clock.Wait(72 * time.Hour)
	c.Limits = option.Limits{Refunds: true, MaxAge: 48 * time.Hour}
	for _, set = range []time.Duration{0, -48 * time.Hour, -400 * 24 * time.Hour} {
		if c.tryAt(c.desk, old, option.RefundPart, 100) {
			t.Errorf("%v: a payment of three days ago is two days old", set)
		}
	}
}
