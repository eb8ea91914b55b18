package harden

import (
	"context"
	"time"
)

const (
	// collectAfter is how long after it was asked for a collection begins: the
	// outcome is recorded and shown by then.
	collectAfter = 250 * time.Millisecond
	// collectApart is how far apart collections are. With many agents at work one
	// pair serves them all.
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

// Forget asks for what is no longer used now to be collected soon, and returns at
// once.
func (c *Collector) Forget() {
	select {
	case c.asked <- struct{}{}:
	default: // the next one has not begun
	}
}

// Run collects when it was asked to, until the context ends. What was asked for
// by then is still done.
func (c *Collector) Run(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case <-c.asked:
		case <-ctx.Done():
			continue
		}
		pause(ctx, collectAfter)
		c.take() // the collection that begins now serves those who asked meanwhile
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
