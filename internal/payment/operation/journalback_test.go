package operation

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// putBack puts an older copy of the journal in its place and opens it as the
// next console does.
func (f *counter) putBack(copied *journaltest.Memory, mark bool) *payment.Processor {
	f.T.Helper()
	if !mark {
		f.Journal.RemoveMark()
	}
	f.Journal.Replace(copied)
	f.Journal = f.Journal.Reopen()
	f.desk = f.newService("priya", f.Journal)
	f.use(f.desk)
	return f.Processor
}

// reconcile compares the journal with the gateway.
func (f *counter) reconcile(back time.Duration) resolve.Reconciliation {
	f.T.Helper()
	r := resolve.Reconciler{Gateway: f.Wire.Client, Store: f.Journal, Sites: []string{f.Processor.Site}, Now: f.Clock.Now}
	found, err := r.Run(f.T.Context(), f.Clock.Now().Add(-back))
	if err == nil {
		err = f.Journal.Reconciled(f.T.Context())
	}
	if err != nil {
		f.T.Fatal(err)
	}
	return found
}

// TestWhatWasForgottenIsFound: an older copy of the journal is put back, with its
// mark or without. Payments, repeats, refunds and payouts that carry the
// journal's name and stand in no row get one with an alarm, and the guard knows
// of them. Records that inherit a reference are left alone.
func TestWhatWasForgottenIsFound(t *testing.T) {
	for _, mark := range []bool{true, false} {
		f := newFullCounter(t)
		kept := f.charge(priced("A1", 1100))
		f.Bank.Settle()
		copied := f.Journal.Snapshot()

		f.Pass(time.Minute)
		charged := f.charge(priced("A2", 1200))
		lost := f.lose(priced("A3", 1300), 0)
		refund := f.do(kept.Result.Record.TransactionReference, option.RefundPart, amount(500))
		repeat := f.do(kept.Result.Record.TransactionReference, option.Repeat, amount(1400), func(a *Request) { a.OrderReference = "A4" })
		for _, v := range []payment.Attempt{charged, refund.Attempt, repeat.Attempt} {
			if v.Outcome != gateway.OutcomeApproved {
				t.Fatalf("%s: %v %q", v.Operation, v.Outcome, v.Problem)
			}
		}
		// Others' payments, and children of ours that inherit the reference.
		f.Pay(9900)
		f.portalPay(gateway.AuthRequest{Parent: charged.Result.Record.TransactionReference, Amount: paymenttest.Pounds(100), OrderReference: charged.SentReference})
		f.portalPay(gateway.AuthRequest{Parent: kept.Result.Record.TransactionReference, Amount: paymenttest.Pounds(200), OrderReference: kept.SentReference})

		f.Pass(time.Minute)
		d := f.putBack(copied, mark)
		if a := f.charge(priced("A9", 900)); mark != (a.Outcome == gateway.OutcomeNotSent) {
			t.Errorf("mark %v: before it was reconciled: %v %q", mark, a.Outcome, a.Problem)
		}
		found := f.reconcile(time.Hour)
		got := map[string]journal.Operation{}
		for _, a := range found.Forgotten {
			got[a.SentReference] = a.Operation
			if e := f.Entry(a.ID); e.Alarm != journal.AlarmsOf(e).Forgotten || !e.Attention() || e.State != journal.Known {
				t.Errorf("%s: %v, alarm %q", a.SentReference, e.State, e.Alarm)
			}
		}
		want := map[string]journal.Operation{
			charged.SentReference: journal.OpCharge, lost.SentReference: journal.OpCharge,
			refund.SentReference: journal.OpRefund, repeat.SentReference: journal.OpRepeat,
		}
		for sent, op := range want {
			if got[sent] != op {
				t.Errorf("mark %v: %s %s was forgotten and is %q", mark, op, sent, got[sent])
			}
		}
		if len(got) != len(want) || len(found.Forgotten) != len(want) {
			t.Errorf("forgotten: %v, want %v", got, want)
		}
		if len(found.Others) != 3 {
			t.Errorf("%d of others", len(found.Others))
		}
		for _, c := range []payment.Charge{priced("A2", 9900), priced("B1", 1300), priced("A4", 9900)} {
			if w, err := d.Guard(t.Context(), c); err != nil || len(w) == 0 {
				t.Errorf("%v of order %s: not warned, %v", c.Amount, c.OrderReference, err)
			}
		}
		if left := f.see(kept.Result.Record.TransactionReference).Left; left != paymenttest.Pounds(600) {
			t.Errorf("%v left of what was refunded", left)
		}
		if again := f.reconcile(time.Hour); len(again.Forgotten) != 0 || len(again.Differences) != 0 {
			t.Errorf("the second time: %+v", again)
		}
		if a := f.charge(priced("A10", 950)); a.Outcome != gateway.OutcomeApproved {
			t.Errorf("after it was reconciled: %v %q", a.Outcome, a.Problem)
		}
	}
}

