package resolve

import (
	"context"
	"sync"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/panics"
	"motoconsole/internal/payment/doubt"
)

const (
	// idleLook is how often the resolver reads the journal for attempts of other
	// consoles when nothing is due here.
	idleLook  = 15 * time.Second
	dueAtOnce = 20
	// lookAhead is how far ahead the resolver looks in the journal for the next
	// check, and watchedAtOnce how many entries it reads.
	lookAhead     = 48 * time.Hour
	watchedAtOnce = 500
)

// Wake makes Run look at once, for instance after an answer was lost.
func (r *Resolver) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Heard takes what the journal's Listen tells: Run looks for attempts of other consoles
// less often while nothing changes. It does not wait.
func (r *Resolver) Heard(listening bool) {
	if r.hearing.heard(listening) {
		r.Wake()
	}
}

// Run checks due attempts until the context ends.
func (r *Resolver) Run(ctx context.Context) {
	ctx, end := context.WithCancel(ctx)
	check, wait := r.hands(ctx)
	defer wait()
	defer end() // before the wait: after a panic nothing else ends the workers
	for ctx.Err() == nil {
		pause := r.hearing.pause(idleLook, idleLook)
		due, next := r.due(ctx)
		for _, e := range due {
			check(e.ID)
		}
		if len(due) > 0 {
			pause = time.Second
		} else if !next.IsZero() {
			pause = min(pause, max(0, next.Sub(r.Now())))
		}
		timer := time.NewTimer(max(pause, 100*time.Millisecond))
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// hands starts the workers. check gives one of them an attempt; wait waits until
// all have ended, which they do with the context. If there is only one worker,
// check does the work itself.
func (r *Resolver) hands(ctx context.Context) (check func(id string), wait func()) {
	if r.Workers < 2 {
		return func(id string) {
			if ctx.Err() == nil {
				r.checkDue(ctx, id)
			}
		}, func() {}
	}
	var workers sync.WaitGroup
	work := make(chan string)
	for range r.Workers {
		workers.Go(func() {
			for {
				select {
				case id := <-work:
					r.checkDue(ctx, id)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	return func(id string) {
		select {
		case work <- id:
		case <-ctx.Done():
		}
	}, workers.Wait
}

// checkDue checks one due attempt. If that panics, the check is put off: the
// attempt stays as it is, and the others are still checked.
func (r *Resolver) checkDue(ctx context.Context, id string) {
	if !panics.Caught(r.Log, "a check", func() { _, _ = r.check(ctx, id, r.isDue) }) {
		return
	}
	panics.Caught(r.Log, "putting a check off", func() {
		now := r.Now()
		_, _ = r.Store.Record(context.WithoutCancel(ctx), id, journal.Change{
			Step: journal.StepChecked, At: now, By: "moto", Apply: func(e *journal.Entry) error {
				if e.Watched() {
					e.NextCheckAt = now.Add(doubt.SlowGap).UTC()
				}
				return nil
			},
		})
	})
}

// due are the entries to check now, or else the time of the first later check. A
// check also counts as due if our clock has been put back since it was scheduled.
func (r *Resolver) due(ctx context.Context) (due []journal.Entry, next time.Time) {
	now := r.Now()
	due, err := r.Store.Due(ctx, now, dueAtOnce)
	if err != nil || len(due) > 0 {
		return due, time.Time{}
	}
	watched, err := r.Store.Due(ctx, now.Add(lookAhead), watchedAtOnce)
	if err != nil {
		return nil, time.Time{}
	}
	for _, e := range watched { // earliest first
		switch {
		case r.Rule.PutOff(e, now) && len(due) < dueAtOnce:
			due = append(due, e)
		case next.IsZero() && e.NextCheckAt.After(now):
			next = e.NextCheckAt
		}
	}
	return due, next
}
