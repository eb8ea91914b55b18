package paymenttest

import (
	"sync"
	"time"

	"motoconsole/internal/clock"
)

// Clock is a clock the test moves.
type Clock struct {
	mu   sync.Mutex
	Time time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Time
}

// Steady is the same clock as one that cannot be set.
func (c *Clock) Steady() clock.Reading {
	return clock.Reading{Boot: "boot", At: c.Now().Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))}
}

// Clocks are the clock as the time of day and as the steady clock.
func (c *Clock) Clocks() clock.Clocks { return clock.Clocks{Now: c.Now, Steady: c.Steady} }

// Wait lets a time pass.
func (c *Clock) Wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Time = c.Time.Add(d)
}
