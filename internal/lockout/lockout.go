// Package lockout is the rule by which wrong passphrases close a console: after
// ten of them none is taken for half an hour (PCI DSS 8.3.4).
//
// A try is counted before its passphrase is compared. So who kills the console
// while it compares has used a try up, and of two consoles that compare at once
// each has one of its own. The right passphrase takes all counts back.
package lockout

import (
	"time"

	"motoconsole/internal/clock"
)

const (
	// Most is how many passphrases may be wrong in a row.
	Most = 10
	// Lasts is for how long none is taken then.
	Lasts = 30 * time.Minute
)

// Tally is how one passphrase has been tried.
type Tally struct {
	// Wrong counts the tries since the last right one, or since none was taken.
	Wrong int
	// ClosedAt and ClosedSteady are when the last of them was taken, by the time
	// of day and by the clock that cannot be set; zero for a tally that is open.
	ClosedAt     time.Time
	ClosedSteady clock.Reading
}

// Now is a moment on both clocks.
type Now struct {
	At     time.Time
	Steady clock.Reading
}

// Look is for how long no passphrase is taken, 0 when one is, and the tally as it
// is to be kept from now on. While the machine runs on, the clock that cannot be
// set decides. Once it was started anew the time of day does; if that lies before
// the moment of closing it was set back, and the half hour begins anew.
func (t Tally) Look(now Now) (Tally, time.Duration) {
	if t.ClosedAt.IsZero() {
		return t, 0
	}
	passed, same := now.Steady.Since(t.ClosedSteady)
	if !same {
		passed = now.At.Sub(t.ClosedAt)
	}
	switch {
	case passed >= Lasts:
		return Tally{}, 0
	case passed < 0:
		return Tally{ClosedAt: now.At, ClosedSteady: now.Steady}, Lasts
	}
	return t, Lasts - passed
}

// Take takes one of the tries that are left, and the last one closes; or it
// says for how long there is none.
func (t Tally) Take(now Now) (Tally, time.Duration) {
	t, left := t.Look(now)
	if left > 0 {
		return t, left
	}
	if t.Wrong++; t.Wrong >= Most {
		t = Tally{ClosedAt: now.At, ClosedSteady: now.Steady}
	}
	return t, 0
}
