package payment

import (
	"flag"
	"runtime/debug"
	"testing"

	"motoconsole/internal/effort"
	"motoconsole/internal/payment/paymenttest"
)

// The small world is the engine without all that has no influence on whether a
// payment is taken. It is searched exhaustively: two desks, a resolver, a supervisor
// and the gateway, on one card and one amount, for one order or two, in every order
// of their steps, with every placement of a few faults. Beside it, the simulation
// goes at random through a world that is whole.
//
// Every decision is the engine's own code: the guard, the last look for rivals, the
// deadline, what is recorded of an answer and of none, the rule, a supervisor's
// ruling, and the journal's rules. What the engine does in goroutines is gone through
// step by step in the same order. Anything else may come between two steps: another's
// step, a fault, a pause for as long as there is anything to wait for.
//
// Not in it are: payments of other kinds than a charge; gateways that decline,
// hold or do not know; the look at the gateway while the agent reads; the times
// between two checks, because the resolver may ask at any time; a second
// resolver; journals that are restored or pruned; a restart of the machine
// between the look at the clocks and the write, which is one step; a request
// that arrives after the client gave up; and clocks of ours and of the gateway's
// that are wrong by the same time, which the rule takes for right.

var smallFaults = flag.Int("smallfaults", 0, "how many faults may strike in TestSmallWorld; 0 means a number that is quick")

// TestSmallWorld: if records become visible within the time that the rule waits,
// nothing is called not taken that the gateway has. If they take up to a quarter of
// an hour, that may happen, but the payment is charged again only with a recorded
// reason, and an alarm is raised when it shows.
func TestSmallWorld(t *testing.T) {
	t.Run("quick", func(t *testing.T) { smallHolds(t, quickLag) })
	t.Run("slow", func(t *testing.T) {
		effort.Whole(t)
		smallHolds(t, slowLag)
	})
}

func smallHolds(t *testing.T, lag rel) {
	t.Helper()
	if *smallFaults > 2 {
		defer debug.SetGCPercent(debug.SetGCPercent(30)) // almost all there is stays
	}
	w := newSmallWorld(smallQuick())
	w.lag = lag
	f := w.explore()
	t.Logf("up to %d faults, records visible after up to %d s: %s", w.faults, lag, f.String())
	if f.broken != "" {
		t.Error(f.broken)
	}
	if w.faults < 2 {
		return // one fault does not lead to all that may happen
	}
	for kind, times := range f.kinds {
		if times == 0 && smallKind(kind) != faultRefusedAgain {
			t.Errorf("never happened: %s", smallWords[kind])
		}
	}
	if w.unseen == 0 {
		t.Error("no query was answered between the booking of a payment and its showing")
	}
}

// smallQuick is how many faults may strike.
func smallQuick() int8 {
	switch {
	case *smallFaults > 0:
		return int8(*smallFaults)
	case paymenttest.RaceEnabled, testing.Short():
		return 1
	default:
		return 2
	}
}

// TestSmallWorldRefusedTwice: an AUTH is answered with 401 although it was
// booked, and so is the query right after. The AUTH is wrongly called not
// accepted. It is charged again only with a recorded reason, and an alarm is
// raised when it shows.
func TestSmallWorldRefusedTwice(t *testing.T) {
	if paymenttest.RaceEnabled {
		t.Skip("the race detector has nothing to find here, and is slow")
	}
	t.Parallel()
	w := newSmallWorld(2)
	w.refusesAgain = true
	f := w.explore()
	t.Logf("up to %d faults: %s", w.faults, f.String())
	if f.broken != "" {
		t.Error(f.broken)
	}
}
