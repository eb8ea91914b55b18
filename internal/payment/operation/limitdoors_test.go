package operation

import (
	"errors"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// stateFor brings a payment of £100.00 into a state in which an operation could be made
// were there no limits, and returns what the operation acts on. Other desks make it.
func (c *counter) stateFor(name string) string {
	c.T.Helper()
	switch name {
	case "cancel", "reduce", "hold":
		return c.Pay(10000)
	case "refund", "refund part", "payout":
		return c.PaySettled(10000)
	case "cancel held", "reduce held":
		return c.startHeldOf(10000)
	}
	ref := c.PaySettled(10000) // a refund or payout of it that is held
	c.Fault("suspend", "REFUND")
	kind := option.RefundPart
	if name == "release payout" {
		kind = option.Payout
	}
	free := c.newService("free", c.Journal)
	seen, err := free.Look(c.T.Context(), ref)
	if err != nil {
		c.T.Fatal(err)
	}
	v := c.attemptOf(free, Request{Kind: kind, Snapshot: seen, Amount: paymenttest.Pounds(6000)})
	if v.Outcome != gateway.OutcomeHeld {
		c.T.Fatal(v.Outcome, v.Problem)
	}
	return v.Result.Record.TransactionReference
}

func (c *counter) startHeldOf(minor int64) string {
	return c.Pay(minor, func(q *gateway.AuthRequest) { q.SettleStatus = gateway.SettleSuspended })
}

var givingKinds = map[string]struct {
	kind   option.Kind
	amount int64 // 0 for the whole
	gives  int64
}{
	"cancel": {option.Cancel, 0, 10000}, "cancel held": {option.Cancel, 0, 10000},
	"reduce": {option.Reduce, 6000, 6000}, "reduce held": {option.Reduce, 6000, 6000},
	"hold": {option.Hold, 0, 10000}, "refund": {option.RefundWhole, 0, 10000}, "refund part": {option.RefundPart, 6000, 6000},
	"payout": {option.Payout, 6000, 6000}, "release refund": {option.Release, 0, 6000}, "release payout": {option.Release, 0, 6000},
}

// Every way in which money, or the lack of it, reaches the caller is bound by
// every limit: switched off, too much for one payment, too much for one day, too
// old. What is refused is not sent, and the journal keeps that it was tried.
func TestLimitsHaveNoDoors(t *testing.T) {
	limits := map[string]func(gives int64) option.Limits{
		"switched off": func(int64) option.Limits { return option.Limits{} },
		"per payment": func(gives int64) option.Limits {
			return option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(gives - 1)}
		},
		"per day": func(gives int64) option.Limits {
			return option.Limits{Refunds: true, Payouts: true, MaxAgentDay: paymenttest.Pounds(gives - 1)}
		},
		"age":  func(int64) option.Limits { return option.Limits{Refunds: true, Payouts: true, MaxAge: 24 * time.Hour} },
		"none": func(int64) option.Limits { return allLimits() },
		"just enough": func(gives int64) option.Limits {
			return option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(gives), MaxAgentDay: paymenttest.Pounds(gives), MaxAge: 72 * time.Hour}
		},
	}
	every := effort.Every(4)
	for name, m := range givingKinds {
		for limit, limits := range limits {
			if !every() {
				continue
			}
			c := newCounter(t)
			ref := c.stateFor(name)
			c.Clock.Wait(48 * time.Hour)
			set := limits(m.gives)
			c.Limits = option.Limits{Refunds: set.Refunds, Payouts: set.Payouts, MaxAge: set.MaxAge, Currencies: set.Currencies}
			c.Bound = func(l option.Limits) option.Limits { // amounts come only from here, as in app
				l.MaxRefund, l.MaxAgentDay = set.MaxRefund, set.MaxAgentDay
				return l
			}
			a := Request{Kind: m.kind, Snapshot: c.see(ref), Amount: paymenttest.Pounds(m.amount), Reason: "asked for"}
			sent := len(c.Wire.Sent)
			v, err := c.Begin(t.Context(), a)
			if limit == "none" || limit == "just enough" {
				if err != nil {
					t.Errorf("%s, %s: %v", name, limit, err)
				} else if v = <-c.Carry(v); v.Outcome != gateway.OutcomeApproved {
					t.Errorf("%s, %s: %v %q", name, limit, v.Outcome, v.Problem)
				}
				continue
			}
			tried := (*rights.LimitError)(nil)
			if !errors.As(err, &tried) || len(c.Wire.Sent) != sent {
				t.Errorf("%s, %s: %v", name, limit, err)
				continue
			}
			if recent, err := c.Journal.Recent(t.Context(), "priya", 1); err != nil || len(recent) != 1 || recent[0].Problem != tried.Sentence || recent[0].Outcome != gateway.OutcomeNotSent {
				t.Errorf("%s, %s: not kept: %+v %v", name, limit, recent, err)
			}
		}
	}
}

