package payment

import (
	"context"
	"errors"
	"sync"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

const (
	// checkLease is how long one check may take; the query's own deadline is
	// shorter.
	checkLease = 5 * time.Minute
	// idleLook is how often the journal is looked at for attempts of other
	// consoles when nothing is due here.
	idleLook  = 15 * time.Second
	dueAtOnce = 20
	// lookAhead is how far ahead the journal is looked at for the next check,
	// watchedAtOnce how many entries of it.
	lookAhead     = 48 * time.Hour
	watchedAtOnce = 500
)

// Querier finds transactions. *gateway.Client is one.
type Querier interface {
	Query(context.Context, gateway.Query) (gateway.QueryResult, error)
}

// ResolverOptions are what a Resolver needs.
type ResolverOptions struct {
	Gateway Querier
	Store   journal.Store
	Rule    Rule
	// Owner names this process in leases.
	Owner string
	Now   func() time.Time
	// Steady is the clock that cannot be set; nil means clock.Now.
	Steady func() clock.Reading
	// Resolved is called with each checked attempt that was unknown before, or that
	// turned out to be something else than was known. It may be nil. It must not
	// block.
	Resolved func(Attempt)
}

// Resolver finds out what became of attempts whose answer was lost: its own
// and those of every console of the same journal, one at a time.
type Resolver struct {
	ResolverOptions

	wake    chan struct{}
	empties emptyAnswers

	mu       sync.Mutex
	checking map[string]bool // attempts that are being asked about
}

// NewResolver makes a resolver that wakes when Wake is called.
func NewResolver(o ResolverOptions) *Resolver {
	return &Resolver{ResolverOptions: o, wake: make(chan struct{}, 1), checking: map[string]bool{}}
}

// Wake makes Run look at once, for instance after an answer was lost.
func (r *Resolver) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run checks what is due until the context ends.
func (r *Resolver) Run(ctx context.Context) {
	for ctx.Err() == nil {
		pause := idleLook
		due, next := r.due(ctx)
		for _, e := range due {
			if _, err := r.check(ctx, e.ID, r.isDue); err != nil && ctx.Err() != nil {
				return
			}
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

// due are the entries to be checked now, and else when the first of them is.
// A check that was put off by a clock that has been put back since is due, too.
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
	for _, e := range watched { // the first to come first
		switch {
		case r.Rule.putOff(e, now) && len(due) < dueAtOnce:
			due = append(due, e)
		case next.IsZero() && e.NextCheckAt.After(now):
			next = e.NextCheckAt
		}
	}
	return due, next
}

// isDue reports an entry that is to be checked now. Another console may have
// checked it since the journal was looked at.
func (r *Resolver) isDue(e journal.Entry) bool {
	now := r.Now()
	return !e.NextCheckAt.After(now) || r.Rule.putOff(e, now)
}

// ErrBusy says that the attempt is being checked, here or by another console.
var ErrBusy = errors.New("this payment is being checked just now")

// Check asks the gateway once about one attempt and records what it said. It
// may be called at any time; it does nothing to an attempt that is settled
// and not watched.
func (r *Resolver) Check(ctx context.Context, id string) (journal.Entry, error) {
	return r.check(ctx, id, func(journal.Entry) bool { return true })
}

// check claims an attempt, so that no other process asks about it, and asks
// about it if that is still wanted.
func (r *Resolver) check(ctx context.Context, id string, wanted func(journal.Entry) bool) (journal.Entry, error) {
	if !r.begin(id) {
		return journal.Entry{}, ErrBusy
	}
	defer r.end(id)
	now := r.Now()
	e, mine, err := r.Store.Claim(ctx, id, r.Owner, now, now.Add(checkLease))
	if err != nil {
		return e, err
	}
	if !mine {
		return e, ErrBusy
	}
	defer func() { _ = r.Store.Release(context.WithoutCancel(ctx), id, r.Owner) }()
	if !e.Watched() || !wanted(e) {
		return e, nil
	}
	asked := r.moment()
	found := r.ask(ctx, e)
	found.asked, found.heard, found.ended = asked, r.moment(), !e.AnsweredAt.IsZero()
	var seen journal.Entry
	after, err := r.Store.Record(context.WithoutCancel(ctx), id, journal.Change{
		Step: journal.StepChecked, At: found.heard.here, By: "moto",
		Apply: func(e *journal.Entry) error {
			found.earlier = r.empties.earlier(*e)
			seen = *e
			r.Rule.judge(e, found)
			return nil
		},
	})
	r.empties.note(seen, found)
	if errors.Is(err, journal.ErrSettled) { // the outcome that was answered stands, and the record says another one
		after, err = r.contradicted(ctx, id)
	}
	if err != nil {
		return e, err
	}
	if e.State != journal.Known || e.Outcome != after.Outcome {
		renamed(context.WithoutCancel(ctx), r.Store, after)
		if after.Kind() == journal.KindUpdate && e.State == journal.Known && moves(after.Outcome) { // it arrived after all
			r.watchAgain(context.WithoutCancel(ctx), after)
		}
	}
	news := e.State != journal.Known || after.Outcome != e.Outcome || after.Alarm != e.Alarm
	if news && r.Resolved != nil {
		r.Resolved(attemptOf(after))
	}
	return after, nil
}

// contradicted ends the watch of an attempt whose answered outcome is not the
// record's, with an alarm.
func (r *Resolver) contradicted(ctx context.Context, id string) (journal.Entry, error) {
	return r.Store.Record(context.WithoutCancel(ctx), id, journal.Change{Step: journal.StepAlarm, At: r.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		e.NextCheckAt = time.Time{}
		if e.Alarm == "" {
			e.Alarm = journal.AlarmNotTaken
		}
		return nil
	}})
}

// begin reports whether this process was not yet asking about the attempt: a
// lease keeps out other processes only.
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

// moment reads both of our clocks.
func (r *Resolver) moment() moment {
	if r.Steady != nil {
		return moment{r.Now(), r.Steady()}
	}
	return moment{r.Now(), clock.Now()}
}
