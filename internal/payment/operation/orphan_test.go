package operation

import (
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/sandbox"
)

// A lost refund or payout whose order reference was changed in the portal, or
// made the payment's own, is not called not given back: the payment shows a
// refund of that amount that no attempt of ours has made.
func TestRenamedRefundIsEvidence(t *testing.T) {
	for _, kind := range []option.Kind{option.RefundPart, option.Payout} {
		for _, order := range []string{"renamed", "ORDER-1", "cut-in-the-port"} {
			for _, cancelled := range []bool{false, true} {
				c := newCounter(t)
				ref := c.PaySettled(10000)
				c.Fault("lost", "REFUND")
				v := c.do(ref, kind, amount(4000))
				child := c.see(ref).Related[0].TransactionReference
				c.Portal(gateway.UpdateRequest{TransactionReference: child, OrderReference: order})
				if cancelled {
					c.Portal(gateway.UpdateRequest{TransactionReference: child, SettleStatus: gateway.SettleCancelled})
				}
				if e := c.settleDoubt(v.ID); e.State == journal.Known || e.Alarm != journal.AlarmsOf(e).Evidence || e.EvidenceReference != child {
					t.Errorf("operation %d, %s, cancelled %v: %v %q %q", kind, order, cancelled, e.Outcome, e.Alarm, e.Evidence)
				}
				if open, err := c.Processor.Unresolved(t.Context(), 5); err != nil || len(open) != 1 {
					t.Errorf("unresolved: %v %v", open, err)
				}
			}
		}
	}
}

// A child that cannot be the lost refund is no evidence.
func TestOtherChildrenAreNoEvidence(t *testing.T) {
	effort.Whole(t)
	for name, other := range map[string]func(c *counter, ref string){
		"another amount": func(c *counter, ref string) { c.PortalRefund(ref, 3999, "portal") },
		"another entry's": func(c *counter, ref string) {
			a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
			v := c.begin(a)
			_ = c.Journal.Intent(c.T.Context(), v.Entry("host"), "", time.Time{})
			child := c.PortalRefund(ref, 4000, v.SentReference)
			_, err := c.Journal.Record(c.T.Context(), v.ID, journal.Change{Step: journal.StepAnswered, Apply: func(e *journal.Entry) error {
				e.State, e.Outcome, e.TransactionReference, e.AnsweredAt = journal.Known, gateway.OutcomeApproved, child, c.Clock.Now()
				return nil
			}})
			if err != nil {
				c.T.Fatal(err)
			}
			c.Portal(gateway.UpdateRequest{TransactionReference: child, OrderReference: "renamed"})
		},
		"of another payment": func(c *counter, _ string) { c.PortalRefund(c.PaySettled(10000), 4000, "portal") },
		"a payout": func(c *counter, ref string) {
			if _, err := c.Wire.Client.Payout(c.T.Context(), gateway.PayoutRequest{Site: "test_site12345", Parent: ref, Amount: paymenttest.Pounds(3000), OrderReference: "x"}); err != nil {
				c.T.Fatal(err)
			}
		},
	} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		c.Fault("close", "REFUND")
		v := c.do(ref, option.RefundPart, amount(4000))
		other(c, ref)
		if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Alarm != "" {
			t.Errorf("%s: %v %q %q", name, e.Outcome, e.Alarm, e.Evidence)
		}
	}
	// Made before, by the gateway's clock and by ours.
	c := newCounter(t)
	ref := c.PaySettled(10000)
	c.PortalRefund(ref, 4000, "portal")
	c.Clock.Wait(time.Hour)
	c.Fault("close", "REFUND")
	v := c.do(ref, option.RefundPart, amount(4000))
	if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent || e.Alarm != "" {
		t.Errorf("made before: %v %q %q", e.Outcome, e.Alarm, e.Evidence)
	}
}

// The time of day put back does not turn evidence into something that was made
// before.
func TestEvidenceSurvivesTheClock(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	c.Fault("lost", "REFUND")
	v := c.do(ref, option.RefundPart, amount(4000))
	child := c.see(ref).Related[0].TransactionReference
	c.Portal(gateway.UpdateRequest{TransactionReference: child, OrderReference: "renamed"})
	put := &paymenttest.Clock{Time: c.Clock.Now()}
	resolverOf(c.Processor.Resolver).Now = put.Now // the steady clock and the gateway's go on
	put.Wait(-time.Hour)
	for range 12 {
		c.Clock.Wait(time.Minute)
		put.Wait(time.Minute)
		if e := c.check(v.ID); e.Outcome == gateway.OutcomeNotSent {
			t.Fatalf("called not given back: %q", e.Evidence)
		}
	}
}

// Some signs show that a refund called not given back was made after all: on the
// page of the payment our own order reference, or a child that may be the
// refund; or a refusal as too much. Such a refund is checked at once, and the
// alarm is raised.
func TestNotGivenBackIsDoubted(t *testing.T) {
	for name, tc := range map[string]struct {
		found func(c *counter, ref string, v Operation)
		alarm func(journal.Alarms) string
	}{
		"our reference": {func(c *counter, ref string, v Operation) {
			c.PortalRefund(ref, 8000, v.SentReference)
			c.see(ref)
		}, func(of journal.Alarms) string { return of.Late }},
		"a child that may be it": {func(c *counter, ref string, _ Operation) {
			c.PortalRefund(ref, 8000, "portal")
			c.see(ref)
		}, func(of journal.Alarms) string { return of.Maybe }},
		"refused as too much": {func(c *counter, ref string, _ Operation) {
			if err := c.Bank.SetFault(sandbox.Fault{Name: "hide", Arg: 15 * time.Minute, Types: []string{"REFUND"}}); err != nil {
				c.T.Fatal(err)
			}
			c.PortalRefund(ref, 8000, "portal")
			if v := c.do(ref, option.RefundPart, amount(3000)); v.Result.Code.Code != "20007" {
				c.T.Fatal(v.Outcome, v.Problem)
			}
		}, func(journal.Alarms) string { return journal.AlarmMoreBack }},
	} {
		c := newCounter(t)
		ref := c.PaySettled(10000)
		c.Fault("close", "REFUND")
		v := c.do(ref, option.RefundPart, amount(8000))
		if e := c.settleDoubt(v.ID); e.Outcome != gateway.OutcomeNotSent {
			t.Fatal(e.Outcome)
		}
		c.Bank.ClearFaults()
		c.Clock.Wait(time.Hour)
		c.check(v.ID) // the next one is minutes away
		if due, _ := c.Journal.Due(t.Context(), c.Clock.Now(), 5); len(due) != 0 {
			t.Fatalf("%s: due before", name)
		}
		tc.found(c, ref, v)
		due, err := c.Journal.Due(t.Context(), c.Clock.Now(), 5)
		if err != nil || len(due) != 1 || due[0].ID != v.ID {
			t.Errorf("%s: due %v, %v", name, due, err)
			continue
		}
		if e := c.check(v.ID); e.Alarm != tc.alarm(journal.AlarmsOf(e)) {
			t.Errorf("%s: %v %q", name, e.Outcome, e.Alarm)
		}
		if open, err := c.Processor.Unresolved(t.Context(), 5); err != nil || len(open) != 1 {
			t.Errorf("%s: unresolved %v %v", name, open, err)
		}
		// The page is read again and again, and the refund is not asked about each
		// time.
		c.see(ref)
		if due, _ := c.Journal.Due(t.Context(), c.Clock.Now(), 5); len(due) != 0 {
			t.Errorf("%s: due again", name)
		}
	}
}