// The same, when the limit is reached by another desk after the agent looked.
func TestLimitsAreReadAgainBeforeSending(t *testing.T) {
	effort.Whole(t)
	for name, m := range givingKinds {
		c := newCounter(t)
		ref := c.stateFor(name)
		a := Request{Kind: m.kind, Snapshot: c.see(ref), Amount: paymenttest.Pounds(m.amount), Reason: "asked for"}
		v := c.begin(a)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxAgentDay: paymenttest.Pounds(10000)}
		twin := c.newService("priya", c.Journal.Reopen()) // the same agent, at another desk
		other := c.PaySettled(9000)
		seen, err := twin.Look(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		if done := c.attemptOf(twin, Request{Kind: option.RefundWhole, Snapshot: seen}); done.Outcome != gateway.OutcomeApproved {
			t.Fatal(done.Outcome, done.Problem)
		}
		sent := len(c.Wire.Sent)
		if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || len(c.Wire.Sent) != sent {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
}

// No order of operations gives back more of one payment than the limit.
func TestNoSequenceGoesPastTheLimit(t *testing.T) {
	effort.Whole(t)
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(6000)}
	settled := c.PaySettled(10000)
	try := func(ref string, kind option.Kind, minor int64) bool {
		a := c.reasoned(c.desk, Request{Kind: kind, Snapshot: c.see(ref), Amount: paymenttest.Pounds(minor)})
		return c.attemptOf(c.desk, a).Outcome == gateway.OutcomeApproved
	}
	for i, step := range []struct {
		kind  option.Kind
		minor int64
		may   bool
	}{
		{option.Payout, 3000, true},
		{option.RefundPart, 3001, false},
		{option.RefundPart, 2000, true},
		{option.Payout, 1001, false},
		{option.RefundWhole, 0, false},
		{option.Payout, 1000, true},
		{option.RefundPart, 1, false},
		{option.Payout, 1, false},
	} {
		if got := try(settled, step.kind, step.minor); got != step.may {
			t.Errorf("step %d of a settled payment: %v", i, got)
		}
	}
	pending := c.Pay(10000)
	for i, step := range []struct {
		kind  option.Kind
		minor int64
		may   bool
	}{
		{option.Hold, 0, false},
		{option.Cancel, 0, false},
		{option.Reduce, 4000, true},
		{option.Hold, 0, false},
		{option.Reduce, 2001, false},
		{option.Cancel, 0, false},
		{option.Payout, 2001, false},
		{option.Payout, 2000, true},
		{option.Reduce, 1, false},
	} {
		if got := try(pending, step.kind, step.minor); got != step.may {
			t.Errorf("step %d of a pending payment: %v", i, got)
		}
	}
	// What the portal gave back counts too.
	ref := c.PaySettled(10000)
	c.PortalRefund(ref, 5000, "portal")
	if try(ref, option.RefundPart, 1001) || !try(ref, option.RefundPart, 1000) {
		t.Error("what the portal refunded does not count")
	}
}

// A day counts each transaction once. An attempt that was not done does not
// count, and an unknown one counts as done. The next day starts again.
func TestAgentDay(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxAgentDay: paymenttest.Pounds(20000)}
	give := func(ref string, kind option.Kind, minor int64) Operation {
		return c.attemptOf(c.desk, Request{Kind: kind, Snapshot: c.see(ref), Amount: paymenttest.Pounds(minor), Again: "x"})
	}
	want := func(name string, v Operation, o gateway.Outcome) {
		t.Helper()
		if v.Outcome != o {
			t.Fatalf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
	one := c.Pay(10000)
	want("hold", give(one, option.Hold, 0), gateway.OutcomeApproved)                     // 100
	want("reduce what is held", give(one, option.Reduce, 3000), gateway.OutcomeApproved) // 100
	want("cancel the rest", give(one, option.Cancel, 0), gateway.OutcomeApproved)        // 100
	two := c.PaySettled(20000)
	want("too much", give(two, option.RefundPart, 10001), gateway.OutcomeNotSent)
	c.Fault("suspend", "REFUND")
	held := give(two, option.RefundPart, 4000) // 140
	want("held refund", held, gateway.OutcomeHeld)
	want("its release", give(held.Result.Record.TransactionReference, option.Release, 0), gateway.OutcomeApproved) // 140
	want("its cancel gives nothing", give(held.Result.Record.TransactionReference, option.Cancel, 0), gateway.OutcomeApproved)
	c.Fault("close", "REFUND")
	want("unknown", give(two, option.RefundPart, 5000), gateway.OutcomeUnknown) // 190
	want("too much while unknown", give(two, option.RefundPart, 1001), gateway.OutcomeNotSent)
	want("just enough", give(two, option.RefundPart, 1000), gateway.OutcomeApproved) // 200
	three := c.Pay(500)
	want("a cancel", give(three, option.Cancel, 0), gateway.OutcomeNotSent)
	want("a hold", give(three, option.Hold, 0), gateway.OutcomeNotSent)
	want("an order reference gives nothing", c.attemptOf(c.desk, Request{Kind: option.Order, Snapshot: c.see(three), OrderReference: "B"}), gateway.OutcomeApproved)
	four := c.startHeldOf(700)
	want("a payment's release takes", give(four, option.Release, 0), gateway.OutcomeApproved)
	ben := c.newService("ben", c.Journal.Reopen())
	ben.Limits = c.Limits
	seen, err := ben.Look(t.Context(), three)
	if err != nil {
		t.Fatal(err)
	}
	want("another agent", c.attemptOf(ben, Request{Kind: option.Cancel, Snapshot: seen}), gateway.OutcomeApproved)
	c.Clock.Wait(24 * time.Hour)
	want("tomorrow", give(four, option.Cancel, 0), gateway.OutcomeApproved)
}

// TestIdenticalPayouts: two agents pay out the same amount to one card at once,
// and name any payments or cards: only one of the payouts is sent.
func TestIdenticalPayouts(t *testing.T) {
	own := Request{Kind: option.Payout, Amount: paymenttest.Pounds(1500), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111"}
	for name, both := range map[string]func(c *counter) [2]Request{
		"one payment": func(c *counter) [2]Request {
			a := Request{Kind: option.Payout, Amount: paymenttest.Pounds(1500), Snapshot: c.see(c.Pay(4800))}
			return [2]Request{a, a}
		},
		"two payments of a card": func(c *counter) [2]Request {
			return [2]Request{
				{Kind: option.Payout, Amount: paymenttest.Pounds(1500), Snapshot: c.see(c.Pay(4800))}, {Kind: option.Payout, Amount: paymenttest.Pounds(1500), Snapshot: c.see(c.Pay(4900))},
			}
		},
		"a card that is read out": func(*counter) [2]Request { return [2]Request{own, own} },
		"a card and a payment": func(c *counter) [2]Request {
			return [2]Request{own, {Kind: option.Payout, Amount: paymenttest.Pounds(1500), Snapshot: c.see(c.Pay(4800))}}
		},
	} {
		c := newCounter(t)
		ben := c.newService("ben", c.Journal.Reopen())
		actions := both(c)
		one := c.begin(actions[0])
		two, err := ben.Begin(t.Context(), actions[1])
		if err != nil {
			t.Fatal(err)
		}
		pay := func(r *desk, v Operation) Operation {
			if v.Parent == "" {
				return <-r.CarryWithCard(v, paymenttest.Card())
			}
			return <-r.Carry(v)
		}
		first := pay(c.desk, one)
		second := pay(ben, two)
		if first.Outcome != gateway.OutcomeApproved || second.Outcome != gateway.OutcomeNotSent || c.Bank.Arrived("REFUND") != 1 {
			t.Errorf("%s: %v and %v %q", name, first.Outcome, second.Outcome, second.Problem)
		}
	}
}
