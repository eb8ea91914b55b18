package sqljournal

import (
	"context"
	"encoding/json"
	"math"

	"motoconsole/internal/journal"
)

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
func (s *SQLite) Find(ctx context.Context, q journal.Search, limit int) (journal.Found, error) {
	end, args := lookOf(q)
	f := journal.Scan{Search: q, Limit: max(limit, 0)}
	err := each(ctx, s.reader, &s.known, end, func(row found) bool { return f.Take(row.Entry) }, args...)
	if err == nil && !f.More {
		var begins stamp
		if err = s.reader.QueryRowContext(ctx, "SELECT coalesce(min(intent_at), 0) FROM entries").Scan(&begins); err == nil {
			f.Reached(begins.time())
		}
	}
	if err != nil {
		err = s.fault(err)
	}
	return f.Found, err
}

// lookOf is the look that finds the fewest attempts, and its parameters.
func lookOf(q journal.Search) (end string, args []any) {
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
