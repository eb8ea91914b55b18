package payment

import (
	"errors"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// TestASupervisorWaits: while an attempt's console may still send it, or waits
// for its answer, a supervisor cannot call it not taken, even if the time of day
// is changed. A supervisor can call it taken. Not taken can be said once its
// time is over, once its console has said that the sending ended, or once its
// machine was started again and the lease is over.
func TestASupervisorWaits(t *testing.T) {
	for _, row := range []struct {
		name        string
		passes, set time.Duration
		boot, ended bool
		lease       time.Duration // after the deadline to send
		want        error
	}{
		{name: "at once", want: resolve.ErrOnItsWay},
		{name: "before its deadline", passes: 39 * time.Second, want: resolve.ErrOnItsWay},
		{name: "while its lease lasts", passes: 41 * time.Second, lease: 15 * time.Second, want: resolve.ErrOnItsWay},
		{name: "at once, and the time of day is put forward", set: time.Hour, want: resolve.ErrOnItsWay},
		{name: "at once, and the time of day is put back", set: -time.Hour, want: resolve.ErrOnItsWay},
		{name: "its time is over", passes: 10 * time.Minute},
		{name: "its time is over, and the time of day was put forward", passes: 10 * time.Minute, set: time.Hour},
		{name: "the sending has ended", ended: true},
		{name: "another boot, and the lease lasts", boot: true, passes: time.Second, lease: time.Minute, want: resolve.ErrOnItsWay},
		{name: "another boot, and the lease is over", boot: true, passes: 10 * time.Minute},
	} {
		for _, o := range []gateway.Outcome{gateway.OutcomeNotSent, gateway.OutcomeApproved} {
			t.Run(row.name+" "+o.String(), func(t *testing.T) {
				f := newFloor(t)
				f.Patience = 0 // 20 s
				a, _ := f.bounded(f.Processor.Begin(charge()))
				if err := f.Journal.Intent(t.Context(), a.Entry("host"), "owner", a.sendBy.Add(row.lease)); err != nil {
					t.Fatal(err)
				}
				if row.ended {
					_, err := f.Journal.Record(t.Context(), a.ID, journal.Change{Step: journal.StepInDoubt, Apply: func(e *journal.Entry) error {
						e.State = journal.InDoubt
						doubt.SendingEnded(e, f.Clock.Now())
						return nil
					}})
					if err != nil {
						t.Fatal(err)
					}
				}
				f.Pass(row.passes)
				f.Clock.Wait(row.set)
				if row.boot {
					f.Machine = clock.Reading{Boot: "another", At: time.Hour}
				}
				want := row.want
				if o == gateway.OutcomeApproved {
					want = nil
				}
				_, err := resolverOf(f.Resolver).RuleOn(t.Context(), rights.Everything(), a.SentReference, o, "J. Doe", "by telephone")
				if !errors.Is(err, want) || want == nil && f.Entry(a.ID).Outcome != o {
					t.Errorf("%v, %v", err, f.Entry(a.ID).Outcome)
				}
			})
		}
	}
}
