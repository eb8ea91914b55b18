package payment

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment/option"
)

// putBack puts an older copy of the journal in its place and opens it as the
// next console does.
func (f *floor) putBack(copied *journaltest.Memory, mark bool) *Desk {
	f.t.Helper()
	if !mark {
		f.store.RemoveMark()
	}
	f.store.Replace(copied)
	f.store = f.store.Reopen()
	f.counter.Reversals = f.desk("priya", f.store)
	f.Desk = f.counter.Desk
	return f.use(f.Desk)
}

// reconcile compares the journal with the gateway.
func (f *floor) reconcile(back time.Duration) Reconciliation {
	f.t.Helper()
	r := Reconciler{Gateway: f.wire.Client, Store: f.store, Site: f.Site, Now: f.clock.Now}
	found, err := r.Run(f.t.Context(), f.clock.Now().Add(-back))
	if err == nil {
		err = f.store.Reconciled(f.t.Context())
	}
	if err != nil {
		f.t.Fatal(err)
	}
	return found
}

// TestWhatWasForgottenIsFound: an older copy of the journal is put back, with its
// mark or without. Payments, repeats, refunds and payouts that carry the
// journal's name and stand in no row get one with an alarm, and the guard knows
// of them. Records that inherit a reference are left alone.
func TestWhatWasForgottenIsFound(t *testing.T) {
	for _, mark := range []bool{true, false} {
		f := newFloor(t)
		kept := f.take(priced("A1", 1100))
		f.bank.Settle()
		copied := f.store.Snapshot()

		f.wait(time.Minute)
		charged := f.take(priced("A2", 1200))
		lost := f.lose(priced("A3", 1300), 0)
		refund := f.do(kept.Result.Record.TransactionReference, option.MoveRefundPart, amount(500))
		repeat := f.do(kept.Result.Record.TransactionReference, option.MoveRepeat, amount(1400), func(a *Action) { a.OrderReference = "A4" })
		for _, v := range []Attempt{charged, refund.Attempt, repeat.Attempt} {
			if v.Outcome != gateway.Approved {
				t.Fatalf("%s: %v %q", v.Operation, v.Outcome, v.Problem)
			}
		}
		// Others' payments, and children of ours that inherit the reference.
		f.pay(9900)
		f.portal(gateway.AuthRequest{Parent: charged.Result.Record.TransactionReference, Amount: pounds(100), OrderReference: charged.SentReference})
		f.portal(gateway.AuthRequest{Parent: kept.Result.Record.TransactionReference, Amount: pounds(200), OrderReference: kept.SentReference})

		f.wait(time.Minute)
		d := f.putBack(copied, mark)
		if a := f.take(priced("A9", 900)); mark != (a.Outcome == gateway.NotSent) {
			t.Errorf("mark %v: before it was reconciled: %v %q", mark, a.Outcome, a.Problem)
		}
		found := f.reconcile(time.Hour)
		got := map[string]journal.Operation{}
		for _, a := range found.Forgotten {
			got[a.SentReference] = a.Operation
			if e := f.entry(a.ID); e.Alarm != alarmForgotten || !e.Attention() || e.State != journal.Known {
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
		for _, c := range []Charge{priced("A2", 9900), priced("B1", 1300), priced("A4", 9900)} {
			if w, err := d.Guard(t.Context(), c); err != nil || len(w) == 0 {
				t.Errorf("%v of order %s: not warned, %v", c.Amount, c.OrderReference, err)
			}
		}
		if left := f.see(kept.Result.Record.TransactionReference).Left; left != pounds(600) {
			t.Errorf("%v left of what was refunded", left)
		}
		if again := f.reconcile(time.Hour); len(again.Forgotten) != 0 || len(again.Differences) != 0 {
			t.Errorf("the second time: %+v", again)
		}
		if a := f.take(priced("A10", 950)); a.Outcome != gateway.Approved {
			t.Errorf("after it was reconciled: %v %q", a.Outcome, a.Problem)
		}
	}
}

// portal makes a payment that this journal does not know.
func (f *floor) portal(r gateway.AuthRequest) {
	f.t.Helper()
	r.Site = f.Site
	if got, err := f.wire.Client.Auth(f.t.Context(), r); err != nil || got.Outcome != gateway.Approved {
		f.t.Fatal(got.Outcome, err)
	}
}

// TestReconcilingRaisesNoFalseAlarm: a journal that has everything, a new one, a
// journal whose references of before carry no name, and one whose payments were
// pruned.
func TestReconcilingRaisesNoFalseAlarm(t *testing.T) {
	quiet := func(t *testing.T, f *floor, others int) {
		t.Helper()
		found := f.reconcile(24 * time.Hour)
		if len(found.Forgotten) != 0 || len(found.Differences) != 0 || len(found.Others) != others {
			t.Errorf("%+v", found)
		}
	}
	t.Run("all there", func(t *testing.T) {
		f := newFloor(t)
		a := f.take(priced("A1", 1100))
		f.lose(priced("A2", 1200), 0) // in doubt
		f.take(priced("A3", 70000))   // declined
		f.watch(f.unbooked(priced("A4", 1400)).ID, time.Hour)
		f.do(a.Result.Record.TransactionReference, option.MoveReduce, amount(100))
		f.do(a.Result.Record.TransactionReference, option.MoveOrder, func(a *Action) { a.OrderReference = "B1" })
		f.do(a.Result.Record.TransactionReference, option.MoveCancel)
		quiet(t, f, 0)
	})
	t.Run("a new journal", func(t *testing.T) {
		f := newFloor(t)
		f.pay(1000)
		f.take(priced("A1", 1100))
		f.store = journaltest.NewMemory(f.clock.Now)
		f.store.SetIdentity("ZZ", f.clock.Now())
		quiet(t, f, 2)
	})
	t.Run("made before names", func(t *testing.T) {
		f := newFloor(t)
		f.portal(gateway.AuthRequest{OrderReference: "A1-M0AAAA", Amount: pounds(1100), Card: card()}) // by accident
		f.wait(time.Minute)
		f.store.SetIdentity("M0", f.clock.Now())
		quiet(t, f, 1)
	})
	t.Run("a child of a payment that was pruned", func(t *testing.T) {
		f := newFloor(t)
		a := f.take(priced("A1", 1100))
		f.store = journaltest.NewMemory(f.clock.Now)
		f.store.SetIdentity("M0", f.clock.Now().Add(-time.Hour))
		f.wait(time.Hour)
		f.portal(gateway.AuthRequest{Parent: a.Result.Record.TransactionReference, Amount: pounds(100), OrderReference: a.SentReference})
		found := f.reconcile(30 * time.Minute)
		if len(found.Forgotten) != 0 || len(found.Others) != 1 {
			t.Errorf("%+v", found)
		}
	})
}

// TestWhatDiffersIsListed: amounts and outcomes.
func TestWhatDiffersIsListed(t *testing.T) {
	f := newFloor(t)
	a := f.unbooked(priced("A1", 1100))
	if _, err := f.Resolver.Override(t.Context(), a.SentReference, gateway.Approved, "J. Doe", "by telephone"); err != nil {
		t.Fatal(err)
	}
	f.portal(gateway.AuthRequest{OrderReference: a.SentReference, Amount: pounds(1200), Card: card()})
	b := f.unbooked(priced("A2", 1300))
	if _, err := f.Resolver.Override(t.Context(), b.SentReference, gateway.NotSent, "J. Doe", "by telephone"); err != nil {
		t.Fatal(err)
	}
	f.portal(gateway.AuthRequest{OrderReference: b.SentReference, Amount: pounds(1300), Card: card()})
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
