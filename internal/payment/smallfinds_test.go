package payment

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
)

// Each of these breaks one rule on purpose, and the small world has to find the
// shortest story that shows why the rule is needed, with as few faults as can be.

// finds says how many faults that takes. With the race detector no more than one
// strikes, and what takes more is not begun.
func finds(t *testing.T, takes int8, promise string, change func(*smallWorld)) {
	t.Helper()
	if takes > 1 && paymenttest.RaceEnabled {
		t.Skip("the race detector has nothing to find here, and is slow")
	}
	t.Parallel()
	for faults := range takes + 1 {
		w := newSmallWorld(faults)
		change(w)
		f := w.explore()
		if f.broken == "" {
			continue
		}
		t.Logf("with %d faults: %s", faults, f.String())
		if !strings.HasPrefix(f.broken, promise) {
			t.Errorf("it finds this, and not: %s", promise)
		}
		if faults != takes {
			t.Errorf("it takes %d faults, and not %d", faults, takes)
		}
		return
	}
	t.Errorf("nothing is found with %d faults", takes)
}

const (
	falseNotTaken = "false NOT TAKEN"
	secondCharge  = "second charge"
	lostOutcome   = "lost outcome"
)

func TestSmallWorldFindsNotTakenTooSoon(t *testing.T) {
	finds(t, 2, falseNotTaken, func(w *smallWorld) { w.rule.Absent = 3 * time.Minute })
}

func TestSmallWorldFindsTimeByTheGatewaysClockAlone(t *testing.T) {
	finds(t, 2, falseNotTaken, func(w *smallWorld) {
		w.mutant.finding = func(e *journal.Entry, f *doubt.Finding) {
			f.Asked.Steady = e.FirstEmptySteady.Add(f.At.Sub(e.FirstEmptyAt))
		}
	})
}

func TestSmallWorldFindsTimeByOurClockAlone(t *testing.T) {
	finds(t, 3, falseNotTaken, func(w *smallWorld) {
		w.mutant.finding = func(e *journal.Entry, f *doubt.Finding) {
			if e.EmptyChecks == 0 || !f.Answered {
				return
			}
			passed, same := f.Asked.Steady.Since(e.FirstEmptySteady)
			if !same {
				passed = f.Asked.Here.Sub(e.FirstEmptyHere)
			}
			f.At = e.FirstEmptyAt.Add(passed)
		}
	})
}

func TestSmallWorldFindsTheTimeOfDayAlone(t *testing.T) {
	finds(t, 3, falseNotTaken, func(w *smallWorld) {
		w.mutant.finding = func(e *journal.Entry, f *doubt.Finding) {
			if e.EmptyChecks > 0 && f.Answered {
				f.At = e.FirstEmptyAt.Add(f.Asked.Here.Sub(e.FirstEmptyHere))
				f.Asked.Steady = clock.Reading{}
			}
		}
	})
}

func TestSmallWorldFindsEvidenceIgnored(t *testing.T) {
	finds(t, 2, falseNotTaken, func(w *smallWorld) {
		w.lag = slowLag // where a record is quicker than the rule, it shows before
		w.mutant.finding = func(e *journal.Entry, _ *doubt.Finding) { e.Evidence, e.EvidenceReference = "", "" }
	})
}

func TestSmallWorldFindsOnlyExactMatchesCounted(t *testing.T) {
	finds(t, 2, falseNotTaken, func(w *smallWorld) {
		w.silent = true
		w.mutant.finding = func(_ *journal.Entry, f *doubt.Finding) { f.Other = doubt.Pointer{} }
	})
}

func TestSmallWorldFindsLeaseEndedWithPatience(t *testing.T) {
	finds(t, 1, falseNotTaken, func(w *smallWorld) {
		w.mutant.apply = func(c journal.Change) journal.Change {
			apply := c.Apply
			c.Apply = func(e *journal.Entry) error {
				err := apply(e)
				if c.Step == journal.StepInDoubt && e.AnsweredAt.IsZero() {
					doubt.SendingEnded(e, c.At) // which ends the lease
				}
				return err
			}
			return c
		}
	})
}

