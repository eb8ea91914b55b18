package operation

import (
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// stateFor brings a payment of £100.00 into a state in which a move could be made
// were there no limits, and returns what the move acts on. Other desks make it.
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
	move := option.MoveRefundPart
	if name == "release payout" {
		move = option.MovePayout
	}
	free := c.desk("free", c.Journal)
	seen, err := free.Look(c.T.Context(), ref)
	if err != nil {
		c.T.Fatal(err)
	}
	v := c.attemptOf(free, Action{Move: move, Case: seen, Amount: paymenttest.Pounds(6000)})
	if v.Outcome != gateway.Held {
		c.T.Fatal(v.Outcome, v.Problem)
	}
	return v.Result.Record.TransactionReference
}

func (c *counter) startHeldOf(minor int64) string {
	return c.Pay(minor, func(q *gateway.AuthRequest) { q.SettleStatus = gateway.SettleSuspended })
}

var givingMoves = map[string]struct {
	move   option.Move
	amount int64 // 0 for the whole
	gives  int64
}{
	"cancel": {option.MoveCancel, 0, 10000}, "cancel held": {option.MoveCancel, 0, 10000},
	"reduce": {option.MoveReduce, 6000, 6000}, "reduce held": {option.MoveReduce, 6000, 6000},
	"hold": {option.MoveHold, 0, 10000}, "refund": {option.MoveRefundWhole, 0, 10000}, "refund part": {option.MoveRefundPart, 6000, 6000},
	"payout": {option.MovePayout, 6000, 6000}, "release refund": {option.MoveRelease, 0, 6000}, "release payout": {option.MoveRelease, 0, 6000},
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
	for name, m := range givingMoves {
		for limit, limits := range limits {
			c := newCounter(t)
			ref := c.stateFor(name)
			c.Clock.Wait(48 * time.Hour)
			c.Limits = limits(m.gives)
			a := Action{Move: m.move, Case: c.see(ref), Amount: paymenttest.Pounds(m.amount), Reason: "asked for"}
			sent := len(c.Wire.Sent)
			v, err := c.Begin(t.Context(), a)
			if limit == "none" || limit == "just enough" {
				if err != nil {
					t.Errorf("%s, %s: %v", name, limit, err)
				} else if v = <-c.Carry(v); v.Outcome != gateway.Approved {
					t.Errorf("%s, %s: %v %q", name, limit, v.Outcome, v.Problem)
				}
				continue
			}
			tried := (*option.LimitError)(nil)
			if !errors.As(err, &tried) || len(c.Wire.Sent) != sent {
				t.Errorf("%s, %s: %v", name, limit, err)
				continue
			}
			if recent, err := c.Journal.Recent(t.Context(), "priya", 1); err != nil || len(recent) != 1 || recent[0].Problem != tried.Sentence || recent[0].Outcome != gateway.NotSent {
				t.Errorf("%s, %s: not kept: %+v %v", name, limit, recent, err)
			}
		}
	}
}

