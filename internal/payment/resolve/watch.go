package resolve

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

const (
	// WatchPause is how often the watcher looks for changes in a journal that does not
	// tell of them.
	WatchPause = 3 * time.Second
	// WatchOften is the shortest time between looks of consoles because of changes
	// that do not concern unresolved attempts: on a busy floor something always
	// changes. It is also how often the watcher looks for leases that have ended.
	WatchOften = 15 * time.Second
	// watchMost is how many unresolved attempts the watcher follows.
	watchMost = 500
)

// Watcher looks at the journal for all the consoles of a process, so that each
// console need not. It publishes what others have found out about an attempt, and
// calls a function when something has changed. While nothing changes, no console looks.
type Watcher struct {
	store journal.Store
	news  Listener
	look  func(dayOnly bool)
	wake  chan struct{}
	stir  chan struct{} // something was heard

	hearing hearing
	unread  time.Duration // time since the journal was read

	started  bool
	head     int64
	open     map[string]saying // what was unresolved
	failed   bool              // the journal could not be read
	changed  bool              // since consoles were last told to look
	quiet    time.Duration     // time since then
	listless time.Duration     // time since the unresolved attempts were read
}

// saying is what consoles show of an attempt. The renewal of a lease is no news, nor is
// a further check of an outcome that is known.
type saying struct {
	state                                   journal.State
	outcome                                 gateway.Outcome
	alarm, resolution, resolvedBy, evidence string
	reference                               string
	checks                                  int
	next                                    int64
}

func sayingOf(e journal.Entry) saying {
	s := saying{
		state: e.State, outcome: e.Outcome, alarm: e.Alarm, resolution: e.Resolution, resolvedBy: e.ResolvedBy,
		evidence: e.Evidence, reference: e.CurrentReference,
	}
	if e.State != journal.Known {
		s.checks, s.next = e.Checks, e.NextCheckAt.UnixNano()
	}
	return s
}

// NewWatcher makes a watcher of a journal. It calls look when consoles should look
// at the journal; dayOnly says that nothing needs attention that did not before, so that a
// page has to be read again only if it shows the payments of the day. look must not block.
func NewWatcher(store journal.Store, news Listener, look func(dayOnly bool)) *Watcher {
	return &Watcher{store: store, news: news, look: look, wake: make(chan struct{}, 1), stir: make(chan struct{}, 1)}
}

// Wake makes Run look at once, for instance because an attempt here is in doubt.
// Run must know an attempt as unresolved before it can see that another console
// resolved it.
func (w *Watcher) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Heard takes what the journal's Listen tells: Run looks soon, and less often by itself
// while it hears of changes. It does not wait.
func (w *Watcher) Heard(listening bool) {
	w.hearing.heard(listening)
	select {
	case w.stir <- struct{}{}:
	default:
	}
}

// Run watches until the context ends.
func (w *Watcher) Run(ctx context.Context) {
	tick := time.NewTicker(WatchPause)
	defer tick.Stop()
	for {
		w.unread = 0
		w.watch(ctx)
		if !w.wait(ctx, tick.C) {
			return
		}
	}
}

// wait waits until it is time to read the journal, and reports false if the context ends
// first.
func (w *Watcher) wait(ctx context.Context, tick <-chan time.Time) bool {
	gap := time.NewTimer(heardGap)
	defer gap.Stop()
	var stir chan struct{} // w.stir after the gap
	for {
		select {
		case <-ctx.Done():
			return false
		case <-w.wake:
			return true
		case <-gap.C:
			stir = w.stir
		case <-stir:
			return true
		case <-tick:
			w.quiet += WatchPause
			w.listless += WatchPause
			w.unread += WatchPause
			if w.failed || w.unread >= w.hearing.pause(WatchPause, WatchOften) {
				return true
			}
		}
	}
}

// watch looks once, and tells consoles to look if there is a reason.
func (w *Watcher) watch(ctx context.Context) {
	news, err := w.read(ctx)
	if ctx.Err() != nil {
		return
	}
	again := w.failed // the journal can be read again
	w.failed = err != nil
	switch {
	case news, w.failed, again:
		w.changed, w.quiet = false, 0
		w.look(false)
	case w.changed && w.quiet >= WatchOften:
		w.changed, w.quiet = false, 0
		w.look(true)
	}
}

// read reads what may have changed, and reports whether the set of unresolved
// attempts or one of their alarms has changed. It reports false the first time,
// because a console that opens looks by itself.
func (w *Watcher) read(ctx context.Context) (news bool, err error) {
	head, err := w.store.Head(ctx)
	if err != nil || w.started && head == w.head && w.listless < WatchOften {
		return false, err // the end of a lease is no event, but makes an attempt unresolved
	}
	list, err := w.store.Unresolved(ctx, watchMost)
	if err != nil {
		return false, err
	}
	open := map[string]saying{}
	for _, e := range list {
		now := sayingOf(e)
		open[e.ID] = now
		before, known := w.open[e.ID]
		news = news || !known || before.alarm != now.alarm
		if known && before != now {
			tell(w.news, e)
		}
	}
	for id := range w.open {
		if _, still := open[id]; still {
			continue
		}
		e, err := w.store.Get(ctx, id)
		switch news = true; {
		case err == nil:
			tell(w.news, e)
		case !errors.Is(err, journal.ErrNotFound): // read it again next time
			return false, err
		}
	}
	w.changed = w.started && (w.changed || head != w.head)
	news, w.started = news && w.started, true
	w.head, w.open, w.listless = head, open, 0
	return news, nil
}
