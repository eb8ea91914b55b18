package payment

import (
	"context"
	"errors"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
)

// over reports that a change was recorded, or never can be: the journal has
// another outcome, or lacks this attempt, or is no longer the journal that was
// opened.
func over(err error) bool {
	switch journal.FaultOf(err) {
	case journal.FaultMissing, journal.FaultOlder:
		return true
	default:
	}
	return err == nil || errors.Is(err, journal.ErrSettled) || errors.Is(err, journal.ErrNotFound) || errors.Is(err, journal.ErrClosed)
}

// keepTrying goes on in the background to record a change that could not be
// recorded: an outcome, or what an answer pointed to. The journal may stay
// unwritable for a while. Drain waits for it a little; if the console ends
// before, a query finds the attempt.
func (d *Desk) keepTrying(a Attempt, step string, apply func(*journal.Entry) error) {
	d.unrecorded.Add(1)
	go func() {
		defer d.unrecorded.Add(-1)
		done := false
		for pause := time.Second; pause < time.Hour && !done; pause *= 2 {
			time.Sleep(pause)
			panics.Caught(d.Log, "recording an outcome", func() { done = d.tryAgain(a, step, apply) })
		}
	}()
}

// tryAgain tries once more to record a change, and reports whether that is over.
func (d *Desk) tryAgain(a Attempt, step string, apply func(*journal.Entry) error) bool {
	ctx, cancel := context.WithTimeout(context.Background(), intentTime)
	defer cancel()
	e, err := d.Store.Record(ctx, a.ID, journal.Change{Step: step, At: d.Now(), By: a.Agent, Apply: apply})
	if err == nil {
		renamed(context.Background(), d.Store, e)
	}
	return over(err)
}

// change records one step, and tries again while the journal is busy.
func (d *Desk) change(a Attempt, step string, apply func(*journal.Entry) error) (journal.Entry, error) {
	var e journal.Entry
	var err error
	for try := range 4 {
		ctx, cancel := context.WithTimeout(context.Background(), intentTime)
		e, err = d.Store.Record(ctx, a.ID, journal.Change{Step: step, At: d.Now(), By: a.Agent, Apply: apply})
		cancel()
		if err == nil || errors.Is(err, journal.ErrSettled) || errors.Is(err, journal.ErrNotFound) {
			return e, err
		}
		time.Sleep(time.Duration(try+1) * 100 * time.Millisecond)
	}
	return e, err
}