func TestSmallWorldFindsGateNotAsked(t *testing.T) {
	finds(t, 1, falseNotTaken, func(w *smallWorld) { w.mutant.opensGate = true })
}

func TestSmallWorldFindsRivalsThatWereTakenOverlooked(t *testing.T) {
	finds(t, 0, secondCharge, func(w *smallWorld) {
		w.mutant.hides = func(e journal.Entry, of string) bool {
			return of != "" && e.State == journal.Known && e.Outcome.MovesMoney()
		}
	})
}

func TestSmallWorldFindsRivalsOverlooked(t *testing.T) {
	finds(t, 0, secondCharge, func(w *smallWorld) {
		w.mutant.hides = func(e journal.Entry, of string) bool { return of != "" && e.ID != of }
	})
}

func TestSmallWorldFindsASupervisorWhoIsBelievedTooSoon(t *testing.T) {
	finds(t, 0, falseNotTaken, func(w *smallWorld) { w.mutant.apply = believesSupervisors })
}

func believesSupervisors(c journal.Change) journal.Change {
	apply := c.Apply
	c.Apply = func(e *journal.Entry) error {
		if c.Step != journal.StepRuling {
			return apply(e)
		}
		sent, by := e.BeingSent, e.SendBySteady
		e.BeingSent, e.SendBySteady = false, clock.Reading{}
		err := apply(e)
		e.BeingSent, e.SendBySteady = sent, by
		return err
	}
	return c
}

// A lease ends by the time of day, which may be put forward.
func TestSmallWorldFindsASupervisorBarredByTheLeaseAlone(t *testing.T) {
	finds(t, 2, falseNotTaken, func(w *smallWorld) {
		waits := w.rule.Sending - doubt.LookTime - doubt.DefaultPatience
		w.mutant.apply = func(c journal.Change) journal.Change {
			apply := c.Apply
			c.Apply = func(e *journal.Entry) error {
				if c.Step != journal.StepRuling {
					return apply(e)
				}
				by := e.SendBySteady
				e.SendBySteady = by.Add(-waits)
				err := apply(e)
				e.SendBySteady = by
				return err
			}
			return c
		}
	})
}

func TestSmallWorldFindsEmptiesCountedWhileItIsSent(t *testing.T) {
	finds(t, 2, falseNotTaken, func(w *smallWorld) {
		w.mutant.finding = func(e *journal.Entry, f *doubt.Finding) { e.BeingSent, f.Ended = false, true }
		w.mutant.apply = func(c journal.Change) journal.Change {
			apply := c.Apply
			c.Apply = func(e *journal.Entry) error {
				was := *e
				err := apply(e)
				if c.Step == journal.StepInDoubt && e.State == journal.InDoubt {
					e.EmptyChecks, e.FirstEmptyAt = was.EmptyChecks, was.FirstEmptyAt
					e.FirstEmptyHere, e.FirstEmptySteady = was.FirstEmptyHere, was.FirstEmptySteady
				}
				return err
			}
			return c
		}
	})
}

func TestSmallWorldFindsNoTimeForTheSending(t *testing.T) {
	finds(t, 3, falseNotTaken, func(w *smallWorld) { w.rule.Sending, w.silent = 0, true })
}

func TestSmallWorldFinds401Believed(t *testing.T) {
	finds(t, 1, falseNotTaken, func(w *smallWorld) { w.mutant.believes401 = true })
}

func TestSmallWorldFindsNotTakenForgotten(t *testing.T) {
	finds(t, 1, secondCharge, func(w *smallWorld) {
		w.lag = slowLag // where a record is quicker than the rule, what was not taken never turns up
		w.mutant.hides = func(e journal.Entry, _ string) bool { return e.CalledNotMade() }
	})
}

func TestSmallWorldFindsAFsyncThatLies(t *testing.T) {
	finds(t, 1, lostOutcome, func(w *smallWorld) { w.mutant.forgets = true })
}

func TestSmallWorldFindsNoWatch(t *testing.T) {
	finds(t, 1, lostOutcome, func(w *smallWorld) { w.lag, w.rule.Watch = slowLag, 0 })
}
