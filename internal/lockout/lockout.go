// Package lockout is the rule by which wrong passphrases lock a console: after ten
// of them it accepts none for half an hour (PCI DSS 8.3.4).
//
// An attempt is counted before its passphrase is compared. So an intruder who kills
// the console during the comparison has used up an attempt, and two consoles that
// compare at once use one each. The right passphrase resets all counts.
//
// Only the holder of the key can guess a second factor, which has only a million codes. So each
// lock in a row lasts twice as long as the one before, up to eight hours.
package lockout

import (
	"time"

	"motoconsole/internal/clock"
)

const (
	// Most is how many wrong passphrases in a row are accepted.
	Most = 10
	// Lasts is how long no passphrase is accepted after that.
	Lasts = 30 * time.Minute
	// mostDoublings is how often the time of a lock that grows is doubled.
	mostDoublings = 4
)

// SecondFactor is the name under which the codes of an agent are counted.
func SecondFactor(agent string) string { return "second factor of " + agent }

// Tally counts the attempts at one passphrase.
type Tally struct {
	// Wrong counts the attempts since the last right one, or since the last lock.
	Wrong int
	// ClosedAt and ClosedSteady are when the last permitted attempt was made, by
	// the time of day and by the clock that cannot be set; zero for a tally that is
	// open.
	ClosedAt     time.Time
	ClosedSteady clock.Reading
	// Grows says that each lock in a row lasts longer, and Locks how many there were.
	Grows bool
	Locks int
}

// lasts is how long the last lock lasts.
func (t Tally) lasts() time.Duration { return Lasts << min(max(t.Locks-1, 0), mostDoublings) }

// open is the tally after a lock.
func (t Tally) open() Tally { return Tally{Grows: t.Grows, Locks: t.Locks} }

// close is the tally once no try is left.
func (t Tally) close(now Now) Tally {
	t.Wrong, t.ClosedAt, t.ClosedSteady = 0, now.At, now.Steady
	return t
}

// Now is a moment on both clocks.
type Now struct {
	At     time.Time
	Steady clock.Reading
}

// Look is how long no passphrase is accepted, 0 if one is, with the tally to keep from
// now on. Until the machine restarts, the clock that cannot be set decides; after a
// restart the time of day does. A time of day before the lock was set back, so the lock
// begins again.
func (t Tally) Look(now Now) (Tally, time.Duration) {
	if t.ClosedAt.IsZero() {
		return t, 0
	}
	passed, same := now.Steady.Since(t.ClosedSteady)
	if !same {
		passed = now.At.Sub(t.ClosedAt)
	}
	switch {
	case passed >= t.lasts():
		return t.open(), 0
	case passed < 0:
		return t.close(now), t.lasts()
	}
	return t, t.lasts() - passed
}

// Left is how many wrong passphrases are still accepted.
func (t Tally) Left() int { return Most - t.Wrong }

// Take uses up one attempt; the last one locks. If none is left it says for how long.
func (t Tally) Take(now Now) (Tally, time.Duration) {
	t, left := t.Look(now)
	if left > 0 {
		return t, left
	}
	if t.Wrong++; t.Wrong >= Most {
		if t.Grows {
			t.Locks++
		}
		t = t.close(now)
	}
	return t, 0
}
