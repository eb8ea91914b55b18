package app

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"motoconsole/gateway/thousands"
	"motoconsole/internal/journal"
)

const (
	// auditRoom is how many events may wait to be recorded, and as many more for the journal
	// while it cannot be written.
	auditRoom = 4096
	// auditTime is how long the journal may take for an event, and auditAgain how long moto
	// waits before it tries again those that could not be written.
	auditTime  = 10 * time.Second
	auditAgain = 5 * time.Second
	// The most refusals of an agent that are recorded in that time; the others are counted.
	mostRefusals = 60
	refusalsIn   = time.Minute
)

// recorder takes events for the journal, and its callers do not wait for it. While some
// wait for the journal, only retry tries it: a sign-in must not wait for each failure.
type recorder struct {
	events  chan journal.Audit
	dropped atomic.Int64 // for which there was no room
	write   func(ctx context.Context, a journal.Audit) error

	writing chan struct{} // holds a token while events are written: they keep their order

	mu      sync.Mutex      // guards those below
	waiting []journal.Audit // that could not be written yet, the oldest first
	failed  error           // why not
	behind  atomic.Int64    // how many wait
}

func newRecorder(write func(ctx context.Context, a journal.Audit) error) *recorder {
	return &recorder{events: make(chan journal.Audit, auditRoom), write: write, writing: make(chan struct{}, 1)}
}

// Note records what a person did, or was refused. It does not wait. Close records what
// is left.
func (p *Process) Note(a journal.Audit) {
	if a.At.IsZero() {
		a.At = time.Now()
	}
	select {
	case p.recorder.events <- a:
	default:
		p.recorder.dropped.Add(1)
		p.logEvent("an event is not recorded, because too many wait", a, nil)
	}
}

// Audits are the recorded events since a time, of one agent or of all for "".
func (p *Process) Audits(ctx context.Context, since time.Time, agent string) ([]journal.Audit, error) {
	return p.store.Audits(ctx, since, agent)
}

// NoteNow records an event at once. After an error the event waits, with its own time, and
// is recorded once the journal can be written.
func (p *Process) NoteNow(a journal.Audit) error {
	if a.At.IsZero() {
		a.At = time.Now()
	}
	return p.keep(a)
}

// record records events until the context ends, and then those that are left. It takes all
// that wait at once: a journal that does not answer costs one failure and not one for each.
func (p *Process) record(ctx context.Context) {
	var few refusals
	late := time.NewTicker(refusalsIn)
	defer late.Stop()
	events := p.recorder.events
	for {
		select {
		case a := <-events:
			all := few.pass(a)
			for range len(events) {
				all = append(all, few.pass(<-events)...)
			}
			_ = p.keep(all...)
		case now := <-late.C:
			_ = p.keep(few.left(now, false)...)
		case <-ctx.Done():
			var all []journal.Audit
			for range len(events) {
				all = append(all, few.pass(<-events)...)
			}
			_ = p.keep(append(all, few.left(time.Now(), true)...)...)
			return
		}
	}
}

// recordLate tries again, until the context ends, what could not be written.
func (p *Process) recordLate(ctx context.Context) {
	again := time.NewTicker(auditAgain)
	defer again.Stop()
	for ctx.Err() == nil { // at the end Close tries once more
		select {
		case <-again.C:
			p.retry()
		case <-ctx.Done():
		}
	}
}

// keep writes events. While others wait for the journal they wait too, and the error is why.
func (p *Process) keep(all ...journal.Audit) error {
	r := p.recorder
	if behind, err := p.join(all); behind {
		return err
	}
	r.writing <- struct{}{}
	defer func() { <-r.writing }()
	if behind, err := p.join(all); behind { // who wrote meanwhile has failed
		return err
	}
	if n := r.dropped.Swap(0); n > 0 {
		all = append(all, journal.Audit{At: time.Now(), Kind: journal.AuditRefusal, Result: thousands.CountOf(n, "event") + " could not be recorded"})
	}
	for i, a := range all {
		if err := r.try(a); err != nil {
			p.wait(all[i:], err)
			return err
		}
	}
	return nil
}