// The same, when the limit is reached by another desk after the agent looked.
func TestLimitsAreReadAgainBeforeSending(t *testing.T) {
	for name, m := range givingMoves {
		c := newCounter(t)
		ref := c.stateFor(name)
		a := Action{Move: m.move, Case: c.see(ref), Amount: paymenttest.Pounds(m.amount), Reason: "asked for"}
		v := c.begin(a)
		c.Limits = option.Limits{Refunds: true, Payouts: true, MaxAgentDay: paymenttest.Pounds(10000)}
		twin := c.desk("priya", c.Journal.Reopen()) // the same agent, at another desk
		other := c.PaySettled(9000)
		seen, err := twin.Look(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		if done := c.attemptOf(twin, Action{Move: option.MoveRefundWhole, Case: seen}); done.Outcome != gateway.Approved {
			t.Fatal(done.Outcome, done.Problem)
		}
		sent := len(c.Wire.Sent)
		if v = <-c.Carry(v); v.Outcome != gateway.NotSent || len(c.Wire.Sent) != sent {
			t.Errorf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
}

// No order of moves gives back more of one payment than the limit.
func TestNoSequenceGoesPastTheLimit(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxRefund: paymenttest.Pounds(6000)}
	settled := c.PaySettled(10000)
	try := func(ref string, m option.Move, minor int64) bool {
		a := c.reasoned(c.Reversals, Action{Move: m, Case: c.see(ref), Amount: paymenttest.Pounds(minor)})
		return c.attemptOf(c.Reversals, a).Outcome == gateway.Approved
	}
	for i, step := range []struct {
		move  option.Move
		minor int64
		may   bool
	}{
		{option.MovePayout, 3000, true},
		{option.MoveRefundPart, 3001, false},
		{option.MoveRefundPart, 2000, true},
		{option.MovePayout, 1001, false},
		{option.MoveRefundWhole, 0, false},
		{option.MovePayout, 1000, true},
		{option.MoveRefundPart, 1, false},
		{option.MovePayout, 1, false},
	} {
		if got := try(settled, step.move, step.minor); got != step.may {
			t.Errorf("step %d of a settled payment: %v", i, got)
		}
	}
	pending := c.Pay(10000)
	for i, step := range []struct {
		move  option.Move
		minor int64
		may   bool
	}{
		{option.MoveHold, 0, false},
		{option.MoveCancel, 0, false},
		{option.MoveReduce, 4000, true},
		{option.MoveHold, 0, false},
		{option.MoveReduce, 2001, false},
		{option.MoveCancel, 0, false},
		{option.MovePayout, 2001, false},
		{option.MovePayout, 2000, true},
		{option.MoveReduce, 1, false},
	} {
		if got := try(pending, step.move, step.minor); got != step.may {
			t.Errorf("step %d of a pending payment: %v", i, got)
		}
	}
	// What the portal gave back counts too.
	ref := c.PaySettled(10000)
	c.PortalRefund(ref, 5000, "portal")
	if try(ref, option.MoveRefundPart, 1001) || !try(ref, option.MoveRefundPart, 1000) {
		t.Error("what the portal refunded does not count")
	}
}

// A day counts each transaction once. An attempt that was not done does not
// count, and an unknown one counts as done. The next day begins anew.
func TestAgentDay(t *testing.T) {
	c := newCounter(t)
	c.Limits = option.Limits{Refunds: true, Payouts: true, MaxAgentDay: paymenttest.Pounds(20000)}
	give := func(ref string, m option.Move, minor int64) Reversal {
		return c.attemptOf(c.Reversals, Action{Move: m, Case: c.see(ref), Amount: paymenttest.Pounds(minor), Again: "x"})
	}
	want := func(name string, v Reversal, o gateway.Outcome) {
		t.Helper()
		if v.Outcome != o {
			t.Fatalf("%s: %v %q", name, v.Outcome, v.Problem)
		}
	}
	one := c.Pay(10000)
	want("hold", give(one, option.MoveHold, 0), gateway.Approved)                     // 100
	want("reduce what is held", give(one, option.MoveReduce, 3000), gateway.Approved) // 100
	want("cancel the rest", give(one, option.MoveCancel, 0), gateway.Approved)        // 100
	two := c.PaySettled(20000)
	want("too much", give(two, option.MoveRefundPart, 10001), gateway.NotSent)
	c.Fault("suspend", "REFUND")
	held := give(two, option.MoveRefundPart, 4000) // 140
	want("held refund", held, gateway.Held)
	want("its release", give(held.Result.Record.TransactionReference, option.MoveRelease, 0), gateway.Approved) // 140
	want("its cancel gives nothing", give(held.Result.Record.TransactionReference, option.MoveCancel, 0), gateway.Approved)
	c.Fault("close", "REFUND")
	want("unknown", give(two, option.MoveRefundPart, 5000), gateway.Unknown) // 190
	want("too much while unknown", give(two, option.MoveRefundPart, 1001), gateway.NotSent)
	want("just enough", give(two, option.MoveRefundPart, 1000), gateway.Approved) // 200
	three := c.Pay(500)
	want("a cancel", give(three, option.MoveCancel, 0), gateway.NotSent)
	want("a hold", give(three, option.MoveHold, 0), gateway.NotSent)
	want("an order reference gives nothing", c.attemptOf(c.Reversals, Action{Move: option.MoveOrder, Case: c.see(three), OrderReference: "B"}), gateway.Approved)
	four := c.startHeldOf(700)
	want("a payment's release takes", give(four, option.MoveRelease, 0), gateway.Approved)
	ben := c.desk("ben", c.Journal.Reopen())
	ben.Limits = c.Limits
	seen, err := ben.Look(t.Context(), three)
	if err != nil {
		t.Fatal(err)
	}
	want("another agent", c.attemptOf(ben, Action{Move: option.MoveCancel, Case: seen}), gateway.Approved)
	c.Clock.Wait(24 * time.Hour)
	want("tomorrow", give(four, option.MoveCancel, 0), gateway.Approved)
}

// TestIdenticalPayouts: two agents pay out the same amount to one card at once,
// and name any payments or cards: only one of the payouts is sent.
func TestIdenticalPayouts(t *testing.T) {
	own := Action{Move: option.MovePayout, Amount: paymenttest.Pounds(1500), OrderReference: "P-1", Brand: gateway.Visa, First6: "411111", Last4: "1111"}
	for name, both := range map[string]func(c *counter) [2]Action{
		"one payment": func(c *counter) [2]Action {
			a := Action{Move: option.MovePayout, Amount: paymenttest.Pounds(1500), Case: c.see(c.Pay(4800))}
			return [2]Action{a, a}
		},
		"two payments of a card": func(c *counter) [2]Action {
			return [2]Action{
				{Move: option.MovePayout, Amount: paymenttest.Pounds(1500), Case: c.see(c.Pay(4800))}, {Move: option.MovePayout, Amount: paymenttest.Pounds(1500), Case: c.see(c.Pay(4900))},
			}
		},
		"a card that is read out": func(*counter) [2]Action { return [2]Action{own, own} },
		"a card and a payment": func(c *counter) [2]Action {
			return [2]Action{own, {Move: option.MovePayout, Amount: paymenttest.Pounds(1500), Case: c.see(c.Pay(4800))}}
		},
	} {
		c := newCounter(t)
		ben := c.desk("ben", c.Journal.Reopen())
		actions := both(c)
		one := c.begin(actions[0])
		two, err := ben.Begin(t.Context(), actions[1])
		if err != nil {
			t.Fatal(err)
		}
		pay := func(r *Reversals, v Reversal) Reversal {
			if v.Parent == "" {
				return <-r.PayOut(v, paymenttest.Card())
			}
			return <-r.Carry(v)
		}
		first := pay(c.Reversals, one)
		second := pay(ben, two)
		if first.Outcome != gateway.Approved || second.Outcome != gateway.NotSent || c.Bank.Arrived("REFUND") != 1 {
			t.Errorf("%s: %v and %v %q", name, first.Outcome, second.Outcome, second.Problem)
		}
	}
}
