package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

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
	// Of an agent's refusals, so many are recorded in a time; the others are counted.
	mostRefusals = 60
	refusalsIn   = time.Minute
)

// recorder takes events for the journal, and its callers do not wait for it.
type recorder struct {
	events  chan journal.Audit
	dropped atomic.Int64 // for which there was no room

	mu      sync.Mutex // while events are written: they keep their order
	write   func(ctx context.Context, a journal.Audit) error
	waiting []journal.Audit // that could not be written yet, the oldest first
	behind  atomic.Int64    // how many they are
}

func newRecorder(write func(ctx context.Context, a journal.Audit) error) *recorder {
	return &recorder{events: make(chan journal.Audit, auditRoom), write: write}
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

// record records events until the context ends, and then those that are left.
func (p *Process) record(ctx context.Context) {
	var few refusals
	late, again := time.NewTicker(refusalsIn), time.NewTicker(auditAgain)
	defer late.Stop()
	defer again.Stop()
	for {
		select {
		case a := <-p.recorder.events:
			_ = p.keep(few.pass(a)...)
		case now := <-late.C:
			_ = p.keep(few.left(now, false)...)
		case <-again.C:
			if p.recorder.behind.Load() > 0 {
				_ = p.keep()
			}
		case <-ctx.Done():
			for {
				select {
				case a := <-p.recorder.events:
					_ = p.keep(few.pass(a)...)
				default:
					_ = p.keep(few.left(time.Now(), true)...)
					return
				}
			}
		}
	}
}

// keep writes events, behind those that wait for the journal. The log has each that has to
// wait: a process that is killed meanwhile leaves it nowhere else.
func (p *Process) keep(all ...journal.Audit) (err error) {
	r := p.recorder
	r.mu.Lock()
	defer r.mu.Unlock()
	waited := len(r.waiting)
	if waited == 0 {
		if n := r.dropped.Swap(0); n > 0 {
			all = append(all, journal.Audit{At: time.Now(), Kind: journal.AuditRefusal, Result: fmt.Sprintf("%d events could not be recorded", n)})
		}
	}
	queue := append(r.waiting, all...)
	for len(queue) > 0 && err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), auditTime)
		if err = r.write(ctx, queue[0]); err == nil {
			queue = queue[1:]
		}
		cancel()
	}
	if err == nil && waited > 0 {
		p.audit.Info("the events that waited for the journal are recorded now", "events", waited)
	}
	for _, a := range queue[max(0, len(queue)-len(all)):] {
		p.audit.LogAttrs(context.Background(), slog.LevelError, "an event waits for the journal, which could not be written",
			slog.String("event", string(a.Kind)), slog.String("agent", a.Agent), slog.String("address", a.Address), slog.String("result", a.Result), slog.String("problem", err.Error()))
	}
	if beyond := len(queue) - auditRoom; beyond > 0 {
		r.dropped.Add(int64(beyond))
		queue = queue[:auditRoom]
	}
	r.waiting = slices.Clone(queue)
	r.behind.Store(int64(len(queue)))
	return err
}

// refusals counts those that come too fast to be recorded each: of each agent, and of
// those who are none, so that the refusals of one agent do not hide another's.
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
			told = append(told, journal.Audit{At: now, Kind: journal.AuditRefusal, Agent: agent, Result: fmt.Sprintf("%d more refusals since %s", beyond, r.since.UTC().Format(time.DateTime))})
		}
	}
	*r = refusals{since: now, of: map[string]int{}}
	return told
}