// retry writes what waits, the oldest first, until the journal fails again.
func (p *Process) retry() {
	r := p.recorder
	r.writing <- struct{}{}
	defer func() { <-r.writing }()
	for written := 0; ; written++ {
		a, is := r.oldest()
		if !is {
			if written > 0 {
				p.audit.Info("the events that waited for the journal are recorded now", "events", written)
			}
			return
		}
		err := r.try(a)
		r.tried(err)
		if err != nil {
			return
		}
	}
}

// join lets events wait if others do, and says why those do.
func (p *Process) join(all []journal.Audit) (behind bool, err error) {
	r := p.recorder
	r.mu.Lock()
	behind, err = len(r.waiting) > 0, r.failed
	if behind {
		r.add(all)
	}
	r.mu.Unlock()
	if behind {
		p.logWaiting(all, err)
	}
	return behind, err
}

// wait lets events wait that could not be written.
func (p *Process) wait(all []journal.Audit, err error) {
	r := p.recorder
	r.mu.Lock()
	r.failed = err
	r.add(all)
	r.mu.Unlock()
	p.logWaiting(all, err)
}

// logWaiting puts each event that has to wait into the log: a process that is killed
// meanwhile leaves it nowhere else.
func (p *Process) logWaiting(all []journal.Audit, err error) {
	for _, a := range all {
		p.logEvent("an event waits for the journal, which could not be written", a, err)
	}
}

func (p *Process) logEvent(says string, a journal.Audit, err error) {
	about := []slog.Attr{slog.String("event", string(a.Kind)), slog.String("agent", a.Agent), slog.String("address", a.Address), slog.String("result", a.Result)}
	if err != nil {
		about = append(about, slog.String("problem", err.Error()))
	}
	p.audit.LogAttrs(context.Background(), slog.LevelError, says, about...)
}

// try writes one event.
func (r *recorder) try(a journal.Audit) error {
	ctx, cancel := context.WithTimeout(context.Background(), auditTime)
	defer cancel()
	return r.write(ctx, a)
}

// add lets events wait, as far as there is room. The caller holds the lock.
func (r *recorder) add(all []journal.Audit) {
	fit := min(len(all), auditRoom-len(r.waiting))
	r.waiting = append(r.waiting, all[:fit]...)
	r.dropped.Add(int64(len(all) - fit))
	r.behind.Store(int64(len(r.waiting)))
}

// oldest is the event that waits for longest.
func (r *recorder) oldest() (a journal.Audit, is bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) == 0 {
		return a, false
	}
	return r.waiting[0], true
}

// tried notes how the write of the oldest event went.
func (r *recorder) tried(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed = err; err != nil {
		return
	}
	r.waiting = slices.Delete(r.waiting, 0, 1)
	r.behind.Store(int64(len(r.waiting)))
}

// refusals counts those that come too fast to be recorded each, for each agent, and for
// all who are none together, so that the refusals of one agent do not hide another's.
type refusals struct {
	since time.Time
	of    map[string]int // by agent
}

// pass are the events to record for one.
func (r *refusals) pass(a journal.Audit) []journal.Audit {
	if a.Kind != journal.AuditRefusal {
		return []journal.Audit{a}
	}
	all := r.left(a.At, false)
	if r.of[a.Agent]++; r.of[a.Agent] > mostRefusals {
		return all
	}
	return append(all, a)
}

// left is, once its time is over, the number of refusals beyond those recorded.
func (r *refusals) left(now time.Time, all bool) (told []journal.Audit) {
	if !all && now.Sub(r.since) < refusalsIn {
		return nil
	}
	for _, agent := range slices.Sorted(maps.Keys(r.of)) {
		if beyond := r.of[agent] - mostRefusals; beyond > 0 {
			told = append(told, journal.Audit{At: now, Kind: journal.AuditRefusal, Agent: agent, Result: thousands.CountOf(beyond, "more refusal") + " since " + r.since.UTC().Format(time.DateTime)})
		}
	}
	*r = refusals{since: now, of: map[string]int{}}
	return told
}
