package payment

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
)

// TestAnIntentThatMayHaveFailed: the sync of an intent fails, and it is in the
// journal or not. Nothing is sent, the agent reads NOT SENT, and the journal says
// the same once its disk works again, however late that is.
func TestAnIntentThatMayHaveFailed(t *testing.T) {
	for name, kept := range map[string]bool{"it is kept all the same": true, "it is lost": false} {
		for _, broken := range []time.Duration{0, 3 * time.Second, 90 * time.Second, 5 * time.Minute} {
			t.Run(name+", for "+broken.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := newBench(t, paymenttest.Approve)
					works := time.Now().Add(broken)
					first := true
					fails := func(string) error {
						if first || time.Now().Before(works) {
							first = false
							return errors.New("input/output error")
						}
						return nil
					}
					if kept { // what the disk keeps of a failed sync is the intent
						b.store.AfterSync = func(op string) error {
							if first {
								return fails(op)
							}
							return nil
						}
						b.store.BeforeSync = func(op string) error {
							if first {
								return nil
							}
							return fails(op)
						}
					} else {
						b.store.BeforeSync = fails
					}
					card := paymenttest.Card()
					a := <-b.Charge(b.Begin(charge()), card)
					if a.Outcome != gateway.OutcomeNotSent || a.State != Known || b.bank.Sent() != 0 || card.Number.Len() != 0 {
						t.Fatalf("%v %v %q, %d sent", a.State, a.Outcome, a.Problem, b.bank.Sent())
					}
					time.Sleep(broken + 10*time.Minute)
					synctest.Wait()
					e, err := b.store.Get(t.Context(), a.ID)
					if !kept && errors.Is(err, journal.ErrNotFound) {
						return
					}
					if err != nil || e.State != journal.Known || e.Outcome != gateway.OutcomeNotSent || e.Resolution != "" || e.Attention() {
						t.Errorf("the journal says %v %v by %q, %v", e.State, e.Outcome, e.Resolution, err)
					}
					if again := b.take(charge()); again.Outcome != gateway.OutcomeApproved { // it bars nothing
						t.Errorf("the next one: %v %q", again.Outcome, again.Problem)
					}
				})
			})
		}
	}
}

// TestAnIntentThatFailedAndItsProcessEnded: nothing says any more that it was
// not sent. It is in doubt, and ends truthfully when its time is over.
func TestAnIntentThatFailedAndItsProcessEnded(t *testing.T) {
	f := newFloor(t)
	f.Journal.AfterSync = func(string) error { return errors.New("input/output error") }
	a, _ := f.bounded(f.Processor.Begin(charge()))
	if _, err := f.record(a); err == nil {
		t.Fatal("the intent did not fail")
	}
	f.Journal.Crash()
	f.Journal = f.Journal.Reopen()
	f.Processor = f.use(f.processor("ben", f.Journal))
	if e := f.Entry(a.ID); e.State != journal.Open {
		t.Fatalf("%v", e.State)
	}
	f.Pass(2 * time.Minute) // its lease is over
	began := f.Clock.Now()
	e := f.watch(a.ID, time.Hour)
	if took := f.Clock.Now().Sub(began); e.Outcome != gateway.OutcomeNotSent || e.Resolution != journal.ResolvedNotFound || took < DefaultRule().Absent+DefaultRule().Sending {
		t.Errorf("%v %v by %q after %v", e.State, e.Outcome, e.Resolution, took)
	}
}
