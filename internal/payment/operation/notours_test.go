package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
)

// A record with our order reference is not ours if the answer named another
// transaction.
func TestAnotherTransactionThanTheAnswers(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	c.Fault("lost", "REFUND")
	v := c.do(ref, option.RefundPart, amount(4000))
	_, err := c.Journal.Record(t.Context(), v.ID, journal.Change{Step: journal.StepInDoubt, Apply: func(e *journal.Entry) error {
		e.TransactionReference = "23-9-99999"
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if e := c.settleDoubt(v.ID); e.State == journal.Known || e.Alarm != journal.AlarmsOf(e).Evidence {
		t.Errorf("called %v, alarm %q", e.Outcome, e.Alarm)
	}
}

// Nor is a record ours that another attempt of the journal is known to have
// made.
func TestTheTransactionOfAnother(t *testing.T) {
	c := newCounter(t)
	ref := c.PaySettled(10000)
	first := c.do(ref, option.RefundPart, amount(4000))
	c.Clock.Wait(time.Hour)
	c.Fault("close", "REFUND")
	v := c.do(ref, option.RefundPart, amount(4000))
	made := c.Entry(first.ID).TransactionReference
	c.Portal(gateway.UpdateRequest{TransactionReference: made, OrderReference: v.SentReference})
	if e := c.settleDoubt(v.ID); e.State == journal.Known || e.EvidenceReference != made {
		t.Errorf("called %v, evidence %q", e.Outcome, e.Evidence)
	}
}
