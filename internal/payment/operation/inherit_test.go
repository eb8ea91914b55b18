package operation

import (
	"slices"
	"testing"
	"time"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// A record with another attempt's order reference does not prove that the other
// attempt made it: the portal gives references, and its refunds and repeats
// inherit them.

// take takes a payment that the journal knows of.
func (c *counter) take(order string, minor int64) (ref, sent string) {
	c.T.Helper()
	a := <-c.Processor.Charge(c.Processor.Begin(payment.Charge{OrderReference: order, Amount: paymenttest.Pounds(minor), Brand: gateway.Visa, First6: "411111", Last4: "1111"}), paymenttest.Card())
	if a.Outcome != gateway.OutcomeApproved {
		c.T.Fatal(a.Outcome, a.Problem)
	}
	return a.Result.Record.TransactionReference, a.SentReference
}

// A lost repeat, refund or payout whose record by now has the order reference of
// another attempt of the journal is not called not made.
func TestLostUnderAnothersReference(t *testing.T) {
	effort.Whole(t)
	for name, tc := range map[string]struct {
		kind  option.Kind
		other func(c *counter, ref, sent string) string
	}{
		"a repeat, its payment's":      {option.Repeat, func(_ *counter, _, sent string) string { return sent }},
		"a refund, its payment's":      {option.RefundPart, func(_ *counter, _, sent string) string { return sent }},
		"a payout, its payment's":      {option.Payout, func(_ *counter, _, sent string) string { return sent }},
		"a refund, an earlier one's":   {option.RefundPart, (*counter).earlier},
		"a payout, an earlier one's":   {option.Payout, (*counter).earlier},
		"a repeat, an earlier one's":   {option.Repeat, (*counter).earlierRepeat},
		"a refund, of one never sent":  {option.RefundPart, (*counter).keptBack},
		"a payout, of one never sent":  {option.Payout, (*counter).keptBack},
		"a refund, an unknown smaller": {option.RefundPart, (*counter).earlierLost},
	} {
		c := newCounter(t)
		ref, sent := c.take("A17", 10000)
		c.Bank.Settle()
		other := tc.other(c, ref, sent)
		kind := gateway.TypeRefund
		if tc.kind == option.Repeat {
			kind = gateway.TypeAuth
		}
		c.Fault("lost", kind)
		v := c.do(ref, tc.kind, amount(4000), func(a *Request) { a.OrderReference = "C-1" })
		if v.Outcome != gateway.OutcomeUnknown {
			t.Fatal(name, v.Outcome, v.Problem)
		}
		_, kids, _ := c.read(t.Context(), ref)
		kids = slices.DeleteFunc(kids, func(r gateway.Record) bool { return r.SettleStatus == string(gateway.SettleCancelled) })
		child := refundOf(Snapshot{Related: kids}, "4000")
		c.Portal(gateway.UpdateRequest{TransactionReference: child, OrderReference: other})
		if e := c.settleDoubt(v.ID); e.State == journal.Known || e.EvidenceReference != child || e.Alarm != journal.AlarmsOf(e).Evidence {
			t.Errorf("%s: called %v, evidence %q, alarm %q", name, e.Outcome, e.Evidence, e.Alarm)
		}
	}
}

func (c *counter) earlier(ref, _ string) string {
	return c.do(ref, option.RefundPart, amount(1000)).SentReference
}

func (c *counter) earlierLost(ref, _ string) string {
	c.Fault("close", "REFUND")
	return c.do(ref, option.RefundPart, amount(1000)).SentReference
}

func (c *counter) earlierRepeat(ref, _ string) string {
	return c.do(ref, option.Repeat, amount(1000), func(a *Request) { a.OrderReference = "D-1" }).SentReference
}

// keptBack is a refund of the same amount that is not sent, because another desk
// gave the same back after the agent looked.
func (c *counter) keptBack(ref, _ string) string {
	v := c.begin(Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000), Reason: "faulty"})
	child := c.PortalRefund(ref, 4000, "portal")
	if v = <-c.Carry(v); v.Outcome != gateway.OutcomeNotSent {
		c.T.Fatal(v.Outcome)
	}
	c.Portal(gateway.UpdateRequest{TransactionReference: child, SettleStatus: gateway.SettleCancelled})
	c.Clock.Wait(time.Hour)
	return v.SentReference
}

// A repeat made in the portal while ours is unknown inherits the payment's
// reference, and may be ours.
func TestPortalRepeatInherits(t *testing.T) {
	c := newCounter(t)
	ref, sent := c.take("A17", 4800)
	c.Clock.Wait(20 * time.Minute)
	c.Fault("close", "AUTH")
	v := c.do(ref, option.Repeat, amount(1500), func(a *Request) { a.OrderReference = "C-1" })
	if _, err := c.Wire.Client.Auth(t.Context(), gateway.AuthRequest{
		Site: "test_site12345", Parent: ref, Amount: paymenttest.Pounds(1500), OrderReference: sent, CredentialsOnFile: gateway.CredentialsUse,
	}); err != nil {
		t.Fatal(err)
	}
	if e := c.settleDoubt(v.ID); e.State == journal.Known {
		t.Errorf("called %v", e.Outcome)
	}
	_, kids, _ := c.read(t.Context(), ref)
	if made := c.see(kids[0].TransactionReference).Made; made.ID != "" {
		t.Errorf("the repeat's page says that it was made by %s as %s", made.Agent, made.SentReference)
	}
}

// A refund of the portal under the reference of an earlier one of ours is asked
// about, and does not hide ours.
func TestPortalRefundUnderOurReference(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	first := c.do(ref, option.RefundPart, amount(1000))
	c.PortalRefund(ref, 4000, first.SentReference)
	a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
	if got := c.warned(c.desk, a); !slices.Equal(got, []payment.WarningKind{payment.BackMade}) {
		t.Errorf("warned of %v", got)
	}
	if v := c.attemptOf(c.desk, a); v.Outcome != gateway.OutcomeNotSent {
		t.Errorf("without a reason: %v", v.Outcome)
	}
	other := gateway.Record{RequestType: gateway.TypeRefund, OrderReference: first.SentReference, TransactionReference: "another", ParentTransaction: ref}
	if len(unseen(ref, []journal.Entry{c.Entry(first.ID)}, []gateway.Record{other})) != 1 {
		t.Error("ours counts as shown")
	}
}
