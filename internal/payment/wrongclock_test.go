package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
)

// TestAWrongClockForgetsNothing: the time of day is set while a console is open,
// or before it is opened. An unknown attempt bars the card at any time of day.
// An attempt that was taken or called not taken a moment ago is asked about,
// because the gateway's clock says so.
func TestAWrongClockForgetsNothing(t *testing.T) {
	const year = 365 * 24 * time.Hour
	for name, set := range map[string]time.Duration{
		"two years ahead": 2 * year, "a day and an hour ahead": 25 * time.Hour, "eight days ahead": 8 * 24 * time.Hour,
		"an hour back": -time.Hour, "two years back": -2 * year,
	} {
		for _, anew := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				f := newFloor(t)
				f.take(priced("A1", 1100))
				lost := f.lose(priced("A2", 1200), 20*time.Minute)
				gone := f.unbooked(priced("A3", 1300))
				f.watch(gone.ID, 10*time.Minute)
				truth := f.Clock.Now()
				f.Wire.Client = atTrueTime(t, f, truth) // the payments are of no other bank
				f.SignIn.Gateway, f.Processor.Search = f.Wire.Client, f.Wire.Client
				if err := f.SignIn.Prove(t.Context()); err != nil {
					t.Fatal(err)
				}
				f.Clock.Wait(set)
				if anew {
					f.use(f.Processor)
					if err := f.SignIn.Prove(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				for _, row := range []struct {
					charge Charge
					want   WarningKind
				}{
					{priced("B1", 1100), SameTaken},
					{priced("B2", 1200), SameInDoubt},
					{priced("A2", 9900), OrderInDoubt},
					{priced("B3", 1300), SameNotTaken},
					{priced("A3", 9900), OrderNotTaken},
				} {
					if got := f.warned(row.charge, gateway.CardNumber{}); len(got) != 1 || got[0] != row.want {
						t.Errorf("%v of %s: warned %v, want %v", row.charge.Amount, row.charge.OrderReference, got, row.want)
					}
				}
				if a := f.take(priced("B2", 1200)); a.Outcome != gateway.OutcomeNotSent {
					t.Errorf("%s is not known, and charged again: %v", lost.SentReference, a.Outcome)
				}
			})
		}
	}
}

// TestTheLastCheckHasTheGuardsClocks: the machine was started again with a wrong
// clock, and the gateway gave its time after that. What the guard asks about by the
// gateway's clock is not sent without a reason either.
func TestTheLastCheckHasTheGuardsClocks(t *testing.T) {
	for name, set := range map[string]time.Duration{"two years ahead": 2 * 365 * 24 * time.Hour, "eight days ahead": 8 * 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			f := newFloor(t)
			f.take(priced("A1", 1100))
			gone := f.unbooked(priced("A2", 1300))
			f.watch(gone.ID, 10*time.Minute)
			truth := f.Clock.Now()
			f.Clock.Wait(set)
			f.Machine = clock.Reading{Boot: "another", At: time.Minute}
			f.use(f.Processor)
			told := atTrueTime(t, f, truth)
			f.SignIn.Gateway, f.Processor.Search = told, told
			if err := f.SignIn.Prove(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, row := range []struct {
				charge  Charge
				warning WarningKind
				problem error
			}{{priced("B1", 1100), SameTaken, errTaken}, {priced("B2", 1300), SameNotTaken, errNotTaken}} {
				if got := f.warned(row.charge, gateway.CardNumber{}); len(got) != 1 || got[0] != row.warning {
					t.Errorf("%v: warned %v, want %v", row.charge.Amount, got, row.warning)
				}
				if a := f.take(row.charge); a.Outcome != gateway.OutcomeNotSent || a.Problem != row.problem.Error() {
					t.Errorf("%v: sent without a reason: %v %q", row.charge.Amount, a.Outcome, a.Problem)
				}
			}
		})
	}
}

// TestAPaymentFoundOutLatelyIsAskedAbout: a payment in doubt bars its card and
// amount, and one that was found to be taken a moment ago is asked about, however
// long it was in doubt.
func TestAPaymentFoundOutLatelyIsAskedAbout(t *testing.T) {
	f := newFloor(t)
	lost := f.lose(priced("A1", 1100), 20*time.Minute)
	f.Pass(DefaultWindow + 6*time.Minute)
	if e := f.check(lost.ID); e.Outcome != gateway.OutcomeApproved {
		t.Fatalf("%v %v", e.State, e.Outcome)
	}
	if got := f.warned(priced("B1", 1100), gateway.CardNumber{}); len(got) != 1 || got[0] != SameTaken {
		t.Errorf("warned %v", got)
	}
	if a := f.take(priced("B1", 1100)); a.Outcome != gateway.OutcomeNotSent || a.Problem != errTaken.Error() {
		t.Errorf("sent without a reason: %v %q", a.Outcome, a.Problem)
	}
}
