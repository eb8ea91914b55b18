package payment

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// late is a desk whose agent has stopped waiting when the answer comes.
func late(t *testing.T, answer func(gateway.AuthRequest) (gateway.AuthResult, error)) (*bench, Attempt, func()) {
	t.Helper()
	gate := make(chan struct{})
	b := newBench(t, func(r gateway.AuthRequest) (gateway.AuthResult, error) {
		<-gate
		return answer(r)
	})
	a := b.take(charge())
	return b, a, func() {
		close(gate)
		synctest.Wait()
	}
}

// TestALateReferenceIsARecord: a transaction reference in a late answer points to a
// record as one in time does.
func TestALateReferenceIsARecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, a, arrive := late(t, func(gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{Outcome: gateway.OutcomeUnknown, Record: gateway.Record{ErrorCode: "60010", TransactionReference: "23-9-1"}}, nil
		})
		b.answers()
		arrive()
		for range 20 {
			b.clock.Wait(time.Minute)
			b.asked(t, a.ID)
		}
		if e := b.entry(t, a.ID); e.State != journal.InDoubt || e.TransactionReference != "23-9-1" {
			t.Errorf("%v %v, reference %q", e.State, e.Outcome, e.TransactionReference)
		}
	})
}

// TestAnApprovalAfterNotTaken: a late approval is told, even if a supervisor
// has seen to an earlier alarm.
func TestAnApprovalAfterNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, a, arrive := late(t, paymenttest.Approve)
		b.answers(gateway.Record{
			RequestType: "AUTH", OrderReference: a.SentReference, TransactionReference: "1-2-3",
			ErrorCode: "0", SettleStatus: "0", BaseAmount: "9", CurrencyISO3A: "GBP",
		})
		b.asked(t, a.ID)
		if _, err := resolverOf(b.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeNotSent, "J. Doe", "seen to"); !errors.Is(err, resolve.ErrOnItsWay) {
			t.Fatalf("it is called not taken while its owner waits for the answer: %v", err)
		}
		b.clock.Wait(5 * time.Minute) // the sending lease has ended
		if _, err := resolverOf(b.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeNotSent, "J. Doe", "seen to"); err != nil {
			t.Fatal(err)
		}
		if b.entry(t, a.ID).Attention() {
			t.Error("the alarm was not acknowledged")
		}
		arrive()
		if e := b.entry(t, a.ID); e.Outcome != gateway.OutcomeApproved || !e.Attention() {
			t.Errorf("%v, to be seen to: %v", e.Outcome, e.Attention())
		}
	})
}

// TestAnUpdateHasNoReferenceOfItsOwn: an answer that repeats the reference of its
// payment proves nothing about the update.
func TestAnUpdateHasNoReferenceOfItsOwn(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	e := journal.Entry{
		Operation: journal.OpCancel, State: journal.InDoubt, Parent: "1-2-3", TransactionReference: "1-2-3",
		IntentAt: now, AnsweredAt: now,
	}
	for i := range 10 {
		now = now.Add(time.Minute)
		m := clock.Moment{Here: now, Steady: clock.Reading{Boot: "boot", At: time.Duration(i) * time.Minute}}
		DefaultRule().Judge(&e, doubt.Finding{Answered: true, At: now, Asked: m, Heard: m, Ended: true})
	}
	if e.State != journal.Known {
		t.Errorf("%v", e.State)
	}
}
