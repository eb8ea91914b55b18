// Package resolve finds out the outcomes of attempts: the resolver asks the gateway about
// those in doubt, or takes a supervisor's ruling; the watcher notices what other consoles
// of the journal found out; the reconciler finds payments that the journal has forgotten.
package resolve

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/ordername"
)

const (
	// CheckLease is how long one check may take. The query's own deadline is
	// shorter.
	CheckLease = 5 * time.Minute
)

// Gateway finds transactions. *gateway.Client is one.
type Gateway interface {
	Query(context.Context, gateway.Query) (gateway.QueryResult, error)
}

// Listener hears what becomes known of attempts. Hear must not block.
type Listener interface{ Hear(e journal.Entry) }

// tell tells the listener, if there is one.
func tell(l Listener, e journal.Entry) {
	if l != nil {
		l.Hear(e)
	}
}

// Options configure a Resolver.
type Options struct {
	Gateway Gateway
	Store   journal.Store
	Rule    doubt.Rule
	// Owner names this process in leases.
	Owner string

	clock.Clocks

	// Workers is how many attempts are checked at once; 0 means one.
	Workers int
	// News receives each checked attempt whose outcome was unknown before, or
	// turned out to differ. It may be nil.
	News Listener
	// Log receives defects. It may be nil.
	Log *slog.Logger
}

// Resolver finds the outcomes of attempts whose answer was lost, for all consoles
// that share the journal. One Resolver serves a whole process.
type Resolver struct {
	Options

	wake    chan struct{}
	hearing hearing
	empties doubt.EmptyAnswers

	mu       sync.Mutex
	checking map[string]bool // attempts being checked
}

// New makes a resolver that wakes when Wake is called.
func New(o Options) *Resolver {
	return &Resolver{Options: o, wake: make(chan struct{}, 1), checking: map[string]bool{}}
}

// isDue reports an entry that is due for a check. Another console may have checked
// it since the journal was read.
func (r *Resolver) isDue(e journal.Entry) bool {
	now := r.Now()
	return !e.NextCheckAt.After(now) || r.Rule.PutOff(e, now)
}

// Check asks the gateway once about one attempt and records the answer. It may be
// called at any time; it does nothing to an attempt that is known and not
// watched.
func (r *Resolver) Check(ctx context.Context, id string) (journal.Entry, error) {
	return r.check(ctx, id, func(journal.Entry) bool { return true })
}

// check claims an attempt, so that no other process checks it, and asks the gateway
// if wanted still accepts it.
func (r *Resolver) check(ctx context.Context, id string, wanted func(journal.Entry) bool) (journal.Entry, error) {
	if !r.begin(id) {
		return journal.Entry{}, journal.ErrBusy
	}
	defer r.end(id)
	now := r.Now()
	e, mine, err := r.Store.Claim(ctx, id, r.Owner, now, now.Add(CheckLease))
	if err != nil {
		return e, err
	}
	if !mine {
		return e, journal.ErrBusy
	}
	defer func() { _ = r.Store.Release(context.WithoutCancel(ctx), id, r.Owner) }()
	if !e.Watched() || !wanted(e) {
		return e, nil
	}
	asked := r.Moment()
	found := r.Ask(ctx, e)
	found.Asked, found.Heard, found.Ended = asked, r.Moment(), !e.AnsweredAt.IsZero()
	var seen journal.Entry
	after, err := r.Store.Record(context.WithoutCancel(ctx), id, journal.Change{
		Step: journal.StepChecked, At: found.Heard.Here, By: "moto",
		Apply: func(e *journal.Entry) error {
			found.Earlier = r.empties.Earlier(*e)
			seen = *e
			r.Rule.Judge(e, found)
			return nil
		},
	})
	r.empties.Note(seen, found)
	if errors.Is(err, journal.ErrResolved) { // the answered outcome stands, but the record differs
		after, err = r.Contradicted(ctx, id)
	}
	if err != nil {
		return e, err
	}
	if e.State != journal.Known || e.Outcome != after.Outcome {
		ordername.Renamed(context.WithoutCancel(ctx), r.Store, after)
		if after.RequestType() == journal.TypeUpdate && e.State == journal.Known && after.Outcome.MovesMoney() { // it arrived after all
			r.watchAgain(context.WithoutCancel(ctx), after)
		}
	}
	news := e.State != journal.Known || after.Outcome != e.Outcome || after.Alarm != e.Alarm
	if news {
		tell(r.News, after)
	}
	return after, nil
}

// Contradicted ends the watch of an attempt whose record contradicts its answered
// outcome, and raises an alarm.
func (r *Resolver) Contradicted(ctx context.Context, id string) (journal.Entry, error) {
	return r.Store.Record(context.WithoutCancel(ctx), id, journal.Change{Step: journal.StepAlarm, At: r.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		e.NextCheckAt = time.Time{}
		if e.Alarm == "" {
			e.Alarm = journal.AlarmContradicted(*e)
		}
		return nil
	}})
}

// begin reports whether this process was not yet checking the attempt: a lease
// keeps out other processes only.
func (r *Resolver) begin(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.checking[id] {
		return false
	}
	r.checking[id] = true
	return true
}

func (r *Resolver) end(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.checking, id)
}