// portalPay makes a payment that this journal does not know.
func (f *counter) portalPay(r gateway.AuthRequest) {
	f.T.Helper()
	r.Site = f.Processor.Site
	if got, err := f.Wire.Client.Auth(f.T.Context(), r); err != nil || got.Outcome != gateway.OutcomeApproved {
		f.T.Fatal(got.Outcome, err)
	}
}

// TestReconcilingRaisesNoFalseAlarm: a journal that has everything, a new one, a
// journal whose references of before carry no name, and one whose payments were
// pruned.
func TestReconcilingRaisesNoFalseAlarm(t *testing.T) {
	quiet := func(t *testing.T, f *counter, others int) {
		t.Helper()
		found := f.reconcile(24 * time.Hour)
		if len(found.Forgotten) != 0 || len(found.Differences) != 0 || len(found.Others) != others {
			t.Errorf("%+v", found)
		}
	}
	t.Run("all there", func(t *testing.T) {
		f := newFullCounter(t)
		a := f.charge(priced("A1", 1100))
		f.lose(priced("A2", 1200), 0) // in doubt
		f.charge(priced("A3", 70000)) // declined
		f.watch(f.unbooked(priced("A4", 1400)).ID, time.Hour)
		f.do(a.Result.Record.TransactionReference, option.Reduce, amount(100))
		f.do(a.Result.Record.TransactionReference, option.Order, func(a *Request) { a.OrderReference = "B1" })
		f.do(a.Result.Record.TransactionReference, option.Cancel)
		quiet(t, f, 0)
	})
	t.Run("a new journal", func(t *testing.T) {
		f := newFullCounter(t)
		f.Pay(1000)
		f.charge(priced("A1", 1100))
		f.Journal = journaltest.NewMemory(f.Clock.Now)
		f.Journal.SetIdentity("ZZ", f.Clock.Now())
		quiet(t, f, 2)
	})
	t.Run("made before names", func(t *testing.T) {
		f := newFullCounter(t)
		f.portalPay(gateway.AuthRequest{OrderReference: "A1-M0AAAA", Amount: paymenttest.Pounds(1100), Card: paymenttest.Card()}) // by accident
		f.Pass(time.Minute)
		f.Journal.SetIdentity("M0", f.Clock.Now())
		quiet(t, f, 1)
	})
	t.Run("a child of a payment that was pruned", func(t *testing.T) {
		f := newFullCounter(t)
		a := f.charge(priced("A1", 1100))
		f.Journal = journaltest.NewMemory(f.Clock.Now)
		f.Journal.SetIdentity("M0", f.Clock.Now().Add(-time.Hour))
		f.Pass(time.Hour)
		f.portalPay(gateway.AuthRequest{Parent: a.Result.Record.TransactionReference, Amount: paymenttest.Pounds(100), OrderReference: a.SentReference})
		found := f.reconcile(30 * time.Minute)
		if len(found.Forgotten) != 0 || len(found.Others) != 1 {
			t.Errorf("%+v", found)
		}
	})
}

// TestWhatDiffersIsListed: amounts and outcomes.
func TestWhatDiffersIsListed(t *testing.T) {
	f := newFullCounter(t)
	a := f.unbooked(priced("A1", 1100))
	if _, err := resolverOf(f.Processor.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, gateway.OutcomeApproved, "J. Doe", "by telephone"); err != nil {
		t.Fatal(err)
	}
	f.portalPay(gateway.AuthRequest{OrderReference: a.SentReference, Amount: paymenttest.Pounds(1200), Card: paymenttest.Card()})
	b := f.unbooked(priced("A2", 1300))
	if _, err := resolverOf(f.Processor.Resolver).RuleOn(t.Context(), rights.Everything(), b.SentReference, gateway.OutcomeNotSent, "J. Doe", "by telephone"); err != nil {
		t.Fatal(err)
	}
	f.portalPay(gateway.AuthRequest{OrderReference: b.SentReference, Amount: paymenttest.Pounds(1300), Card: paymenttest.Card()})
	said := ""
	for _, d := range f.reconcile(time.Hour).Differences {
		said += d.Entry.SentReference + " " + d.Says + "\n"
	}
	for _, want := range []string{
		a.SentReference + " the journal has £11.00 and the gateway £12.00",
		b.SentReference + " the journal says not sent and the gateway approved",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("not %q in:\n%s", want, said)
		}
	}
}
