package payment

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
)

// TestAPartRaisesAnAlarm: an approval of less than the amount is an alarm, whether the
// answer says so, or a query after the answer was lost, or an answer with another amount,
// which is not believed.
func TestAPartRaisesAnAlarm(t *testing.T) {
	f := newFloor(t)
	order := ordered("FAULT-part-B1")
	if done := f.take(order); done.Outcome != gateway.OutcomeApproved || done.Alarm != journal.AlarmPart || f.Entry(done.ID).Alarm != journal.AlarmPart {
		t.Errorf("answered: %v, alarm %q", done.Outcome, done.Alarm)
	}
	b := newBench(t, paymenttest.Lost)
	lost := b.take(charge())
	whole := paymenttest.Paid(func(r *gateway.Record) {
		r.OrderReference, r.AcquirerResponseCode, r.SiteReference = lost.SentReference, "10", "test_site"
		r.BaseAmount, r.CurrencyISO3A = "1050", "GBP"
	})
	b.answers(whole)
	if e := b.asked(t, lost.ID); e.Outcome != gateway.OutcomeApproved || e.Alarm != journal.AlarmPart {
		t.Errorf("found: %v, alarm %q", e.Outcome, e.Alarm)
	}
	b = newBench(t, paymenttest.Lost)
	lost = b.take(charge())
	part := whole
	part.OrderReference, part.BaseAmount = lost.SentReference, "500"
	b.answers(part)
	if e := b.asked(t, lost.ID); e.Outcome.MovesMoney() || e.Evidence == "" || e.Alarm == "" {
		t.Errorf("another amount: %v, alarm %q, evidence %q", e.Outcome, e.Alarm, e.Evidence)
	}
}
