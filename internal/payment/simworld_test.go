package payment

import (
	"fmt"
	"math/rand/v2"
	"time"

	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/resolve"
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
	pauseRate float64 // of all steps: the process is paused
	// cappedRate is, of the others, that of answers that may not be whole, and
	// lieRate that of answers that are plainly wrong. Both leave evidence, which
	// only a supervisor can clear away, so that most seeds have none.
	cappedRate, lieRate float64
	faultsFor           time.Duration
	deadline            time.Duration
	patience            time.Duration
	// maxBook is the longest from the arrival of a request to its booking,
	// maxLag from its booking to its being found.
	maxBook, maxLag time.Duration
	// slow banks may take longer than Rule.Absent: up to a quarter of an hour.
	slow   bool
	clocks clockKind
	rule   doubt.Rule

	hosts      []time.Duration // how far ahead the gateway's hosts are
	references referenceKind
	signIn     signInKind
	// machines: each console has a machine of its own, where the clocks are right.
	machines bool
	// Who else charges the same, and what happens to the journal.
	portal, second, restores, supervisor bool
}

// clockKind is what the clocks of the consoles' hosts do.
type clockKind int

const (
	rightClocks  clockKind = iota // they are right
	oneClock                      // all consoles are on one host, whose clock jumps
	manyClocks                    // each console has a host, and each clock jumps by itself
	maxJump      = 3 * time.Hour
	maxClockLead = 6 * time.Hour
)

// referenceKind is what the gateway makes of order references in its records.
type referenceKind int

const (
	exactReferences referenceKind = iota
	foldedReferences
	cutReferences
	escapedReferences
)

// signInKind is what answers with 401 mean.
type signInKind int

const (
	signInHolds   signInKind = iota
	signInOutages            // for a while the gateway refuses the user, and books nothing
	// signInPages: a page of 401 comes after the booking. Queries are not refused
	// then: if both were, the rule would believe the refusal, and only the watch
	// would find the payment.
	signInPages
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
		cappedRate: max(0, 1.2*rng.Float64()-0.9),
		lieRate:    max(0, 0.3*rng.Float64()-0.2),
		pauseRate:  0.004 * rng.Float64(),
		faultsFor:  seconds(5*60, 15*60),
		deadline:   []time.Duration{15 * time.Second, time.Minute, time.Minute}[rng.IntN(3)],
		clocks:     clockKind(rng.IntN(3)),
		rule:       DefaultRule(),
	}
	w.rule.Sending = doubt.SendingTime(w.deadline)
	w.rule.Absent = []time.Duration{doubt.MinAbsent, doubt.DefaultAbsent, doubt.DefaultAbsent, 8 * time.Minute}[rng.IntN(4)]
	w.patience = min(w.deadline/2, doubt.DefaultPatience)
	switch rng.IntN(8) {
	case 0, 1:
		w.faultRate *= 0.6
	case 2: // long enough for a whole wrong judgement
		w.faultsFor = seconds(18*60, 25*60)
		w.queryRate *= 0.3
		if w.cappedRate > 0 {
			w.cappedRate, w.faultRate = 1, 0.95
		}
	}
	w.maxLag, w.maxBook = seconds(0, 60), seconds(0, 170)
	switch just := w.rule.Absent - w.maxLag - 2*time.Second; rng.IntN(8) {
	case 0, 1: // slower than the rule expects
		w.slow = true
		w.maxBook = seconds(60, 5*60)
		w.maxLag = seconds(int(w.rule.Absent/time.Second), 15*60) - w.maxBook
	case 2, 3, 4: // as slow as it may be
		w.maxBook = just
	default:
		w.maxBook = min(w.maxBook, just)
	}
	w.others(rng)
	return w
}

// others draws what is around the consoles.
func (w *world) others(rng *rand.Rand) {
	w.hosts = []time.Duration{0}
	if rng.IntN(3) == 0 {
		for range 1 + rng.IntN(2) {
			w.hosts = append(w.hosts, time.Duration(rng.IntN(1200)-600)*time.Second)
		}
		if len(w.hosts) > 2 { // no two of them more than ten minutes apart
			w.hosts[1], w.hosts[2] = w.hosts[1]/2, w.hosts[2]/2
		}
	}
	if rng.IntN(4) == 0 {
		w.references = referenceKind(1 + rng.IntN(3))
	}
	w.signIn = signInKind(max(0, rng.IntN(6)-3))
	w.portal, w.second, w.restores = rng.IntN(4) == 0, rng.IntN(5) == 0, rng.IntN(5) == 0
	w.supervisor = rng.IntN(2) == 0
	w.machines = w.clocks == rightClocks && rng.IntN(2) == 0
	if w.second {
		w.consoles++
	}
}

// settling is the time in which everything has to be known once nothing goes
// wrong any more. A clock that was put back can bring a lease of a dead process
// to life again.
func (w world) settling() time.Duration {
	needed := w.rule.Absent + w.rule.Sending
	most := needed + w.maxLag + 5*time.Minute + 30*time.Second
	if w.clocks != rightClocks {
		most += resolve.CheckLease
	}
	if len(w.hosts) > 1 { // until a host answers that vouches for enough
		most += 25 * time.Minute
	}
	if w.clocks == manyClocks || w.machines {
		// What one host heard first counts for another host only when their
		// clocks agree; another host starts again after twice the time.
		most += 4 * needed
	}
	return most
}

func (w world) String() string {
	return fmt.Sprintf("seed %d: %d consoles, %d checkers, %d callers, %d cards, faults at %.0f %% of the steps for %v, deadline %v, "+
		"booked within %v, shown within %v, clocks %d, absent after %v; gateway hosts %v, references %d, sign-in %d, "+
		"portal %v, second journal %v, restores %v, supervisor %v",
		w.seed, w.consoles, w.checkers, w.people, w.cards, 100*w.faultRate, w.faultsFor, w.deadline,
		w.maxBook, w.maxLag, w.clocks, w.rule.Absent, w.hosts, w.references, w.signIn, w.portal, w.second, w.restores, w.supervisor)
}
