package resolve

import (
	"context"
	"errors"
	"iter"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file compares the gateway's records with the journal. If a journal is
// deleted, or replaced by an older copy, the gateway has payments that carry the
// journal's name but are in none of its rows.

// Walker yields all records of a window of time. *gateway.Client is one.
type Walker interface {
	Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error]
}

// Reconciler finds payments that the journal has forgotten.
type Reconciler struct {
	Gateway Walker
	Store   journal.Store
	Sites   []string // all that this journal has payments of; the first is the usual one
	Now     func() time.Time
	// Ahead is how far the gateway's clock is ahead of ours.
	Ahead time.Duration
	// Tail is the earliest time, by our clock, from which the journal can have
	// forgotten anything: an older copy lacks the newest payments. An older record
	// with the journal's name belongs to another journal that happens to have the
	// same name. Zero means any time.
	Tail time.Time
}

// Difference is an entry that disagrees with its record.
type Difference struct {
	Entry journal.Entry
	Says  string // what differs, for people
}

// Reconciliation is the result of one comparison.
type Reconciliation struct {
	Since  time.Time
	Looked int // records looked at
	// Forgotten are payments with this journal's name that were in none of its
	// rows. Each has a row now, and the first few an alarm each.
	Forgotten []journal.Entry
	// Others are payments of other journals and of the portal.
	Others []gateway.Record
	// Differences are entries whose amount or outcome is not the record's. If the
	// gateway moved money and the journal says that none moved, the entry has an
	// alarm.
	Differences []Difference
	// Unread counts records that could not be written into the journal, and seconds
	// that hold more records than the gateway returns.
	Unread int
}

const (
	// othersKept is how many payments of other journals and of the portal are
	// listed.
	othersKept = 10000
	// alarmsRaised is how many forgotten payments get an alarm of their own. If
	// there are more, the supervisor lists them.
	alarmsRaised = 20
	// spanBack is how much before the journal's newest attempt the comparison
	// begins: clocks differ, and records become visible late.
	spanBack = time.Hour
	// spanTail is how much before the journal's newest attempt a payment may have
	// been made that an older copy of the journal lacks.
	spanTail = 5 * time.Minute
	// spanMost is the furthest the comparison goes back of itself.
	spanMost = 31 * 24 * time.Hour
	// spanGone is how far back the comparison goes if the journal has no attempt
	// and replaced another one.
	spanGone = 7 * 24 * time.Hour
	// newestLooked is how many of the newest attempts are searched for one with a
	// credible time.
	newestLooked = 50
)

// Span is the time that a comparison covers.
type Span struct {
	Since time.Time
	Tail  time.Time // see Reconciler
}

// SpanOf is the time in which a journal may have forgotten something that the gateway
// has: from the journal's newest attempt on. An attempt dated in the future comes from
// a wrong clock, so SpanOf ignores it.
func SpanOf(ctx context.Context, store journal.Store, now time.Time) (Span, error) {
	recent, err := store.Recent(ctx, "", newestLooked)
	if err != nil {
		return Span{}, err
	}
	behind := store.Behind() != 0
	var newest time.Time
	for _, e := range recent {
		if e.IntentAt.After(newest) && !e.IntentAt.After(now.Add(spanTail)) {
			newest = e.IntentAt
		}
	}
	switch {
	case newest.IsZero() && (behind || len(recent) > 0):
		return Span{Since: now.Add(-spanGone)}, nil
	case newest.IsZero():
		return Span{Since: store.Identity().Since.Add(-time.Minute)}, nil
	}
	over := Span{Since: newest.Add(-spanBack), Tail: newest.Add(-spanTail)}
	if behind {
		over.Tail = time.Time{}
	}
	if oldest := now.Add(-spanMost); over.Since.Before(oldest) {
		over.Since = oldest
	}
	return over, nil
}

// errWindow reports an empty window of time, in which nothing would be found.
var errWindow = errors.New("the journal's newest payment is later than now by the gateway's clock, so nothing was compared: set the clock")

// Run compares the transactions made since a time. It records forgotten payments,
// so that the guard knows of them.
func (r *Reconciler) Run(ctx context.Context, since time.Time) (Reconciliation, error) {
	result := Reconciliation{Since: since}
	after, before := since.Add(r.Ahead-time.Second), r.Now().Add(r.Ahead+time.Minute)
	if !after.Before(before) {
		return result, errWindow
	}
	// A shared site has a web shop's payments too; those are not ours.
	for _, q := range []gateway.Query{
		{RequestTypes: []string{gateway.TypeAuth}, AccountTypes: []gateway.AccountType{gateway.AccountMOTO, gateway.AccountRecurring}},
		{RequestTypes: []string{gateway.TypeRefund}},
	} {
		q.Sites, q.After, q.Before = r.Sites, after, before
		if err := r.walk(ctx, q, &result); err != nil {
			return result, err
		}
	}
	return result, nil
}

// walk compares all records of a query. A record that cannot be kept does not stop
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
