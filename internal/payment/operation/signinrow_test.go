package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/sandbox"
)

// TestAStatusIsNoOutcome: pages with status 400 and 401 come from anything on
// the way, before or after the payment was booked. The payment is unknown, and
// found out like any other whose answer was lost.
func TestAStatusIsNoOutcome(t *testing.T) {
	for fault, want := range map[string]gateway.Outcome{
		"400": gateway.OutcomeNotSent, "401": gateway.OutcomeNotSent, "401bare": gateway.OutcomeNotSent, "502": gateway.OutcomeNotSent,
		"400paid": gateway.OutcomeApproved, "401paid": gateway.OutcomeApproved, "401barepaid": gateway.OutcomeApproved, "502paid": gateway.OutcomeApproved,
	} {
		t.Run(fault, func(t *testing.T) {
			f := newFullCounter(t)
			f.Fault(fault, gateway.TypeAuth)
			a := f.charge(charge())
			if a.State != payment.InDoubt || a.Outcome != gateway.OutcomeUnknown {
				t.Fatalf("%v %v %q", a.State, a.Outcome, a.Problem)
			}
			began := f.Clock.Now()
			e := f.watch(a.ID, time.Hour)
			if took := f.Clock.Now().Sub(began); e.Outcome != want || want == gateway.OutcomeNotSent && took < payment.DefaultRule().Absent {
				t.Errorf("%v %v after %v", e.State, e.Outcome, took)
			}
			if n := f.Bank.Arrived(gateway.TypeAuth); n != 1 {
				t.Errorf("%d AUTHs arrived", n)
			}
		})
	}
}

// refuse makes the bank answer every request with its sign-in page.
func (f *counter) refuse() {
	f.T.Helper()
	if err := f.Bank.SetFault(sandbox.Fault{Name: "401", Rate: 1}); err != nil {
		f.T.Fatal(err)
	}
}

// TestARefusedSignIn: a wrong password never ends in UNKNOWN. Where the sign-in
// was not proved, no AUTH leaves; where it was, the AUTH's refusal counts when a
// query is refused alike.
func TestARefusedSignIn(t *testing.T) {
	f := newFullCounter(t)
	f.refuse()
	a := f.charge(charge())
	if a.Outcome != gateway.OutcomeNotSent || a.State != payment.Known || f.Bank.Arrived(gateway.TypeAuth) != 0 {
		t.Fatalf("not proved: %v %v %q, %d AUTHs", a.State, a.Outcome, a.Problem, f.Bank.Arrived(gateway.TypeAuth))
	}
	f.Bank.ClearFaults()
	if a = f.charge(charge()); a.Outcome != gateway.OutcomeApproved {
		t.Fatalf("proved: %v %q", a.Outcome, a.Problem)
	}

	f.refuse()
	a = f.charge(priced("B18", 2000))
	e := f.Entry(a.ID)
	if a.Outcome != gateway.OutcomeRejected || e.Resolution != journal.ResolvedSignIn || !e.Watched() {
		t.Fatalf("refused: %v %v, by %q, watched %v", a.State, a.Outcome, e.Resolution, e.Watched())
	}
	arrived := f.Bank.Arrived(gateway.TypeAuth)
	if a = f.charge(priced("B19", 3000)); a.Outcome != gateway.OutcomeNotSent || f.Bank.Arrived(gateway.TypeAuth) != arrived {
		t.Errorf("after a refusal: %v %q, %d AUTHs more", a.Outcome, a.Problem, f.Bank.Arrived(gateway.TypeAuth)-arrived)
	}
	f.Bank.ClearFaults()
	for range 23 {
		f.Pass(time.Hour)
		if e = f.check(e.ID); e.Outcome != gateway.OutcomeRejected || !e.Watched() || e.Attention() {
			t.Fatalf("watched: %v, alarm %q", e.Outcome, e.Alarm)
		}
	}
	f.Pass(2 * time.Hour)
	if e = f.check(e.ID); e.Watched() {
		t.Error("it is watched for longer than a day")
	}
}

// TestARefusedSignInTurnsUp: the AUTH was booked although it and two queries were
// answered with the sign-in page. It raises the alarm, also when the gateway
// shows it under a reference that is not to the letter ours.
func TestARefusedSignInTurnsUp(t *testing.T) {
	for _, shown := range []string{"", "fold", "cutbytes", "othersite"} {
		t.Run(shown, func(t *testing.T) {
			f := newFullCounter(t)
			f.charge(priced("B18", 999)) // it proves the sign-in
			f.Fault("401paid", gateway.TypeAuth)
			if err := f.Bank.SetFault(sandbox.Fault{Name: "401", Count: 2, Types: []string{gateway.TypeQuery}}); err != nil {
				t.Fatal(err)
			}
			a := f.charge(ordered("INVOICE-2026-000412"))
			if a.Outcome != gateway.OutcomeRejected {
				t.Fatalf("%v %v %q", a.State, a.Outcome, a.Problem)
			}
			want, alarm := gateway.OutcomeApproved, journal.AlarmsOf(a.Entry("")).Late
			if shown != "" {
				f.Strike(shown, 0, gateway.TypeQuery)
				want, alarm = gateway.OutcomeRejected, journal.AlarmsOf(a.Entry("")).Maybe
			}
			f.Pass(5 * time.Minute)
			if e := f.check(a.ID); e.Outcome != want || e.Alarm != alarm || !e.Attention() {
				t.Errorf("%v, alarm %q", e.Outcome, e.Alarm)
			}
		})
	}
}

// TestAnyRefusalAsksForAProof: the gateway refuses the sign-in to any other
// request of the console. No AUTH leaves before a query was answered again.
func TestAnyRefusalAsksForAProof(t *testing.T) {
	for name, ask := range map[string]func(*counter, payment.Attempt){
		"the guard's question": func(f *counter, _ payment.Attempt) {
			_, _ = f.Processor.Seen(f.T.Context(), ordered("B19"), gateway.CardNumber{})
		},
		"a check":             func(f *counter, a payment.Attempt) { f.check(a.ID) },
		"a look at a payment": func(f *counter, _ payment.Attempt) { _, _ = f.Look(f.T.Context(), "23-9-80001") },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFullCounter(t)
			f.charge(priced("B18", 999)) // it proves the sign-in
			lost := f.lose(priced("B17", 2000), 15*time.Minute)
			f.refuse()
			ask(f, lost)
			arrived := f.Bank.Arrived(gateway.TypeAuth)
			if a := f.charge(priced("B19", 3000)); a.Outcome != gateway.OutcomeNotSent || f.Bank.Arrived(gateway.TypeAuth) != arrived {
				t.Errorf("%v %q, %d AUTHs", a.Outcome, a.Problem, f.Bank.Arrived(gateway.TypeAuth)-arrived)
			}
		})
	}
}
