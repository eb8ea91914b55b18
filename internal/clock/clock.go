// Package clock reads a clock that runs on while the machine sleeps and that
// cannot be set. The time of day may be set, and Go's monotonic clock stands
// still during sleep on some systems, so neither alone can say that enough time
// has passed to call a payment not taken.
package clock

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// Reading is the clock's time at one instant. Two readings can be compared only if
// they are of the same boot of the same machine.
type Reading struct {
	// Boot names the boot of the machine: twelve letters, or "" for no reading.
	Boot string
	// At is the time since some fixed instant of that boot.
	At time.Duration
}

// Since is the time from an earlier reading to this one; false if they are not of
// the same boot.
func (r Reading) Since(earlier Reading) (time.Duration, bool) {
	if r.Boot == "" || r.Boot != earlier.Boot {
		return 0, false
	}
	return r.At - earlier.At, true
}

// Add is the reading a time later.
func (r Reading) Add(d time.Duration) Reading { return Reading{r.Boot, r.At + d} }

// Moment is one instant on both clocks.
type Moment struct {
	Here   time.Time // by the time of day, which may be set
	Steady Reading   // by the clock that cannot be set
}

// Clocks are the two clocks that a room goes by.
type Clocks struct {
	// Now is the time of day, which may be set.
	Now func() time.Time
	// Steady reads the clock that cannot be set; nil means Now of this package.
	Steady func() Reading
}

// Real are the clocks of this machine.
func Real() Clocks { return Clocks{Now: time.Now, Steady: Now} }

// Reading reads the clock that cannot be set.
func (c Clocks) Reading() Reading {
	if c.Steady != nil {
		return c.Steady()
	}
	return Now()
}

// Moment reads both clocks.
func (c Clocks) Moment() Moment { return Moment{Here: c.Now(), Steady: c.Reading()} }

// bootID is read once: it does not change while the process lives.
var bootID = sync.OnceValue(func() string {
	if id := SystemBoot(); id != "" {
		return id
	}
	// Other processes then cannot compare their readings with ours, but this process
	// still can.
	return lettersOf(rand.Text())
})

// SystemBoot names the present start of the machine, in twelve letters that all its
// processes agree on; "" where the system has no name for it.
func SystemBoot() string {
	id := systemBoot()
	if id == "" {
		return ""
	}
	return lettersOf(id)
}

func lettersOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	letters := make([]byte, 12)
	for i := range letters {
		letters[i] = 'a' + sum[i]%26
	}
	return string(letters)
}

// Now reads the clock.
func Now() Reading { return Reading{Boot: bootID(), At: sinceBoot()} }
