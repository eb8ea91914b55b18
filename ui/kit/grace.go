package kit

import "time"

// graceQuiet is how long no key must have come before the confirm and result pages take
// keys. A key pressed before the agent has seen a page must not act on it. Fields have
// no such pause: what a key means in a form depends only on the keys before it.
const graceQuiet = 600 * time.Millisecond

// Grace is the time in which a page that has just come into view ignores keys.
type Grace struct {
	now     func() time.Time
	quietAt time.Time
}

// NewGrace is for a page that has not come into view yet.
func NewGrace(now func() time.Time) Grace { return Grace{now: now} }

// StartGrace begins the grace period of a page that has just come into view.
func (g *Grace) StartGrace() { g.quietAt = g.now().Add(graceQuiet) }

// InGrace reports a key that was already on its way when the page came into view. Such
// a key prolongs the grace period.
func (g *Grace) InGrace() bool {
	if g.now().After(g.quietAt) {
		return false
	}
	g.StartGrace()
	return true
}

// Pausing is how long the page still ignores keys.
func (g *Grace) Pausing() time.Duration { return max(0, g.quietAt.Sub(g.now())) }
