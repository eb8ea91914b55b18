package harden

import (
	"context"
	"time"
)

const (
	// collectAfter is the wait between a request and its collection. The outcome is
	// recorded and shown by then.
	collectAfter = 250 * time.Millisecond
	// collectApart is the least time between collections. With many agents at work
	// one pair serves them all.
	collectApart = time.Second
)

// Collector makes the collections of Forget for a whole process, and no caller
// waits for them.
type Collector struct {
	asked   chan struct{}
	collect func()
}

// NewCollector makes a collector, which collects while Run runs.
func NewCollector() *Collector {
	return &Collector{asked: make(chan struct{}, 1), collect: Forget}
}

// Forget asks for an early collection of what is unused now, and returns at once.
func (c *Collector) Forget() {
	select {
	case c.asked <- struct{}{}:
	default: // the next one has not begun
	}
}

// Run collects when asked, until the context ends. It still serves requests made
// before that.
func (c *Collector) Run(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case <-c.asked:
		case <-ctx.Done():
			continue
		}
		pause(ctx, collectAfter)
		c.take() // this collection also serves requests made meanwhile
		c.collect()
		pause(ctx, collectApart)
	}
	if c.take() {
		c.collect()
	}
}

func (c *Collector) take() bool {
	select {
	case <-c.asked:
		return true
	default:
		return false
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
