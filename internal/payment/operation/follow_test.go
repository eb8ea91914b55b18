package operation

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// watchFor asks about what is still watched, every few minutes.
func (c *counter) watchFor(d time.Duration, ids ...string) {
	c.T.Helper()
	for range int(d / doubt.SlowGap) {
		c.Clock.Wait(doubt.SlowGap)
		for _, id := range ids {
			if c.Entry(id).Watched() {
				c.check(id)
			}
		}
	}
}

// A change that was called not made goes on being watched when another one has
// followed it. If it arrives after all, it undoes the later one, and both are alarms.
func TestAChangeArrivesAfterTheNextOne(t *testing.T) {
	effort.Whole(t)
	for _, first := range allUpdates() {
		for _, second := range allUpdates() {
			if !doubt.Supersedes(second.kind.Operation(), first.kind.Operation()) || second.kind == option.Cancel {
				continue // they have nothing to do with each other, or nothing can follow
			}
			c := newCounter(t)
			ref := c.startHeld(first.kind == option.Release || second.kind == option.Release && first.kind != option.Hold)
			c.Fault("close", "TRANSACTIONUPDATE")
			a := c.do(ref, first.kind, first.change)
			if e := c.settleDoubt(a.ID); e.Outcome != gateway.OutcomeNotSent {
				t.Fatal(first.kind, e.Outcome)
			}
			ben := c.newService("ben", c.Journal.Reopen())
			plan := Request{Kind: second.kind, Snapshot: c.at(ben, ref), Reason: "asked for"}
			second.change(&plan)
			switch second.kind { // to something other than the first
			case option.Reduce:
				plan.Amount = paymenttest.Pounds(500)
			case option.Order:
				plan.OrderReference = "B-1"
			case option.Due:
				plan.DueDate = "2026-11-23"
			default:
			}
			v, err := ben.Begin(t.Context(), plan)
			if err != nil {
				continue // it is so already
			}
			b := <-ben.Carry(v)
			if b.Outcome != gateway.OutcomeApproved {
				t.Fatalf("%d then %d: %v %q", first.kind, second.kind, b.Outcome, b.Problem)
			}
			c.watchFor(20*time.Minute, a.ID, b.ID)
			if one, two := c.Entry(a.ID), c.Entry(b.ID); !one.Watched() || one.Alarm != "" || two.Watched() || two.Alarm != "" {
				t.Errorf("%d then %d: watched %v %q, %v %q", first.kind, second.kind, one.Watched(), one.Alarm, two.Watched(), two.Alarm)
			}
			if first.kind == second.kind && first.kind != option.Reduce && first.kind != option.Order && first.kind != option.Due {
				continue // both want the same
			}
			target := c.Entry(a.ID).Target
			late := gateway.UpdateRequest{
				TransactionReference: ref, SettleStatus: gateway.SettleStatus(target.SettleStatus),
				OrderReference: target.OrderReference, SettleDueDate: target.SettleDueDate,
			}
			if target.SettleAmount != 0 {
				late.SettleAmount = paymenttest.Pounds(target.SettleAmount)
			}
			c.Portal(late) // its request arrives after all
			c.watchFor(20*time.Minute, a.ID, b.ID)
			if e := c.Entry(a.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmsOf(e).Late {
				t.Errorf("%d then %d: the first is %v, alarm %q", first.kind, second.kind, e.Outcome, e.Alarm)
			}
			if e := c.Entry(b.ID); e.Outcome != gateway.OutcomeApproved || !strings.HasPrefix(e.Alarm, journal.AlarmPromise) {
				t.Errorf("%d then %d: the second is %v, alarm %q", first.kind, second.kind, e.Outcome, e.Alarm)
			}
		}
	}
}

// What the portal changes after a change was called not made does not end its
// watch either.
func TestAChangeArrivesAfterThePortals(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(10000)
	c.Fault("close", "TRANSACTIONUPDATE")
	v := c.do(ref, option.Reduce, amount(2000))
	c.settleDoubt(v.ID)
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(9500)})
	c.watchFor(20*time.Minute, v.ID)
	if e := c.Entry(v.ID); !e.Watched() || e.Alarm != "" {
		t.Fatalf("watched %v, alarm %q", e.Watched(), e.Alarm)
	}
	c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(8000)})
	c.watchFor(20*time.Minute, v.ID)
	if e := c.Entry(v.ID); e.Alarm != journal.AlarmsOf(e).Late {
		t.Errorf("%v %q", e.Outcome, e.Alarm)
	}
}

// cutOff cannot reach the gateway.
type cutOff struct{}

func (cutOff) Query(context.Context, gateway.Query) (gateway.QueryResult, error) {
	return gateway.QueryResult{}, errors.New("no network yet")
}

// A watch ends with an answer, and not with a query that failed: the console may
// have been closed for longer than the watch lasts.
func TestAFailedQueryEndsNoWatch(t *testing.T) {
	for name, begin := range map[string]func(*counter) Operation{
		"a promise": func(c *counter) Operation {
			ref := c.Pay(10000)
			c.ShowLate(20 * time.Minute)
			v := c.do(ref, option.Reduce, amount(2000))
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(9500)}) // undoes it
			return v
		},
		"a refund called not made": func(c *counter) Operation {
			ref := c.PaySettled(10000)
			c.Fault("close", "REFUND")
			v := c.do(ref, option.RefundPart, amount(2000))
			c.settleDoubt(v.ID)
			c.PortalRefund(ref, 2000, v.SentReference)
			return v
		},
	} {
		c := newCounter(t)
		v := begin(c)
		c.Clock.Wait(25 * time.Hour)
		resolverOf(c.Processor.Resolver).Gateway = cutOff{}
		for range 3 {
			if e := c.check(v.ID); !e.Watched() || e.Alarm != "" {
				t.Fatalf("%s: watched %v, alarm %q after a failed query", name, e.Watched(), e.Alarm)
			}
		}
		resolverOf(c.Processor.Resolver).Gateway = c.Wire
		if e := c.check(v.ID); e.Watched() || e.Alarm == "" {
			t.Errorf("%s: watched %v, alarm %q", name, e.Watched(), e.Alarm)
		}
	}
	// A promise that can never be read again goes to a supervisor.
	c := newCounter(t)
	v := c.do(c.Pay(10000), option.Reduce, amount(2000))
	resolverOf(c.Processor.Resolver).Gateway = cutOff{}
	c.Clock.Wait(doubt.UnreadTime)
	if e := c.check(v.ID); e.Watched() || !strings.HasPrefix(e.Alarm, journal.AlarmPromise) {
		t.Errorf("watched %v, alarm %q", e.Watched(), e.Alarm)
	}
}
