package journaltest

import (
	"sync"
	"time"
)

// Clock is a time of day that the test moves.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock starts on a Monday morning in March 2026.
func NewClock() *Clock {
	return &Clock{at: time.Date(2026, 3, 2, 9, 30, 0, 123456789, time.UTC)}
}

// Now is the time of day.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Set makes it another time of day.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// Add moves the time of day forward or back.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
