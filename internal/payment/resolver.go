package payment

import (
	"context"
	"errors"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

const (
	// checkLease is how long one check may take; the query's own deadline is
	// shorter.
	checkLease = 3 * time.Minute
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

// Resolver finds out what became of attempts whose answer was lost: its own
// and those of every console of the same journal, one at a time.
type Resolver struct {
	Gateway Querier
	Store   journal.Store
	Rule    Rule
	// Owner names this process in leases.
	Owner string
	Now   func() time.Time
	// Resolved is told of each entry that was checked, settled or not; nil
	// tells nobody. It must not block.
	Resolved func(Attempt)

	wake chan struct{}
}

// NewResolver makes a resolver that wakes when Wake is called.
func NewResolver(r Resolver) *Resolver {
	r.wake = make(chan struct{}, 1)
	return &r
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
			if _, err := r.Check(ctx, e.ID); err != nil && ctx.Err() != nil {
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

// ErrBusy says that another console is checking the attempt.
var ErrBusy = errors.New("another console is checking this payment")

// Check asks the gateway once about one attempt and records what it said. It
// may be called at any time; it does nothing to an attempt that is settled
// and not watched.
func (r *Resolver) Check(ctx context.Context, id string) (journal.Entry, error) {
	now := r.Now()
	e, mine, err := r.Store.Claim(ctx, id, r.Owner, now, now.Add(checkLease))
	if err != nil {
		return e, err
	}
	if !mine {
		return e, ErrBusy
	}
	defer func() { _ = r.Store.Release(context.WithoutCancel(ctx), id, r.Owner) }()
	if !e.Watched() {
		return e, nil
	}
	found := r.ask(ctx, e)
	found.ended = !e.AnsweredAt.IsZero()
	step := journal.StepChecked
	after, err := r.Store.Record(context.WithoutCancel(ctx), id, journal.Change{
		Step: step, At: r.Now(), By: "moto",
		Apply: func(e *journal.Entry) error {
			r.Rule.judge(e, found, r.Now())
			return nil
		},
	})
	if err != nil {
		return e, err
	}
	if r.Resolved != nil {
		r.Resolved(attemptOf(after))
	}
	return after, nil
}

// ask queries for exactly the attempt's order reference, of a refund among the
// children of its payment. An update has none: its transaction is read again.
func (r *Resolver) ask(ctx context.Context, e journal.Entry) finding {
	if e.Kind == journal.KindUpdate {
		return r.askChange(ctx, e)
	}
	query := gateway.Query{
		Sites:           []string{e.Site},
		OrderReferences: []string{e.SentReference},
		RequestTypes:    []string{string(e.Kind)},
	}
	if e.Kind == journal.KindRefund && e.Parent != "" {
		query.Parents = []string{e.Parent}
	}
	result, err := r.Gateway.Query(ctx, query)
	if err != nil || result.Capped {
		return finding{}
	}
	f := finding{answered: true}
	f.at = result.At
	for _, record := range result.Records {
		if record.OrderReference == e.SentReference && record.RequestType == string(e.Kind) {
			f.records = append(f.records, record)
		}
	}
	return f
}
