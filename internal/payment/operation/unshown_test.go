package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/effort"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/rights"
)

// oneUpdate is an update, and the same change made by another system.
type oneUpdate struct {
	kind   option.Kind
	change func(*Request)
	portal gateway.UpdateRequest
}

func allUpdates() []oneUpdate {
	nothing := func(*Request) {}
	return []oneUpdate{
		{option.Cancel, nothing, gateway.UpdateRequest{SettleStatus: gateway.SettleCancelled}},
		{option.Reduce, amount(1000), gateway.UpdateRequest{SettleAmount: paymenttest.Pounds(4100)}},
		{option.Hold, nothing, gateway.UpdateRequest{SettleStatus: gateway.SettleSuspended}},
		{option.Release, nothing, gateway.UpdateRequest{SettleStatus: gateway.SettleOverride}},
		{option.Order, func(a *Request) { a.OrderReference = "B-99" }, gateway.UpdateRequest{OrderReference: "P-1"}},
		{option.Due, func(a *Request) { a.DueDate = "2026-11-25" }, gateway.UpdateRequest{SettleDueDate: "2026-11-24"}},
	}
}

// startHeld takes a payment of £48.00, held or not.
func (c *counter) startHeld(held bool) string {
	return c.Pay(4800, func(q *gateway.AuthRequest) {
		if held {
			q.SettleStatus = gateway.SettleSuspended
		}
	})
}

// Every update followed by every update of another agent, who looked before the
// first one or while the gateway did not show it yet: the second is not sent. Once
// the gateway shows the first, the second is made and undoes nothing.
func TestUpdatesAreNotUndone(t *testing.T) {
	effort.Whole(t)
	every := effort.Every(5)
	for _, first := range allUpdates() {
		for _, second := range allUpdates() {
			if !every() {
				continue
			}
			c := newCounter(t)
			ref := c.startHeld(first.kind == option.Release || second.kind == option.Release && first.kind != option.Hold)
			ben := c.newService("ben", c.Journal.Reopen())
			plan := Request{Kind: second.kind, Snapshot: c.see(ref), Reason: "wrong size"}
			second.change(&plan)
			v, err := ben.Begin(t.Context(), plan)
			c.ShowLate(time.Minute)
			made := c.do(ref, first.kind, first.change)
			if made.Outcome != gateway.OutcomeApproved {
				t.Fatalf("operation %d: %v %q", first.kind, made.Outcome, made.Problem)
			}
			if err == nil {
				if v = <-ben.Carry(v); v.Outcome != gateway.OutcomeNotSent {
					t.Errorf("%d then %d, looked before: %v %q", first.kind, second.kind, v.Outcome, v.Problem)
				}
			}
			if seen, err := ben.Look(t.Context(), ref); err != nil || seen.Option(second.kind).Legal() {
				t.Errorf("%d then %d, shown late: it is offered, %v", first.kind, second.kind, err)
			}
			if e := c.check(made.ID); e.Alarm != "" || !e.Watched() {
				t.Errorf("%d: alarm %q, watched %v, before it shows", first.kind, e.Alarm, e.Watched())
			}
			if n := c.Bank.Arrived("TRANSACTIONUPDATE"); n != 1 {
				t.Errorf("%d then %d: %d updates at the bank", first.kind, second.kind, n)
			}
			c.Clock.Wait(time.Minute)
			if e := c.check(made.ID); e.Alarm != "" || e.Watched() {
				t.Errorf("%d: alarm %q, watched %v, once it shows", first.kind, e.Alarm, e.Watched())
			}
			c.Bank.ClearFaults()
			seen, err := ben.Look(t.Context(), ref)
			if err != nil || !seen.Option(second.kind).Legal() {
				continue // it is cancelled, or held already
			}
			plan.Snapshot = seen
			plan = c.reasoned(ben, plan)
			v, err = ben.Begin(t.Context(), plan)
			if err != nil {
				t.Fatalf("%d then %d: %v", first.kind, second.kind, err)
			}
			v = <-ben.Carry(v)
			now := c.see(ref).Record
			if v.Outcome != gateway.OutcomeApproved || doubt.ProgressOf(c.Entry(v.ID), now) != doubt.IsDone ||
				!doubt.Supersedes(v.Operation, made.Operation) && doubt.ProgressOf(c.Entry(made.ID), now) != doubt.IsDone {
				t.Errorf("%d then %d: %v %q: %s", first.kind, second.kind, v.Outcome, v.Problem, doubt.StateOf(now))
			}
		}
	}
}

