package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// What a transaction that was 0, 1 or 2 and is something else by now says of a
// hold or a release: done, not done, or that it cannot be told.
func TestProgressOfHolding(t *testing.T) {
	for op, table := range map[journal.Operation]map[string]doubt.Progress{
		journal.OpHold: {
			"0 0": doubt.NotYet, "0 1": doubt.Unclear, "0 2": doubt.IsDone, "0 3": doubt.Unclear, "0 10": doubt.Unclear, "0 100": doubt.Unclear,
			"1 0": doubt.Unclear, "1 1": doubt.NotYet, "1 2": doubt.IsDone, "1 3": doubt.Unclear, "1 10": doubt.Unclear, "1 100": doubt.Unclear, "0 ": doubt.Unheard, "1 77": doubt.Unheard,
		},
		journal.OpRelease: {
			"2 0": doubt.Unclear, "2 1": doubt.IsDone, "2 2": doubt.NotYet, "2 3": doubt.Unclear, "2 10": doubt.IsDone, "2 100": doubt.IsDone, "2 ": doubt.Unheard, "2 77": doubt.Unheard,
		},
		journal.OpCancel: {
			"0 0": doubt.NotYet, "0 1": doubt.NotYet, "1 0": doubt.NotYet, "0 2": doubt.NotYet, "2 0": doubt.NotYet, "2 1": doubt.NotYet, "0 3": doubt.IsDone, "2 3": doubt.IsDone, "0 10": doubt.TooLate, "2 100": doubt.TooLate,
		},
	} {
		for states, want := range table {
			before, now, _ := strings.Cut(states, " ")
			e := journal.Entry{Operation: op, Parent: "P", Before: journal.Target{SettleStatus: before, SettleAmount: 4800}}
			if got := doubt.ProgressOf(e, gateway.Record{TransactionReference: "P", SettleStatus: now}); got != want {
				t.Errorf("%s, was %s, is %s: %d, want %d", op, before, now, got, want)
			}
		}
	}
}

// A hold whose answer was lost and that was undone in the portal is not called
// not done where the settle status tells.
func TestLostHoldUndoneInThePortal(t *testing.T) {
	for _, tc := range []struct{ was, is gateway.SettleStatus }{
		{gateway.SettlePending, gateway.SettleOverride}, {gateway.SettleOverride, gateway.SettlePending},
	} {
		c := newCounter(t)
		ref := c.Pay(4800)
		c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: tc.was})
		c.Fault("lost", "TRANSACTIONUPDATE")
		v := c.do(ref, option.Hold)
		c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: tc.is})
		if e := c.settleDoubt(v.ID); e.State == journal.Known || e.Alarm != journal.AlarmsOf(e).Evidence {
			t.Errorf("was %s, is %s: called %v, alarm %q", tc.was, tc.is, e.Outcome, e.Alarm)
		}
	}
}

// A change that moto has shown on a page is not called not done when the portal has
// undone it to the letter before the resolver looked.
func TestLostChangeThatAPageHasShown(t *testing.T) {
	effort.Whole(t)
	for _, u := range allUpdates() {
		undo := gateway.UpdateRequest{SettleStatus: gateway.SettlePending}
		switch u.kind {
		case option.Cancel:
			continue // it is for good
		case option.Release:
			undo.SettleStatus = gateway.SettleSuspended
		case option.Reduce:
			undo = gateway.UpdateRequest{SettleAmount: paymenttest.Pounds(4800)}
		case option.Order:
			undo = gateway.UpdateRequest{OrderReference: "ORDER-1"}
		case option.Due:
			undo = gateway.UpdateRequest{SettleDueDate: "2026-11-21"}
		default:
		}
		for _, undone := range []bool{false, true} {
			c := newCounter(t)
			ref := c.startHeld(u.kind == option.Release)
			c.Fault("lost", "TRANSACTIONUPDATE")
			v := c.do(ref, u.kind, u.change)
			c.see(ref)
			if undone {
				undo.TransactionReference = ref
				c.Portal(undo)
			}
			e := c.settleDoubt(v.ID)
			if undone && (e.State == journal.Known || e.Alarm != journal.AlarmsOf(e).Evidence) || !undone && (e.Outcome != gateway.OutcomeApproved || e.Alarm != "") {
				t.Errorf("operation %d, undone %v: called %v, alarm %q", u.kind, undone, e.Outcome, e.Alarm)
			}
		}
	}
}

