package payment

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
)

// answers makes every query find these records.
func (b *bench) answers(records ...gateway.Record) {
	b.bank.Found = func(gateway.Query) (gateway.QueryResult, error) {
		return gateway.QueryResult{Outcome: gateway.OutcomeApproved, At: b.clock.Now(), Records: records}, nil
	}
}

// asked checks an attempt once and returns it as it is then.
func (b *bench) asked(t *testing.T, id string) journal.Entry {
	t.Helper()
	e, err := b.Resolver.Check(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestAReferenceIsARecord: an answer that could not say what became of the
// money gave a transaction reference. Searches that find nothing contradict
// it, but do not overrule it.
func TestAReferenceIsARecord(t *testing.T) {
	for reference, want := range map[string]journal.State{"": journal.Known, "23-9-1": journal.InDoubt} {
		b := newBench(t, func(r gateway.AuthRequest) (gateway.AuthResult, error) {
			return gateway.AuthResult{Outcome: gateway.OutcomeUnknown, Record: gateway.Record{ErrorCode: "60010", TransactionReference: reference}}, nil
		})
		b.answers()
		a := b.take(charge())
		for range 20 {
			b.clock.Wait(time.Minute)
			b.asked(t, a.ID)
		}
		e := b.entry(t, a.ID)
		if e.State != want {
			t.Errorf("reference %q: %v, %v", reference, e.State, e.Outcome)
		}
		if want != journal.Known && (e.Alarm != journal.AlarmsOf(e).Evidence || !strings.Contains(e.Evidence, reference) || e.EvidenceReference != reference) {
			t.Errorf("no alarm or evidence tells of reference %q: alarm %q, evidence %q", reference, e.Alarm, e.Evidence)
		}
	}
}

// TestAnAmountThatCannotBeRead is not the amount that was charged.
func TestAnAmountThatCannotBeRead(t *testing.T) {
	for _, amount := range []string{"", "10.50", "1051", "x"} {
		b := newBench(t, paymenttest.Lost)
		a := b.take(charge())
		b.answers(gateway.Record{
			RequestType: "AUTH", OrderReference: a.SentReference, TransactionReference: "1-2-3",
			ErrorCode: "0", SettleStatus: "0", BaseAmount: amount, CurrencyISO3A: "GBP",
		})
		if e := b.asked(t, a.ID); e.State != journal.InDoubt || e.Alarm != journal.AlarmsOf(e).Amount {
			t.Errorf("amount %q: %v %v, alarm %q", amount, e.State, e.Outcome, e.Alarm)
		}
	}
}

// TestAskingByHandPutsNothingOff: however often an agent checks by hand, the
// next check by itself comes as soon as it would without.
func TestAskingByHandPutsNothingOff(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	b.answers()
	a := b.take(charge())
	for range 30 {
		b.clock.Wait(200 * time.Millisecond)
		b.asked(t, a.ID)
	}
	if e := b.entry(t, a.ID); e.NextCheckAt.Sub(b.clock.Now()) > doubt.FirstGap {
		t.Errorf("after %v the next check is %v away", 6*time.Second, e.NextCheckAt.Sub(b.clock.Now()))
	}
}

// TestGapsGrow with the age of an attempt.
func TestGapsGrow(t *testing.T) {
	rule := DefaultRule()
	began := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	e := journal.Entry{IntentAt: began, AnsweredAt: began}
	last := time.Duration(0)
	for age := time.Duration(0); age < 30*time.Hour; age += 7 * time.Second {
		now := began.Add(age)
		gap := rule.Next(e, now).Sub(now)
		if gap < last || gap < doubt.FirstGap || gap > doubt.OldGap {
			t.Fatalf("at %v the gap is %v, before it was %v", age, gap, last)
		}
		last = gap
	}
	if last != doubt.OldGap {
		t.Errorf("after a day %v", last)
	}
	if gap := rule.Next(e, began.Add(-time.Hour)).Sub(began.Add(-time.Hour)); gap < time.Minute {
		t.Errorf("with a clock that was put back by an hour, every %v", gap)
	}
}

// TestOldNewsIsNone: a watched attempt that a query finds as the journal has it is no
// news. One that turns out otherwise is.
func TestOldNewsIsNone(t *testing.T) {
	b := newBench(t, paymenttest.Lost)
	b.answers()
	a := b.take(charge())
	var told []Attempt
	resolverOf(b.Resolver).News = telling(func(a Attempt) { told = append(told, a) })
	b.asked(t, a.ID)
	b.clock.Wait(DefaultRule().Absent)
	if e := b.asked(t, a.ID); e.Outcome != gateway.OutcomeNotSent || len(told) != 2 {
		t.Fatalf("%v, told %d times", e.Outcome, len(told))
	}
	b.clock.Wait(time.Hour)
	b.asked(t, a.ID)
	if len(told) != 2 {
		t.Errorf("told again: %v", told[2].Outcome)
	}
	b.answers(gateway.Record{
		RequestType: "AUTH", OrderReference: a.SentReference, TransactionReference: "1-2-3",
		ErrorCode: "0", SettleStatus: "0", BaseAmount: "1050", CurrencyISO3A: "GBP",
	})
	b.asked(t, a.ID)
	if len(told) != 3 || told[2].Outcome != gateway.OutcomeApproved || told[2].Alarm != journal.AlarmsOf(told[2].Entry("")).Late {
		t.Errorf("told %d times: %+v", len(told), told[len(told)-1])
	}
}
