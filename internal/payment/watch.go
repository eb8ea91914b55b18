package payment

import (
	"context"
	"time"

	"motoconsole/internal/journal"
)

const (
	// watchPause is how often the journal is looked at, and watchSoon how often
	// while something in it is unresolved or it cannot be read: another process or a
	// supervisor may settle it.
	watchPause = 15 * time.Second
	watchSoon  = 3 * time.Second
	// watchLeast is how often consoles look at least: what is held is asked about
	// now and then, and its time runs out without an event.
	watchLeast = time.Minute
	// watchMost is how many unresolved attempts are watched.
	watchMost = 500
)

// Watcher looks at the journal for all the consoles of a process, so that none of
// them has to. What others have found out of an attempt it publishes; that
// something has changed, or that it is time to look, it says with Look.
type Watcher struct {
	Store journal.Store
	News  Publisher
	// Look is called when consoles should look at the journal. It must not block.
	Look func()

	started bool
	head    int64
	open    map[string]saying // what was unresolved
	failed  bool
	quiet   time.Duration // for how long no console was told to look
}

// Run watches until the context ends.
func (w *Watcher) Run(ctx context.Context) {
	pause := w.watch(ctx, 0)
	for {
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		pause = w.watch(ctx, pause)
	}
}

// watch looks once, so long after the last time, and says when to look again.
func (w *Watcher) watch(ctx context.Context, passed time.Duration) (pause time.Duration) {
	changed, err := w.changed(ctx)
	if ctx.Err() != nil {
		return watchSoon
	}
	if w.quiet += passed; changed || err != nil || w.failed || w.quiet >= watchLeast {
		w.quiet = 0
		w.Look()
	}
	w.failed = err != nil
	if w.failed || len(w.open) > 0 {
		return watchSoon
	}
	return watchPause
}

// changed reports whether something is otherwise than when it was looked at
// before. The first time nothing is: a console that opens looks by itself.
func (w *Watcher) changed(ctx context.Context) (bool, error) {
	head, err := w.Store.Head(ctx)
	if err != nil {
		return false, err
	}
	// A lease that ends is no event, but makes an attempt unresolved.
	list, err := attempts(w.Store.Unresolved(ctx, watchMost))
	if err != nil {
		return false, err
	}
	open := map[string]saying{}
	changed := head != w.head
	for _, a := range list {
		now := sayingOf(a)
		open[a.ID] = now
		before, known := w.open[a.ID]
		changed = changed || !known
		if known && before != now {
			publish(w.News, a)
		}
	}
	for id := range w.open {
		if _, still := open[id]; still {
			continue
		}
		e, err := w.Store.Get(ctx, id)
		if err != nil {
			return false, err // it is looked at again
		}
		changed = true
		publish(w.News, attemptOf(e))
	}
	changed, w.started = changed && w.started, true
	w.head, w.open = head, open
	return changed, nil
}
