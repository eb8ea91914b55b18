package app

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"motoconsole/internal/journal"
)

const (
	// auditRoom is how many events may wait to be recorded.
	auditRoom = 4096
	// Of an agent's refusals, so many are recorded in a time; the others are counted.
	mostRefusals = 60
	refusalsIn   = time.Minute
)

// recorder takes events for the journal, and its callers do not wait for it.
type recorder struct {
	events  chan journal.Audit
	dropped atomic.Int64 // for which there was no room
}

func newRecorder() *recorder { return &recorder{events: make(chan journal.Audit, auditRoom)} }

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

// NoteNow records an event at once, for a process that was not started.
func (p *Process) NoteNow(a journal.Audit) { p.keep(a) }

// record records events until the context ends, and then those that are left.
func (p *Process) record(ctx context.Context) {
	var few refusals
	late := time.NewTicker(refusalsIn)
	defer late.Stop()
	for {
		select {
		case a := <-p.recorder.events:
			p.keep(few.pass(a)...)
		case now := <-late.C:
			p.keep(few.left(now, false)...)
		case <-ctx.Done():
			for {
				select {
				case a := <-p.recorder.events:
					p.keep(few.pass(a)...)
				default:
					p.keep(few.left(time.Now(), true)...)
					return
				}
			}
		}
	}
}

// keep writes events. One that cannot be written is told in the log.
func (p *Process) keep(all ...journal.Audit) {
	if n := p.recorder.dropped.Swap(0); n > 0 {
		all = append(all, journal.Audit{At: time.Now(), Kind: journal.AuditRefusal, Result: fmt.Sprintf("%d events came too fast to be recorded", n)})
	}
	for _, a := range all {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		err := p.store.Audit(ctx, a)
		cancel()
		if err != nil {
			p.audit.LogAttrs(context.Background(), slog.LevelError, "an event was not recorded in the journal",
				slog.String("event", string(a.Kind)), slog.String("agent", a.Agent), slog.String("address", a.Address), slog.String("result", a.Result), slog.String("problem", err.Error()))
		}
	}
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