// A hold whose answer was lost is not called not done once the payment has settled,
// regardless of what the portal did in between and when moto looked: a payment that
// was held and released settles like one that was never held.
func TestLostHoldOfWhatHasSettled(t *testing.T) {
	effort.Whole(t)
	for _, fault := range []string{"lost", "close"} {
		for _, is := range []gateway.SettleStatus{"", gateway.SettlePending, gateway.SettleOverride} {
			for _, looked := range []bool{false, true} {
				if fault == "lost" && is == "" {
					continue // it is held, and does not settle
				}
				c := newCounter(t)
				ref := c.Pay(4800)
				c.Fault(fault, "TRANSACTIONUPDATE")
				v := c.do(ref, option.Hold)
				if is != "" {
					c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: is})
				}
				if looked {
					c.check(v.ID)
				}
				c.Bank.Settle()
				e := c.settleDoubt(v.ID)
				if e.State == journal.Known || e.Alarm != journal.AlarmsOf(e).Evidence || !strings.Contains(e.Evidence, "settled") {
					t.Errorf("%s, is %q, looked %v: called %v, alarm %q, %q", fault, is, looked, e.Outcome, e.Alarm, e.Evidence)
				}
				if seen := c.see(ref); !seen.Option(option.RefundWhole).Legal() { // the refund does not wait for it
					t.Errorf("%s, is %q: %q", fault, is, seen.Option(option.RefundWhole).Refusal)
				}
			}
		}
	}
}

// After a hold that was shown and then undone in the portal the payment can be
// cancelled at once where the settle status tells, and what is said is true where
// it does not.
func TestShownHoldUndoneInThePortal(t *testing.T) {
	for _, tc := range []struct {
		is   gateway.SettleStatus
		says string
	}{
		{gateway.SettleOverride, ""},
		{gateway.SettlePending, "The gateway has shown the hold of priya and does not show it now"},
	} {
		c := newCounter(t)
		ref := c.Pay(4800)
		v := c.do(ref, option.Hold)
		c.Clock.Wait(4 * time.Second)
		c.check(v.ID)
		c.Clock.Wait(time.Minute)
		c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: tc.is})
		if got := c.see(ref).Option(option.Cancel).Refusal; !strings.HasPrefix(got, tc.says) || tc.says == "" && got != "" {
			t.Errorf("%s: %q", tc.is, got)
		}
		c.Clock.Wait(doubt.PromiseTime)
		if v := c.do(ref, option.Cancel); v.Outcome != gateway.OutcomeApproved {
			t.Errorf("%s: later %v %q", tc.is, v.Outcome, v.Problem)
		}
	}
}

// A hold that the gateway has not shown yet bars a change, and so does one that
// was undone before it was shown: its caller was promised it.
func TestUnshownHoldBars(t *testing.T) {
	for _, undone := range []bool{false, true} {
		c := newCounter(t)
		ref := c.Pay(4800)
		if !undone {
			c.ShowLate(time.Minute)
		}
		v := c.do(ref, option.Hold)
		if undone {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleOverride})
		}
		c.Clock.Wait(4 * time.Second)
		e := c.check(v.ID)
		if got := c.see(ref).Option(option.Cancel).Refusal; got == "" || (e.Alarm != "") != undone {
			t.Errorf("undone %v: %q, alarm %q", undone, got, e.Alarm)
		}
	}
}

// A page that has shown a lost change is no reason to call a supervisor while the
// gateway does not answer: nothing says that the change was undone.
func TestLostChangeThatAPageHasShownWaitsForAnAnswer(t *testing.T) {
	for _, undone := range []bool{false, true} {
		c := newCounter(t)
		ref := c.startHeld(false)
		c.Fault("lost", "TRANSACTIONUPDATE")
		v := c.do(ref, option.Hold)
		resolverOf(c.Processor.Resolver).Gateway = blind{c.Wire}
		c.Clock.Wait(doubt.DefaultAbsent + time.Minute)
		c.check(v.ID)
		c.see(ref)
		e := c.check(v.ID)
		if a := payment.AttemptOf(e); e.State == journal.Known || !doubt.IsShownOnce(e) || e.Alarm != "" || a.NeedsSupervisor() {
			t.Errorf("not answered: %v, alarm %q, %q", e.State, e.Alarm, e.Evidence)
		}
		resolverOf(c.Processor.Resolver).Gateway = c.Wire
		if undone {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleStatus: gateway.SettleOverride})
		}
		e = c.check(v.ID)
		doubtful := e.State == journal.InDoubt && e.Alarm == journal.AlarmsOf(e).Evidence && payment.AttemptOf(e).NeedsSupervisor()
		if done := e.Outcome == gateway.OutcomeApproved && e.Alarm == ""; done == undone || doubtful != undone {
			t.Errorf("undone %v: %v, alarm %q, %q", undone, e.State, e.Alarm, e.Evidence)
		}
	}
}