// One agent reduces twice while updates show late: the second time waits, and
// what settles is what the caller was told.
func TestReduceTwice(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(10000)
	c.ShowLate(time.Minute)
	c.do(ref, option.Reduce, amount(2000))
	if _, err := c.Begin(t.Context(), Request{Kind: option.Reduce, Snapshot: c.see(ref), Amount: paymenttest.Pounds(1000)}); paymenttest.ErrText(err) != "The gateway does not show the reduction of priya yet. Look again in a minute." {
		t.Errorf("%v", err)
	}
	c.Clock.Wait(time.Minute)
	if v := c.do(ref, option.Reduce, amount(1000)); v.Outcome != gateway.OutcomeApproved {
		t.Errorf("%v %q", v.Outcome, v.Problem)
	}
	c.Clock.Wait(time.Minute)
	c.wantRecord(ref, "0", "7000")
}

// What another system changes between the agent's look and the yes is not
// undone.
func TestPortalChangeIsNotUndone(t *testing.T) {
	for _, u := range allUpdates() {
		if u.kind == option.Cancel {
			continue // nothing else settles after a cancel
		}
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		a := Request{Kind: u.kind, Snapshot: c.see(ref), Reason: "wrong size"}
		u.change(&a)
		v := c.begin(a)
		u.portal.TransactionReference = ref
		c.Portal(u.portal)
		if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent || !v.Changed || c.Bank.Arrived("TRANSACTIONUPDATE") != 1 {
			t.Errorf("operation %d: %v %q", u.kind, v.Outcome, v.Problem)
		}
	}
}

// An update that was answered as done and is not so: an alarm, and no update
// after it until a supervisor has seen to it.
func TestBrokenPromise(t *testing.T) {
	for _, u := range allUpdates() {
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		c.ShowLate(20 * time.Minute)
		v := c.do(ref, u.kind, u.change)
		c.Clock.Wait(doubt.PromiseTime)
		e := c.check(v.ID)
		if !strings.HasPrefix(e.Alarm, journal.AlarmPromise) || e.Watched() {
			t.Errorf("operation %d never shows: %q", u.kind, e.Alarm)
		}
		c.Clock.Wait(2 * time.Minute)
		barred := option.Order
		if refusal := c.see(ref).Option(barred).Refusal; !strings.HasSuffix(refusal, "Ask a supervisor before you change it.") {
			t.Errorf("operation %d: %q", u.kind, refusal)
		}
		if _, err := resolverOf(c.Processor.Resolver).RuleOn(t.Context(), rights.Everything(), v.SentReference, gateway.OutcomeApproved, "J. Doe", "seen"); err != nil {
			t.Fatal(err)
		}
		if o := c.see(ref).Option(barred); !o.Legal() {
			t.Errorf("operation %d: still barred: %q", u.kind, o.Refusal)
		}
	}
	// The portal changes the payment to something else at once.
	for _, u := range allUpdates() {
		if u.kind == option.Cancel || u.kind == option.Release || u.kind == option.Hold {
			continue
		}
		c := newCounter(t)
		ref := c.Pay(4800)
		v := c.do(ref, u.kind, u.change)
		u.portal.TransactionReference = ref
		c.Portal(u.portal)
		if e := c.check(v.ID); !strings.HasPrefix(e.Alarm, journal.AlarmPromise+"it is now settle status 0") || e.Outcome != gateway.OutcomeApproved {
			t.Errorf("operation %d, changed: %q", u.kind, e.Alarm)
		}
	}
}

// No refund relies on an amount that the gateway still shows and that a reduction
// of ours has made smaller.
func TestRefundWaitsForAReduction(t *testing.T) {
	record := paymenttest.Paid(paymenttest.InStatus("100"))
	e := journal.Entry{
		ID: "1", Operation: journal.OpReduce, Parent: record.TransactionReference, State: journal.Known, Outcome: gateway.OutcomeApproved,
		AnsweredAt: paymenttest.Noon(), Target: journal.Target{SettleAmount: 3800}, Before: journal.Target{SettleAmount: 4800, SettleStatus: "0"}, Agent: "priya",
	}
	just := func(time.Time, time.Duration) bool { return true }
	if refusal, money := unshownChange(record, []journal.Entry{e}, just); refusal == "" || !money {
		t.Errorf("%q %v", refusal, money)
	}
	record.SettleBaseAmount = "3800"
	if refusal, _ := unshownChange(record, []journal.Entry{e}, just); refusal != "" {
		t.Errorf("%q", refusal)
	}
	c := newCounter(t)
	ref := c.Pay(4800)
	c.Fault("lost", "TRANSACTIONUPDATE")
	c.do(ref, option.Reduce, amount(1000))
	c.Bank.Settle()
	if seen := c.see(ref); seen.Option(option.RefundWhole).Legal() || seen.Option(option.RefundPart).Legal() || !seen.Option(option.Repeat).Legal() {
		t.Errorf("a refund is offered while a reduction is unknown: %q", seen.Option(option.RefundWhole).Refusal)
	}
}
