package payment

import (
	"fmt"
	"strings"
)

// strike is a kind of fault. Each time one strikes it is counted, and the table
// at the end says how often: a fault that never struck was not simulated.
type strike int

const (
	strikeRefused strike = iota
	strikeConnectLate
	strikeForgotten
	strikeLost
	strikeAnswerLate
	strikeSpoilt
	strikeMismatch
	strikeForeign
	strikeMisfiled
	strike400
	strike400Booked
	strike401
	strike401Booked
	strikeHeldBack
	strikeLate
	strikeQueryFails
	strikeQuerySlow
	strikeCapped
	strikeSilent
	strikeUnfiltered
	strikeHidden
	strikeQuery401
	strikeFolded
	strikeCut
	strikeEscaped
	strikeHosts
	strikeClock
	strikeDies
	strikePaused
	strikePausedAtGate
	strikeStalled
	strikeAsleep
	strikePower
	strikeDiskSlow
	strikeDiskFails
	strikeDiskUnsure
	strikeRestored
	strikeRemoved
	strikeRestart
	strikePortal
	strikeSecond
	strikeTwice
	strikeSupervisor
	strikeAway
	strikeKept
	strikeTakenIn
	strikeSpoolLost
	strikes // how many kinds there are
)

// strikeNames are the rows of the table.
var strikeNames = [strikes]string{ //nolint:gochecknoglobals // constant
	strikeRefused:      "connection refused",
	strikeConnectLate:  "connected as late as it may be",
	strikeForgotten:    "request read and forgotten",
	strikeLost:         "answer lost",
	strikeAnswerLate:   "answer late",
	strikeSpoilt:       "answer unusable",
	strikeMismatch:     "answer mismatched, names the payment",
	strikeForeign:      "answer mismatched, names another's payment",
	strikeMisfiled:     "payment filed under a wrong order reference",
	strike400:          "refused with 400",
	strike400Booked:    "booked, and answered with a page of 400",
	strike401:          "refused with 401",
	strike401Booked:    "booked, and answered with a page of 401",
	strikeHeldBack:     "held back by the gate",
	strikeLate:         "record later than not_taken_after",
	strikeQueryFails:   "query fails",
	strikeQuerySlow:    "query slow",
	strikeCapped:       "query's answer capped",
	strikeSilent:       "query's answer without the time",
	strikeUnfiltered:   "query's filter ignored",
	strikeHidden:       "query says found, and shows nothing",
	strikeQuery401:     "query refused with 401",
	strikeFolded:       "order reference in other capitals",
	strikeCut:          "order reference cut to 20 characters",
	strikeEscaped:      "order reference escaped",
	strikeHosts:        "gateway hosts with clocks apart",
	strikeClock:        "a host's clock set",
	strikeDies:         "process dies",
	strikePaused:       "process paused",
	strikePausedAtGate: "process paused between last look and gate",
	strikeStalled:      "one thread stalled",
	strikeAsleep:       "machine asleep",
	strikePower:        "power cut",
	strikeDiskSlow:     "journal slow",
	strikeDiskFails:    "journal fails",
	strikeDiskUnsure:   "journal keeps it and seems to fail",
	strikeRestored:     "journal restored from an older copy",
	strikeRemoved:      "journal removed",
	strikeRestart:      "journal replaced under a live process",
	strikePortal:       "portal charges the same",
	strikeSecond:       "second journal charges the same",
	strikeTwice:        "Enter, Enter",
	strikeSupervisor:   "supervisor calls it not taken",
	strikeAway:         "journal away for a while",
	strikeKept:         "outcome kept beside the journal",
	strikeTakenIn:      "and taken in by the next process",
	strikeSpoolLost:    "and lost",
}

// rareStrike reports a fault that strikes in few seeds.
func rareStrike(k strike) bool {
	switch k {
	case strikeTakenIn, strikeSpoolLost, strikeRestored, strikeRemoved, strikeRestart, strikeMisfiled, strikeForeign, strikePortal, strikeSecond, strikePower,
		strike401, strike401Booked, strikeQuery401, strikeHidden, strikeSupervisor, strikeLate, strikeHeldBack, strikeCut, strikeEscaped, strikeFolded:
		return true
	default:
		return false
	}
}

// struck counts a fault. Only the goroutine whose turn it is may call it.
func (s *sim) struck(k strike) { s.strikes[k]++ }

// strikeSum adds strikes up: how often, and in how many seeds.
type strikeSum struct{ times, seeds [strikes]int }

func (sum *strikeSum) add(times [strikes]int) {
	for k, n := range times {
		sum.times[k] += n
		if n > 0 {
			sum.seeds[k]++
		}
	}
}

// missing are the faults that did not strike although so many seeds ran: the
// rare ones need some hundred.
func (sum *strikeSum) missing(seeds uint64) (names []string) {
	for k := range strikes {
		if enough := uint64(300); sum.times[k] == 0 && (seeds >= enough && !rareStrike(k) || seeds >= 10*enough) {
			names = append(names, strikeNames[k])
		}
	}
	return names
}

// String is the table.
func (sum *strikeSum) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-46s %10s %8s\n", "fault", "struck", "seeds")
	for k := range strikes {
		fmt.Fprintf(&b, "%-46s %10d %8d\n", strikeNames[k], sum.times[k], sum.seeds[k])
	}
	return b.String()
}
