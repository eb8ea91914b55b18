package gateway

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"
)

// aimFor is how many records a stretch of time should hold, so that few stretches
// reach the gateway's limit of 500.
const aimFor = 350

// keepFor is how many seconds before the current stretch references are still
// remembered. Stretches share one second at most; the rest allows for a gateway
// whose bounds are inclusive.
const keepFor = 3

// DenseSecondError reports a second that holds 500 or more records. The gateway
// returns only 500 of them, and a second cannot be split. Find the others with more
// filters, such as a request type.
type DenseSecondError struct {
	Second time.Time // UTC
}

// Error names the second.
func (e *DenseSecondError) Error() string {
	return "the gateway has 500 or more records of the second " + e.Second.Format(time.DateTime) +
		" UTC, and gives only 500 of them"
}

// Records yields all transactions that a query finds, however many: oldest first,
// cleaned, each transaction reference once. After is needed; a zero Before means
// now. Records splits the window into stretches of time that stay below the
// gateway's limit of 500 records, with one query each. It holds one stretch in
// memory at a time. Query.Progress tells how far it is.
//
// An error ends the loop. The exception is a *DenseSecondError, which follows the
// 500 records that the gateway returned for that second: a loop that continues gets
// the rest of the window. To resume after another error, start again with After a
// second before the last record. Records may miss transactions that become visible
// late, within seconds of now.
//
// Records wipes the card numbers in the query when the loop ends, so such a query
// works only once.
func (c *Client) Records(ctx context.Context, q Query) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		defer q.wipe()
		if q.After.IsZero() {
			yield(Record{}, &FieldError{Field: "starttimestamp", Rule: "say when to start looking"})
			return
		}
		if q.Before.IsZero() {
			q.Before = c.cfg.Now().Add(time.Second)
		}
		if q.Before.Unix()-q.After.Unix() < 2 {
			return // no whole second lies between them
		}
		w := recordWalk{client: c, query: q, yield: yield, seen: map[string]int64{}}
		w.run(ctx)
	}
}

// recordWalk is one pass through a window of time. Times are Unix seconds.
type recordWalk struct {
	client *Client
	query  Query
	yield  func(Record, error) bool
	seen   map[string]int64 // transaction references and their second
}

// run queries one stretch after another. Both bounds of a query are exclusive, so
// each stretch begins a second before the end of the one before.
func (w *recordWalk) run(ctx context.Context) {
	from, end := w.query.After.Unix(), w.query.Before.Unix()
	for width := end - from; from < end-1; {
		to := min(from+width, end)
		page := w.query
		page.After, page.Before = time.Unix(from, 0), time.Unix(to, 0)
		result, err := send[QueryResult](ctx, w.client, keepCards{page})
		if err != nil {
			w.yield(Record{}, err)
			return
		}
		oneSecond := to-from == 2
		if result.Capped && !oneSecond {
			width = max((to-from)/2, 2)
			continue
		}
		if !w.give(result.Records, to) {
			return
		}
		if result.Capped && !w.yield(Record{}, &DenseSecondError{Second: time.Unix(from+1, 0).UTC()}) {
			return
		}
		if w.query.Progress != nil {
			w.query.Progress(time.Unix(to, 0).UTC())
		}
		width = nextWidth(to-from, len(result.Records))
		from = to - 1
		w.forget(from - keepFor)
	}
}

// nextWidth estimates how long a stretch should be to hold aimFor records.
func nextWidth(width int64, found int) int64 {
	grown := 8 * width
	if found > 0 {
		grown = min(grown, width*aimFor/int64(found))
	}
	return max(grown, 2)
}

// give yields the records that were not given before, oldest first. A record
// without a reference cannot be told from another, so it is always given.
func (w *recordWalk) give(records []Record, end int64) bool {
	// A record is more than a kilobyte, so the sort moves pointers.
	sorted := make([]*Record, len(records))
	for i := range records {
		sorted[i] = &records[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Record) int {
		return cmp.Or(
			strings.Compare(a.TransactionStarted, b.TransactionStarted),
			cmp.Compare(len(a.TransactionReference), len(b.TransactionReference)), // 23-9-9 before 23-9-10
			strings.Compare(a.TransactionReference, b.TransactionReference),
		)
	})
	for _, r := range sorted {
		if reference := r.TransactionReference; reference != "" {
			if _, ok := w.seen[reference]; ok {
				continue
			}
			w.seen[reference] = end
			if at, ok := r.StartedAt(); ok {
				w.seen[reference] = min(at.Unix(), end)
			}
		}
		if !w.yield(*r, nil) {
			return false
		}
	}
	return true
}

// forget drops old references.
func (w *recordWalk) forget(before int64) {
	for reference, at := range w.seen {
		if at < before {
			delete(w.seen, reference)
		}
	}
}

// keepCards is a query that leaves its card numbers for later use.
type keepCards struct{ Query }

func (keepCards) wipe() {}
