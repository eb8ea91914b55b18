package kept

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/lookup"
	"motoconsole/internal/rights"
)

// finder looks for the attempts of one search in a journal.
type finder struct {
	store    journal.Store
	grant    rights.Grant // of the agent who searches
	site     string
	search   lookup.Search
	from, to time.Time
	// reduced are the newest reductions of payments, by the payments' transaction
	// references, as far as a search for an amount found them.
	reduced map[string]journal.Entry
}

// find searches by the end of the card, amount and time. In a search for an amount,
// a reduction to that amount leads to its payment: the caller's statement shows the
// amount that settled.
func (l *finder) find(ctx context.Context, kept *lookup.Kept) ([]journal.Entry, error) {
	q := journal.Search{Site: l.site, From: l.from, To: l.to, Last4: l.search.Last4, Minors: l.search.Minors(), Match: l.match}
	found, err := l.store.Find(ctx, q, most)
	kept.More = found.More
	if !found.Back.IsZero() {
		kept.Since = found.Back
	}
	if err != nil || len(q.Minors) == 0 {
		return found.Entries, err
	}
	// The payment is older than its reduction, which may have any later time.
	reductions, err := l.store.Find(ctx, journal.Search{Site: l.site, From: l.from, Minors: q.Minors, Reductions: true}, most)
	if reductions.More {
		kept.More = true
		kept.Since = later(kept.Since, reductions.Back)
	}
	payments, err2 := l.payments(ctx, reductions.Entries)
	return append(found.Entries, payments...), errors.Join(err, err2)
}

// payments are the payments that were reduced.
func (l *finder) payments(ctx context.Context, reductions []journal.Entry) ([]journal.Entry, error) {
	l.reduced = map[string]journal.Entry{}
	var payments []journal.Entry
	for _, r := range reductions {
		if _, done := l.reduced[r.Parent]; done || r.Parent == "" {
			continue
		}
		entries, err := l.store.ByTransaction(ctx, r.Parent) // newest first
		if err != nil {
			return payments, err
		}
		for _, e := range entries {
			_, newer := l.reduced[r.Parent]
			maybe := e.Outcome == gateway.OutcomeApproved || e.Outcome == gateway.OutcomeUnknown
			switch {
			case e.TransactionReference == r.Parent && e.RequestType() != journal.TypeUpdate:
				payments = append(payments, e)
			case e.Operation == journal.OpReduce && maybe && !newer:
				l.reduced[r.Parent] = e
			}
		}
	}
	return payments, nil
}

// attempt is an entry in the form for lists, with its known reductions.
func (l *finder) attempt(e journal.Entry) (lookup.Attempt, bool) {
	a, ok := attemptOf(e)
	if last, is := l.reduced[e.TransactionReference]; ok && is {
		if a.Reducing = last.Outcome != gateway.OutcomeApproved; !a.Reducing {
			a.Record.SettleBaseAmount = strconv.FormatInt(last.Target.SettleAmount, 10)
		}
	}
	return a, ok
}

func (l *finder) match(e journal.Entry) bool {
	a, ok := l.attempt(e)
	return ok && l.grant.Sees(e.Agent) && l.search.Keeps(a)
}

// attempts are the entries that match the time of the search, each once and newest
// first.
func (l *finder) attempts(entries []journal.Entry) []lookup.Attempt {
	slices.SortStableFunc(entries, func(a, b journal.Entry) int { return cmp.Or(b.IntentAt.Compare(a.IntentAt), cmp.Compare(a.ID, b.ID)) })
	entries = slices.CompactFunc(entries, func(a, b journal.Entry) bool { return a.ID == b.ID })
	var attempts []lookup.Attempt
	for _, e := range entries {
		if !e.IntentAt.Before(l.from) && (l.to.IsZero() || e.IntentAt.Before(l.to)) && l.match(e) {
			a, _ := l.attempt(e)
			attempts = append(attempts, a)
		}
	}
	return attempts
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
