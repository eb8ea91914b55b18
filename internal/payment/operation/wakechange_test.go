package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// notDone makes a change whose request does not arrive, and waits until it is
// called not made and watched no more.
func (c *counter) notDone(ref string, u oneUpdate) Operation {
	c.T.Helper()
	c.Fault("close", "TRANSACTIONUPDATE")
	v := c.do(ref, u.kind, u.change)
	if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent {
		c.T.Fatal(u.kind, e.State, e.Outcome)
	}
	c.Clock.Wait(25 * time.Hour)
	if e := c.check(v.ID); e.Watched() {
		c.T.Fatal(u.kind, e.NextCheckAt)
	}
	return v
}

// A change was called not made, and the payment shows it a day later: it has its
// alarm when a page shows it, and is checked then.
func TestAPageWakesChanges(t *testing.T) {
	for _, u := range allUpdates() {
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		v := c.notDone(ref, u)
		if c.see(ref); c.Entry(v.ID).Alarm != "" {
			t.Errorf("operation %d, before it shows: alarm %q", u.kind, c.Entry(v.ID).Alarm)
		}
		change, _ := v.request()
		c.Portal(change)
		c.see(ref)
		if e := c.Entry(v.ID); e.Alarm != journal.AlarmsOf(e).Late || e.NextCheckAt.After(c.Clock.Now()) || !e.Watched() {
			t.Errorf("operation %d: alarm %q, next check %v", u.kind, e.Alarm, e.NextCheckAt)
		}
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmsOf(e).Late {
			t.Errorf("operation %d: %v, alarm %q", u.kind, e.Outcome, e.Alarm)
		}
	}
}

// If another change explains what the payment shows, that is no sign of one that
// was called not made.
func TestAPageWakesNoOtherChange(t *testing.T) {
	effort.Whole(t)
	for name, tc := range map[string]struct {
		kind option.Kind
		then func(c *counter, ref string, v Operation)
	}{
		"made again":      {option.Reduce, func(c *counter, ref string, _ Operation) { c.do(ref, option.Reduce, amount(1000)) }},
		"cancelled again": {option.Cancel, func(c *counter, ref string, _ Operation) { c.do(ref, option.Cancel) }},
		"another amount": {option.Reduce, func(c *counter, ref string, _ Operation) {
			c.Portal(gateway.UpdateRequest{TransactionReference: ref, SettleAmount: paymenttest.Pounds(4000)})
		}},
		"held by another": {option.Hold, func(c *counter, ref string, _ Operation) { c.do(ref, option.Hold) }},
		"the gateway's own cancel": {option.Cancel, func(c *counter, ref string, _ Operation) {
			c.Clock.Wait(7 * 24 * time.Hour)
			c.portalCancel(ref)
		}},
		"called not made by one who knew of the other": {option.Reduce, func(c *counter, ref string, v Operation) {
			twin := v.Entry("host")
			twin.ID, twin.SentReference = "twin", "TWIN"
			_ = c.Journal.Intent(c.T.Context(), twin, "", time.Time{})
			_, err := c.Journal.Record(c.T.Context(), "twin", journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
				e.State, e.Outcome, e.AnsweredAt = journal.Known, gateway.OutcomeApproved, c.Clock.Now()
				return nil
			}})
			if err != nil {
				c.T.Fatal(err)
			}
			change, _ := v.request()
			c.Portal(change)
		}},
	} {
		c := newCounter(t)
		ref := c.startHeld(false)
		v := c.notDone(ref, oneUpdate{kind: tc.kind, change: amount(1000)})
		tc.then(c, ref, v)
		c.see(ref)
		if e := c.Entry(v.ID); e.Alarm != "" || e.Watched() {
			t.Errorf("%s: alarm %q, watched %v", name, e.Alarm, e.Watched())
		}
	}
}

// A change in doubt that the resolver's host does not show is asked about at once
// when a page shows it, however long the next check is away.
func TestAPageWakesAChangeInDoubt(t *testing.T) {
	effort.Whole(t)
	for _, u := range allUpdates() {
		c := newCounter(t)
		ref := c.startHeld(u.kind == option.Release)
		c.Fault("lost", "TRANSACTIONUPDATE")
		resolverOf(c.Processor.Resolver).Gateway = behind{c.Wire}
		v := c.do(ref, u.kind, u.change)
		c.Clock.Wait(25 * time.Hour)
		if e := c.check(v.ID); e.State == journal.Known || !e.NextCheckAt.After(c.Clock.Now().Add(doubt.FailedGap)) {
			t.Fatal(u.kind, e.State, e.NextCheckAt)
		}
		c.see(ref)
		if e := c.Entry(v.ID); e.NextCheckAt.After(c.Clock.Now()) || !doubt.IsShownOnce(e) {
			t.Errorf("operation %d: next check in %v, evidence %q", u.kind, e.NextCheckAt.Sub(c.Clock.Now()), e.Evidence)
		}
		resolverOf(c.Processor.Resolver).Gateway = c.Wire
		if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved {
			t.Errorf("operation %d: %v %v", u.kind, e.State, e.Outcome)
		}
	}
}

// Our own order reference on a page wakes what other evidence has kept unknown.
func TestOwnReferenceIsNews(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(20000)
	c.Fault("close", "REFUND")
	v := c.do(ref, option.RefundPart, amount(4000))
	c.PortalRefund(ref, 4000, "portal")
	if e := c.settleDoubt(v.ID); e.State == journal.Known || e.Evidence == "" {
		t.Fatal(e.State, e.Evidence)
	}
	c.Clock.Wait(25 * time.Hour)
	c.check(v.ID)
	if c.see(ref); !c.Entry(v.ID).NextCheckAt.After(c.Clock.Now()) {
		t.Error("woken by what it knows")
	}
	own := c.PortalRefund(ref, 4000, v.SentReference)
	if c.see(ref); c.Entry(v.ID).NextCheckAt.After(c.Clock.Now()) {
		t.Error("not woken by its own order reference")
	}
	if e := c.check(v.ID); e.Outcome != gateway.OutcomeApproved || e.TransactionReference != own {
		t.Errorf("%v %v, %s", e.State, e.Outcome, e.TransactionReference)
	}
}
