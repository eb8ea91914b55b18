package payment

import (
	"context"
	"errors"
	"iter"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file compares the gateway's records with the journal. A journal may be
// deleted, or an older copy of it put back; then the gateway has payments that
// carry the journal's name and stand in none of its rows.

// Walker yields all records of a window of time. *gateway.Client is one.
type Walker interface {
	Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error]
}

// Reconciler finds payments that the journal has forgotten.
type Reconciler struct {
	Gateway Walker
	Store   journal.Store
	Site    string
	Now     func() time.Time
	// Ahead is how far the gateway's clock is ahead of ours.
	Ahead time.Duration
	// Tail is the earliest time, by our clock, that the journal can have forgotten
	// anything from: an older copy lacks the newest payments. An older record with
	// the journal's name belongs to another journal that happens to have the same
	// name. Zero means any time.
	Tail time.Time
}

// Difference is an entry whose record says something else.
type Difference struct {
	Entry  journal.Entry
	Record gateway.Record
	Says   string // what differs, for people
}

// Reconciliation is what one comparison found.
type Reconciliation struct {
	Since  time.Time
	Looked int // records looked at
	// Forgotten are payments with this journal's name that stood in no row of
	// it. Each has a row now, and the first of them an alarm each.
	Forgotten []Attempt
	// Others are payments of other journals and of the portal.
	Others []gateway.Record
	// Differences are entries whose amount or outcome is not the record's. Where
	// the gateway moved money and the journal says that none moved, the entry
	// has an alarm.
	Differences []Difference
	// Unread are records that could not be written into the journal, and seconds
	// that hold more records than the gateway gives.
	Unread int
}

const (
	// othersKept is how many payments of others are listed.
	othersKept = 10000
	// alarmsRaised is how many forgotten payments get an alarm of their own: a
	// supervisor who has to see to more than that lists them.
	alarmsRaised = 20
)

// errWindow is a comparison of no time at all, which would find nothing.
var errWindow = errors.New("the journal's newest payment is later than now by the gateway's clock, so nothing was compared: set the clock")

// Run compares what was made since then. What it finds forgotten it records,
// so that the guard knows of it.
func (r *Reconciler) Run(ctx context.Context, since time.Time) (Reconciliation, error) {
	result := Reconciliation{Since: since}
	after, before := since.Add(r.Ahead-time.Second), r.Now().Add(r.Ahead+time.Minute)
	if !after.Before(before) {
		return result, errWindow
	}
	// A shared site has payments of a web shop too: they are none of ours.
	for _, q := range []gateway.Query{
		{RequestTypes: []string{gateway.TypeAuth}, AccountTypes: []gateway.AccountType{gateway.AccountMOTO}},
		{RequestTypes: []string{gateway.TypeRefund}},
	} {
		q.Sites, q.After, q.Before = []string{r.Site}, after, before
		if err := r.walk(ctx, q, &result); err != nil {
			return result, err
		}
	}
	return result, nil
}

// walk compares all records of a query. One that cannot be kept does not stop
// the others.
func (r *Reconciler) walk(ctx context.Context, q gateway.Query, into *Reconciliation) error {
	for record, err := range r.Gateway.Records(ctx, q) {
		if err == nil {
			into.Looked++
			err = r.compare(ctx, record, into)
		}
		_, dense := errors.AsType[*gateway.DenseSecondError](err)
		switch {
		case err == nil:
		case dense, errors.Is(err, journal.ErrInvalid), errors.Is(err, journal.ErrCardNumber):
			into.Unread++
		default:
			return err
		}
	}
	return nil
}
