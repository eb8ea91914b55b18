package kit

import "time"

// A key pressed before the agent has seen a page must not act on it: on the
// confirm and result pages keys are swallowed until it was quiet for so long. No
// field waits in this way: what a key means in a form depends only on the keys
// before it.
const graceQuiet = 600 * time.Millisecond

// Grace is the time in which a page that has just come into view takes no
// keys.
type Grace struct {
	now     func() time.Time
	quietAt time.Time
}

// NewGrace is for a page that has not come into view yet.
func NewGrace(now func() time.Time) Grace { return Grace{now: now} }

// StartGrace begins the grace period of a page that has just come into view.
func (g *Grace) StartGrace() { g.quietAt = g.now().Add(graceQuiet) }

// InGrace reports a key that was on its way before the page was seen, and
// prolongs the grace period by it.
func (g *Grace) InGrace() bool {
	if g.now().After(g.quietAt) {
		return false
	}
	g.StartGrace()
	return true
}

// Pausing is for how long the page takes no keys yet.
func (g *Grace) Pausing() time.Duration { return max(0, g.quietAt.Sub(g.now())) }
