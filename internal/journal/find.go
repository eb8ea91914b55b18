package journal

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"time"
)

// Search is what attempts are looked for by: payments, refunds and payouts, or
// reductions, and no other updates. Of each kind of values that is given, an attempt must have one.
type Search struct {
	Site string
	// From and To are when it was attempted, To not included; zero is open.
	From, To time.Time
	Last4    []string
	Minors   []int64 // amounts in the smallest unit, of any currency
	// Reductions looks for updates instead: those that were to make one of Minors
	// what a payment settles.
	Reductions bool
	// Match decides on each; nil is everything.
	Match func(Entry) bool
}

// Found is what a search of the journal has found.
type Found struct {
	Entries []Entry // newest first
	More    bool    // there are older ones
	// Back is how far back the journal was looked through: to the search's From, or
	// to where the journal begins or the search was ended.
	Back time.Time
}

// The looks of a search; each goes by an index. Their parameters are the site,
// the time from and to, and the values.
const (
	inTime     = "site = ?1 AND intent_at >= ?2 AND intent_at < ?3"
	ofSearch   = "kind <> 'UPDATE' AND " + inTime
	latest     = " ORDER BY intent_at DESC, number DESC"
	findLast4  = "INDEXED BY entries_last4 WHERE last4 <> '' AND last4 IN (SELECT value FROM json_each(?4)) AND " + ofSearch + latest
	findAmount = "INDEXED BY entries_amount WHERE amount IN (SELECT value FROM json_each(?4)) AND " + ofSearch + latest
	findReduce = "INDEXED BY entries_reduced WHERE operation = 'reduce' AND target_settle_amount IN (SELECT value FROM json_each(?4)) AND " + inTime + latest
	findTime   = "INDEXED BY entries_intent_at WHERE " + ofSearch + latest
)

// Find implements Store.
func (s *SQLite) Find(ctx context.Context, q Search, limit int) (Found, error) {
	end, args := q.look()
	f := finding{search: q, limit: max(limit, 0)}
	err := each(ctx, s.reader, &s.known, end, func(row found) bool { return f.take(row.Entry) }, args...)
	if err == nil && !f.More {
		var begins stamp
		if err = s.reader.QueryRowContext(ctx, "SELECT coalesce(min(intent_at), 0) FROM entries").Scan(&begins); err == nil {
			f.reached(begins.time())
		}
	}
	if err != nil {
		err = s.fault(err)
	}
	return f.Found, err
}

// look is the look that finds the fewest attempts, and its parameters.
func (q Search) look() (end string, args []any) {
	to := stamp(math.MaxInt64)
	if !q.To.IsZero() {
		to = stampOf(q.To)
	}
	args = []any{q.Site, stampOf(q.From), to}
	values := func(list any) []any {
		text, _ := json.Marshal(list) // strings and numbers: it cannot fail
		return append(args, string(text))
	}
	switch {
	case q.Reductions:
		return findReduce, values(q.Minors)
	case len(q.Last4) > 0:
		return findLast4, values(q.Last4)
	case len(q.Minors) > 0:
		return findAmount, values(q.Minors)
	default:
		return findTime, args
	}
}

// finding is a search on its way through a journal, from the newest attempt back.
type finding struct {
	Found

	search Search
	limit  int
}

// take looks at the next attempt, and reports whether more are wanted.
func (f *finding) take(e Entry) bool {
	f.Back = e.IntentAt
	if !f.search.has(e) {
		return true
	}
	if f.More = len(f.Entries) == f.limit; !f.More {
		f.Entries = append(f.Entries, e)
	}
	return !f.More
}

// reached says that all has been looked through, of a journal that begins then.
func (f *finding) reached(begins time.Time) {
	if f.Back = f.search.From; begins.After(f.Back) {
		f.Back = begins
	}
}

// has reports whether an attempt of the search's site and time is looked for.
func (q Search) has(e Entry) bool {
	amount := e.Amount.Minor
	if q.Reductions {
		amount = e.Target.SettleAmount
	}
	return (len(q.Last4) == 0 || slices.Contains(q.Last4, e.Last4)) &&
		(len(q.Minors) == 0 && !q.Reductions || slices.Contains(q.Minors, amount)) &&
		(q.Match == nil || q.Match(e))
}

// Find implements Store.
func (m *Memory) Find(ctx context.Context, q Search, limit int) (Found, error) {
	var begins time.Time
	inside, err := m.pick(ctx, -1, true, func(_ *memoryDisk, e *Entry) bool {
		if begins.IsZero() || e.IntentAt.Before(begins) {
			begins = e.IntentAt
		}
		ofKind := e.Kind() != KindUpdate
		if q.Reductions {
			ofKind = e.Operation == OpReduce
		}
		return ofKind && e.Site == q.Site && !e.IntentAt.Before(q.From) && (q.To.IsZero() || e.IntentAt.Before(q.To))
	})
	slices.SortStableFunc(inside, func(a, b Entry) int { return b.IntentAt.Compare(a.IntentAt) })
	f := finding{search: q, limit: max(limit, 0)}
	for _, e := range inside {
		if !f.take(e) {
			return f.Found, err
		}
	}
	f.reached(begins)
	return f.Found, err
}
