package payment

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/answer"
	"motoconsole/internal/payment/paymenttest"
)

// keeps is a spool made of a function.
type keeps func(answer.Told) error

func (f keeps) Keep(told answer.Told) error { return f(told) }

// TestAnOutcomeTheJournalCannotTake: while the journal cannot be written, the agent reads
// the outcome and that it is not recorded yet. It is kept beside the journal before the
// journal is tried again, and recorded from there; where it cannot be kept, the process
// goes on trying. What the journal has in the end is the answer, without the mark.
func TestAnOutcomeTheJournalCannotTake(t *testing.T) {
	refuses := errors.New("no room")
	for name, row := range map[string]struct {
		late bool
		keep func() error
	}{
		"kept":               {false, func() error { return nil }},
		"not kept":           {false, func() error { return refuses }},
		"a defect":           {false, func() error { panic("a defect") }},
		"no spool":           {false, nil},
		"kept, late":         {true, func() error { return nil }},
		"not kept, late":     {true, func() error { return refuses }},
		"without one, late":  {true, nil},
		"a defect of it too": {true, func() error { panic("a defect") }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				arrive := make(chan struct{})
				var away atomic.Bool
				var tries atomic.Int64
				var b *bench
				b = newBench(t, func(r gateway.AuthRequest) (gateway.AuthResult, error) {
					if row.late {
						<-arrive
					}
					b.store.BeforeSync = func(string) error {
						if tries.Add(1); away.Load() {
							return errors.New("input/output error")
						}
						return nil
					}
					away.Store(true)
					return paymenttest.Approve(r)
				})
				var kept []answer.Told
				if row.keep != nil {
					b.Spool = keeps(func(told answer.Told) error {
						if kept = append(kept, told); tries.Load() != 1 {
							t.Errorf("it is kept after %d tries", tries.Load())
						}
						return row.keep()
					})
				}
				told := make(chan Attempt, 1)
				b.News = telling(func(a Attempt) { told <- a })
				a := b.take(charge())
				if row.late {
					close(arrive)
					a = <-told
				}
				if a.Outcome != gateway.OutcomeApproved || !strings.HasSuffix(a.Problem, "the outcome is not recorded yet: write it down") {
					t.Fatalf("the agent reads %v %q", a.Outcome, a.Problem)
				}
				if row.keep != nil && len(kept) != 1 {
					t.Fatalf("kept %d times", len(kept))
				}
				time.Sleep(5 * time.Minute)
				away.Store(false)
				if strings.HasPrefix(name, "kept") { // the spool has it, and it alone
					time.Sleep(2 * time.Hour)
					if e := b.entry(t, a.ID); e.State == journal.Known {
						t.Fatalf("recorded by two: %v", e.Outcome)
					}
					if err := resolverOf(b.Resolver).TakeIn(t.Context(), kept[0]); err != nil {
						t.Fatal(err)
					}
				} else {
					time.Sleep(10 * time.Minute)
				}
				synctest.Wait()
				e := b.entry(t, a.ID)
				if e.Outcome != gateway.OutcomeApproved || e.TransactionReference != "1-2-3" || e.Problem != "" || e.Attention() {
					t.Errorf("the journal has %v of %q, problem %q, alarm %q", e.Outcome, e.TransactionReference, e.Problem, e.Alarm)
				}
				if b.bank.Sent() != 1 {
					t.Errorf("%d requests were sent", b.bank.Sent())
				}
			})
		})
	}
}

// TestAnIntentThatFailedIsKeptAsNotSent: the agent reads that nothing was sent, and so will
// the journal, in which the intent may be all the same, even if the process has ended.
func TestAnIntentThatFailedIsKeptAsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, paymenttest.Approve)
		away := true
		b.store.AfterSync = func(string) error { // what the journal keeps of a failed sync is the intent
			if away {
				b.store.BeforeSync = func(string) error {
					if away {
						return errors.New("input/output error")
					}
					return nil
				}
				return errors.New("input/output error")
			}
			return nil
		}
		var kept []answer.Told
		b.Spool = keeps(func(told answer.Told) error { kept = append(kept, told); return nil })
		a := b.take(charge())
		if a.Outcome != gateway.OutcomeNotSent || b.bank.Sent() != 0 || len(kept) != 1 || kept[0].Answer.Outcome != gateway.OutcomeNotSent {
			t.Fatalf("%v, kept %+v", a.Outcome, kept)
		}
		if e := b.entry(t, a.ID); e.State != journal.Open {
			t.Fatalf("the intent is %v: this tests nothing", e.State)
		}
		away = false
		if err := resolverOf(b.Resolver).TakeIn(t.Context(), kept[0]); err != nil {
			t.Fatal(err)
		}
		if e := b.entry(t, a.ID); e.Outcome != gateway.OutcomeNotSent || e.Resolution != "" || e.Attention() {
			t.Errorf("the journal has %v by %q", e.Outcome, e.Resolution)
		}
	})
}

// TestAnOutcomeIsRecordedOnce: the journal answers again at once, and takes in what was kept
// before the processor tries again. That adds no second event.
func TestAnOutcomeIsRecordedOnce(t *testing.T) {
	for name, step := range map[string]string{"in time": journal.StepAnswered, "late": journal.StepResolved} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				arrive := make(chan struct{})
				var b *bench
				b = newBench(t, func(r gateway.AuthRequest) (gateway.AuthResult, error) {
					if name == "late" {
						<-arrive
					}
					b.store.BeforeSync = func(string) error { b.store.BeforeSync = nil; return errors.New("input/output error") }
					return paymenttest.Approve(r)
				})
				b.Spool = keeps(func(told answer.Told) error { return resolverOf(b.Resolver).TakeIn(t.Context(), told) })
				told := make(chan Attempt, 1)
				b.News = telling(func(a Attempt) { told <- a })
				a := b.take(charge())
				if name == "late" {
					close(arrive)
					a = <-told
				}
				synctest.Wait()
				if a.Outcome != gateway.OutcomeApproved || a.Problem != "" {
					t.Errorf("the agent reads %v %q", a.Outcome, a.Problem)
				}
				events, err := b.store.History(t.Context(), a.ID)
				n := 0
				for _, e := range events {
					if e.Entry.State == journal.Known {
						n++
					}
				}
				if err != nil || n != 1 || events[len(events)-1].Step != step {
					t.Errorf("%d events of the outcome, the last %q, %v", n, events[len(events)-1].Step, err)
				}
			})
		})
	}
}
