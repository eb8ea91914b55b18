package payment

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// world is what a seed expands to before anything happens.
type world struct {
	seed      uint64
	consoles  int
	checkers  int // processes such as moto resolve, that come and go
	people    int
	cards     int // how many different cards the callers have
	faultRate float64
	crashRate float64 // of the faults at a write or an AUTH
	lossRate  float64 // of the faults of an answer: it never comes
	queryRate float64 // of the faults of a query: it fails
	// cappedRate is, of the others, that of answers that may not be whole.
	cappedRate float64
	faultsFor  time.Duration
	deadline   time.Duration
	patience   time.Duration
	// maxBook is the longest from the arrival of a request to its booking,
	// maxLag from its booking to its being found.
	maxBook, maxLag time.Duration
	// slow banks may take longer than Rule.Absent.
	slow   bool
	clocks clockKind
	rule   Rule
}

// clockKind is what the clocks of the hosts do. The bank's is always right.
type clockKind int

const (
	rightClocks  clockKind = iota // they are right
	oneClock                      // all consoles are on one host, whose clock jumps
	manyClocks                    // each console has a host, and each clock jumps by itself
	maxJump      = 3 * time.Hour
	maxClockLead = 6 * time.Hour
)

// newWorld expands a seed. Three banks in four are as quick as the rule
// expects; the others may book and show so late that an attempt is called not
// taken and turns up after all, which has to raise an alarm.
func newWorld(seed uint64) world {
	rng := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // repeatable, not secret
	seconds := func(from, to int) time.Duration {
		return time.Duration(from+rng.IntN(to-from+1)) * time.Second
	}
	w := world{
		seed:       seed,
		consoles:   2 + rng.IntN(3),
		checkers:   rng.IntN(3),
		people:     3 + rng.IntN(6),
		cards:      1 + rng.IntN(5),
		faultRate:  0.55 + 0.35*rng.Float64(),
		crashRate:  0.01 + 0.05*rng.Float64(),
		lossRate:   0.1 + 0.5*rng.Float64(),
		queryRate:  0.1 + 0.8*rng.Float64(),
		cappedRate: 0.6 * rng.Float64(),
		faultsFor:  seconds(5*60, 15*60),
		deadline:   []time.Duration{15 * time.Second, time.Minute, time.Minute}[rng.IntN(3)],
		clocks:     clockKind(rng.IntN(3)),
		rule:       DefaultRule(),
	}
	w.rule.Sending = SendingTime(w.deadline)
	w.patience = min(w.deadline/2, DefaultPatience)
	if rng.IntN(4) == 0 {
		w.faultRate = 0.5 * rng.Float64()
	}
	w.maxLag, w.maxBook = seconds(0, 60), seconds(0, 170)
	switch just := w.rule.Absent - w.maxLag - 2*time.Second; rng.IntN(8) {
	case 0, 1: // slower than the rule expects
		w.slow = true
		w.rule.Absent = seconds(20, 180)
		w.maxBook = max(w.maxBook, just)
	case 2, 3, 4: // as slow as it may be
		w.maxBook = just
	default:
		w.maxBook = min(w.maxBook, just)
	}
	return w
}

// settling is the time in which everything has to be known once nothing goes
// wrong any more. A clock that was put back can bring a lease of a dead process
// to life again.
func (w world) settling() time.Duration {
	most := w.rule.Absent + w.rule.Sending + w.maxLag + 5*time.Minute + 30*time.Second
	if w.clocks != rightClocks {
		most += checkLease
	}
	if w.clocks == manyClocks {
		// What one host heard first counts for another host only when their
		// clocks agree; another host begins anew after twice the time.
		most += 2 * (w.rule.Absent + w.rule.Sending)
	}
	return most
}

func (w world) String() string {
	return fmt.Sprintf("seed %d: %d consoles, %d checkers, %d callers, %d cards, faults at %.0f %% of the steps for %v, deadline %v, "+
		"booked within %v, shown within %v, clocks %d, absent after %v",
		w.seed, w.consoles, w.checkers, w.people, w.cards, 100*w.faultRate, w.faultsFor, w.deadline,
		w.maxBook, w.maxLag, w.clocks, w.rule.Absent)
}
