package lookup

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
)

// NewestLimit is how many records are held in memory to return them newest first.
// Each takes some kilobytes.
const NewestLimit = 10_000

// Gateway is the part of a gateway client that a search needs. *gateway.Client is
// one.
type Gateway interface {
	Query(context.Context, gateway.Query) (gateway.QueryResult, error)
	Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error]
}

// Options say how a search is run.
type Options struct {
	// Site is searched if the search names none.
	Site string
	// NewestFirst yields the newest records first, once all have come. If there are
	// more than NewestLimit, all come oldest first; see Summary.
	NewestFirst bool
	// Other, if set, receives records that do not match, such as a payment that is
	// no longer as the journal knows it.
	Other func(gateway.Record)
	// Progress, if set, is called after each stretch of time.
	Progress func(Progress)
}

// Progress is how far a search has come.
type Progress struct {
	Looked int // records from the gateway
	Found  int // how many of them match
	// Before is the time up to which the search is complete.
	Before time.Time
}

// Summary is the result of a search. With a nil error and Found 0, there is nothing
// to find.
type Summary struct {
	Looked, Found int
	// Unknown and NotAccepted count the found records with these outcomes. They are told
	// apart: only what was not accepted may be sent again.
	Unknown, NotAccepted int
	// Crowded are seconds for which the gateway returned its limit of 500 records.
	// Some records of these seconds may be missing.
	Crowded []time.Time
	// TooMany reports that there were too many records to yield the newest first.
	TooMany bool
}

// Run carries out a search and yields the records it finds, one by one, oldest
// first. It does not hold them in memory. In a search for an order reference,
// records that have it exactly come first. Run ends when yield returns false.
//
// The error is a *gateway.FieldError if the search was refused before it was sent,
// a *gateway.QueryError if the gateway answered with an errorcode, a *gateway.Error
// if there was no usable answer, or the context's error. The records before an
// error are right, but not all. Run wipes the cards in the filter.
func Run(ctx context.Context, g Gateway, s Search, o Options, yield func(gateway.Record) bool) (Summary, error) {
	defer func() {
		for _, card := range s.Filter.Cards {
			card.Wipe()
		}
	}()
	if err := s.Check(); err != nil {
		return Summary{}, err
	}
	r := runner{gateway: g, search: s, options: o, yield: yield}
	if o.NewestFirst {
		r.held = &holder{yield: yield}
		r.yield = r.held.add
	}
	err := r.run(ctx)
	if r.held != nil {
		r.sum.TooMany = r.held.tooMany
		r.held.flush()
	}
	return r.sum, err
}

// runner is one search under way.
type runner struct {
	gateway Gateway
	search  Search
	options Options
	yield   func(gateway.Record) bool
	held    *holder
	sum     Summary
	stopped bool
	// seen are the transactions already seen, if several queries may find the same
	// one.
	seen map[string]bool
	// nameless counts the records of a pass that show no name.
	nameless int
}

func (r *runner) run(ctx context.Context) error {
	passes := r.search.passes(r.options.Site)
	for i, p := range passes {
		if p.compares && r.sum.Found > 0 {
			break
		}
		if i == 0 && len(passes) > 1 {
			r.seen = map[string]bool{}
		}
		r.nameless = 0
		if err := r.pass(ctx, p); err != nil || r.stopped {
			return err
		}
	}
	return nil
}

// pass makes one query, in stretches of time if it needs them.
func (r *runner) pass(ctx context.Context, p pass) error {
	q := p.query
	if q.After.IsZero() && q.Before.IsZero() && len(q.Cards) == 0 {
		result, err := r.gateway.Query(ctx, q)
		if err != nil {
			return err
		}
		if !result.Capped {
			r.all(result.Records, p)
			return nil
		}
	}
	// There are more than one answer holds, or a time was named.
	if q.After.IsZero() {
		q.After = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	if q.Before.IsZero() {
		q.Before = r.search.now.Add(clockSlack)
	}
	q.Progress = r.progress
	for record, err := range r.gateway.Records(ctx, q) {
		if dense, ok := errors.AsType[*gateway.DenseSecondError](err); ok {
			put(&r.sum.Crowded, dense.Second) // two passes may both report it
			continue
		}
		if err != nil {
			return err
		}
		if !r.give(record, p) {
			return nil
		}
		if p.compares && r.nameless >= mostNameless {
			return nil // this gateway shows no names
		}
	}
	return ctx.Err()
}

// mostNameless is how many records without a name show that this gateway sends
// none: as many as one answer holds.
const mostNameless = 500

// all yields the records of one answer, oldest first.
func (r *runner) all(records []gateway.Record, p pass) {
	sortByTime(records)
	for _, record := range records {
		if !r.give(record, p) {
			return
		}
	}
	r.progress(r.search.now)
}

func (r *runner) progress(before time.Time) {
	if r.options.Progress == nil {
		return
	}
	if before.After(r.search.now) {
		before = r.search.now
	}
	r.options.Progress(Progress{Looked: r.sum.Looked, Found: r.sum.Found, Before: before})
}

// give yields a record that matches and that no earlier pass has yielded. It counts
// each record once, however many passes find it.
func (r *runner) give(record gateway.Record, p pass) bool {
	reference := record.TransactionReference
	if reference == "" && slices.Contains(p.done, record.OrderReference) || r.seen[reference] {
		return true
	}
	if r.seen != nil && reference != "" {
		r.seen[reference] = true
	}
	r.sum.Looked++
	if p.compares {
		same, shown := r.search.namedSo(record)
		if !shown {
			r.nameless++
		} else {
			r.nameless = 0
		}
		if !same {
			return true
		}
	}
	if !r.search.Matches(record) {
		if r.options.Other != nil {
			r.options.Other(record)
		}
		return true
	}
	r.sum.Found++
	switch record.Outcome() {
	case gateway.OutcomeUnknown:
		r.sum.Unknown++
	case gateway.OutcomeRejected:
		r.sum.NotAccepted++
	default:
	}
	r.stopped = !r.yield(record)
	return !r.stopped
}

// holder holds records back until the newest is known.
type holder struct {
	yield   func(gateway.Record) bool
	records []gateway.Record
	tooMany bool
	stopped bool
}

func (h *holder) add(r gateway.Record) bool {
	if !h.tooMany {
		h.records = append(h.records, r)
		if h.tooMany = len(h.records) > NewestLimit; h.tooMany {
			h.empty()
		}
		return !h.stopped
	}
	return h.yield(r)
}

// flush yields the held records, newest first.
func (h *holder) flush() {
	sortByTime(h.records)
	slices.Reverse(h.records)
	h.empty()
}

func (h *holder) empty() {
	for _, r := range h.records {
		if h.stopped = !h.yield(r); h.stopped {
			break
		}
	}
	h.records = nil
}

// sortByTime sorts records by their timestamps, whose alphabetical order is their
// order in time. Records of one second stay in the gateway's order.
func sortByTime(records []gateway.Record) {
	slices.SortStableFunc(records, func(a, b gateway.Record) int {
		return strings.Compare(a.TransactionStarted, b.TransactionStarted)
	})
}
