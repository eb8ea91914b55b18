package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// A reduction that was made stays made when the payment is cancelled afterwards,
// and one that was not made does not become made. It is checked further, like any
// update that the payment shows nothing of.
func TestReductionBeforeACancel(t *testing.T) {
	for fault, want := range map[string]gateway.Outcome{"lost": gateway.OutcomeApproved, "close": gateway.OutcomeUnknown} {
		c := newCounter(t)
		ref := c.Pay(4800)
		c.Fault(fault, "TRANSACTIONUPDATE")
		v := c.do(ref, option.Reduce, amount(1000))
		if _, err := c.Wire.Client.Update(t.Context(), gateway.Cancel("test_site12345", ref)); err != nil {
			t.Fatal(err)
		}
		if e := c.check(v.ID); e.Outcome != want {
			t.Errorf("%s: %v %v, want %v", fault, e.State, e.Outcome, want)
		}
	}
}

// The amount that settles does not show that two attempts to reduce a payment to it
// were both made: each promised its caller so much less.
func TestTwoReductionsToTheSameAmount(t *testing.T) {
	c := newCounter(t)
	ref := c.Pay(4800)
	c.Fault("close", "TRANSACTIONUPDATE")
	v := c.do(ref, option.Reduce, amount(1000))
	other := c.Entry(v.ID)
	other.ID, other.SentReference, other.State, other.Problem, other.AnsweredAt = "other", other.SentReference+"X", journal.Open, "", time.Time{}
	if err := c.Journal.Intent(t.Context(), other, "other desk", c.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Wire.Client.Update(t.Context(), gateway.Reduce("test_site12345", ref, paymenttest.Pounds(3800))); err != nil {
		t.Fatal(err)
	}
	if e := c.check(other.ID); e.State == journal.Known {
		t.Fatalf("the second: %v", e.Outcome)
	}
	if e := c.check(v.ID); e.State != journal.Known || e.Outcome != gateway.OutcomeApproved {
		t.Fatalf("the first: %v %v", e.State, e.Outcome)
	}
	if e := c.check(other.ID); e.State == journal.Known || e.Evidence == "" {
		t.Fatalf("the second: %v %v %q", e.State, e.Outcome, e.Evidence)
	}
	c.Clock.Wait(payment.DefaultRule().Absent)
	if e := c.check(other.ID); e.Alarm == "" {
		t.Errorf("no supervisor is called: %+v", e)
	}
}
