package payment

import (
	"strings"
	"testing"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/paymenttest"
)

// The tests of the simulation itself: each breaks one rule on purpose, and the
// simulation has to find it by one of the invariants it ought to break.

// catchWithin is how many seeds it may take.
const catchWithin = 2000

func catches(t *testing.T, m mutant, invariants ...string) {
	t.Helper()
	if paymenttest.RaceEnabled {
		t.Skip("the race detector has nothing to find here, and is slow")
	}
	t.Parallel()
	for seed := range uint64(catchWithin) {
		out := simulate(t, seed+1, m, false)
		for _, v := range out.violations {
			for _, i := range invariants {
				if strings.HasPrefix(v, i+":") {
					t.Logf("caught at seed %d of %d: %s", seed+1, catchWithin, v)
					return
				}
			}
		}
	}
	t.Errorf("not caught in %d seeds", catchWithin)
}

func TestSimulationCatchesSendingBeforeTheIntentIsDurable(t *testing.T) {
	catches(t, mutant{store: func(p *process, s journal.Store) journal.Store {
		return sendsFirst{Store: s, p: p, early: map[string]journal.Entry{}}
	}}, "I2")
}

func TestSimulationCatchesSendingAgain(t *testing.T) {
	catches(t, mutant{auth: sendsAgain}, "I1")
}

func TestSimulationCatchesTrustInOneEmptyAnswer(t *testing.T) {
	catches(t, mutant{store: func(_ *process, s journal.Store) journal.Store { return trustsOneEmptyAnswer{s} }}, "I5")
}

func TestSimulationCatchesNoTimeBetweenEmptyAnswers(t *testing.T) {
	catches(t, mutant{rule: func(r *doubt.Rule) { r.Absent = 0 }}, "I5")
}

// The sending lease alone is enough while its owner's clock is right, and the time
// for the sending alone is enough while that clock is wrong. So the mutant takes both
// away.
func TestSimulationCatchesNoTimeForTheSending(t *testing.T) {
	catches(t, mutant{store: noLeases, rule: func(r *doubt.Rule) { r.Sending = 0 }}, "I5")
}

func TestSimulationCatchesNoWatch(t *testing.T) {
	catches(t, mutant{rule: func(r *doubt.Rule) { r.Watch = 0 }}, "I5")
}

func TestSimulationCatchesFailedQueriesTakenForEmpty(t *testing.T) {
	catches(t, mutant{query: takesFailedForEmpty}, "I5")
}

func TestSimulationCatchesCappedQueriesTakenForWhole(t *testing.T) {
	catches(t, mutant{query: overlooksTheCap}, "I5")
}

func TestSimulationCatchesTimeByTheLocalClock(t *testing.T) {
	catches(t, mutant{query: goesByItsOwnClock}, "I5")
}

func TestSimulationCatchesAnswersThatAreNone(t *testing.T) {
	catches(t, mutant{auth: believesAnyAnswer}, "I4")
}

func TestSimulationCatchesFaultsTakenForDeclines(t *testing.T) {
	catches(t, mutant{auth: takesFaultsForDeclines}, "I5")
}

func TestSimulationCatchesRivalsNotSeen(t *testing.T) {
	catches(t, mutant{store: unseenRivals}, "I1", "I12")
}

func TestSimulationCatchesOrdersForgotten(t *testing.T) {
	catches(t, mutant{store: func(_ *process, s journal.Store) journal.Store { return forgetsOrders{s} }}, "I1")
}

// The guard warns before the agent says yes, and the processor looks once more before
// it sends. Without the guard alone nothing is charged twice; without both it is.
func TestSimulationCatchesNoGuardAtAll(t *testing.T) {
	catches(t, mutant{noGuard: true, store: unseenRivals}, "I1")
}

func TestSimulationHoldsWithoutWarnings(t *testing.T) {
	t.Parallel()
	for seed := range paymenttest.QuickSeeds(t) / 20 {
		if out := simulate(t, seed+1, mutant{noGuard: true}, false); len(out.violations) > 0 {
			t.Fatalf("seed %d: %v", seed+1, out.violations)
		}
	}
}

func unseenRivals(p *process, s journal.Store) journal.Store { return seesNoRivals{Store: s, p: p} }
