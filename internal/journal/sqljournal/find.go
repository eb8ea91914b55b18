package sqljournal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// The queries of a search, each by an index. Their parameters are the site, the time
// from and to, and the values.
const (
	inTime     = "site = ?1 AND intent_at >= ?2 AND intent_at < ?3"
	ofSearch   = "kind <> 'UPDATE' AND " + inTime
	latest     = " ORDER BY intent_at DESC, number DESC"
	findLast4  = "INDEXED BY entries_last4 WHERE last4 <> '' AND last4 IN (texts(?4)) AND " + ofSearch + latest
	findAmount = "INDEXED BY entries_amount WHERE amount IN (numbers(?4)) AND " + ofSearch + latest
	findReduce = "INDEXED BY entries_reduced WHERE operation = 'reduce' AND target_settle_amount IN (numbers(?4)) AND " + inTime + latest
	findTime   = "INDEXED BY entries_intent_at WHERE " + ofSearch + latest
)

// Find implements Store.
func (s *Store) Find(ctx context.Context, q journal.Search, limit int) (journal.Found, error) {
	end, args := lookOf(q)
	f := journal.Scan{Search: q, Limit: max(limit, 0)}
	err := s.db.some(ctx, s.reader, "SELECT "+columns+" FROM entries "+end, args, func(rows *sql.Rows) (int, bool, error) {
		return pass(rows, &s.known, func(row found) bool { return f.Take(row.Entry) })
	})
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

// lookOf is the query that reads the fewest attempts, with its parameters.
func lookOf(q journal.Search) (end string, args []any) {
	to := stamp(math.MaxInt64)
	if !q.To.IsZero() {
		to = stampOf(q.To)
	}
	args = []any{q.Site, stampOf(q.From), to}
	switch {
	case q.Reductions:
		return findReduce, append(args, asJSON(q.Minors))
	case len(q.Last4) > 0:
		return findLast4, append(args, asJSON(q.Last4))
	case len(q.Minors) > 0:
		return findAmount, append(args, asJSON(q.Minors))
	default:
		return findTime, args
	}
}

// The queries of guards and limits. They leave out attempts that moved no money,
// since there may be any number of those. They read all the others, without a
// limit: a guard must not forget an attempt.

// counted is the condition that an entry moved money, or may have, made of the
// outcomes that move money and of the resolutions by which an attempt is called off.
// A card check moves none.
var counted = func() string {
	either := []string{"state <> 'KNOWN'"}
	for o := gateway.OutcomeUnknown; o <= gateway.OutcomeNotSent; o++ {
		if o.MovesMoney() {
			either = append(either, "outcome = '"+o.String()+"'")
		}
	}
	by := journal.CalledNotMadeBy()
	for _, resolution := range slices.Sorted(maps.Keys(by)) {
		either = append(either, "(outcome = '"+by[resolution].String()+"' AND resolution = '"+resolution+"')")
	}
	return "(kind <> 'ACCOUNTCHECK' AND (" + strings.Join(either, " OR ") + "))"
}()

// givesBack is the condition of the index of operations that give money back.
const givesBack = "operation IN ('refund', 'payout', 'cancel', 'reduce', 'release')"

// ofOrder are the numbers of the entries of orders. Its parameters are the names as
// JSON, and the site. Like the indexes it ignores capitals. ofOrderOnce adds payments
// that had the name at the time of a refund or change.
const (
	inNames = " IN (names(?1)) AND site = ?2"
	ofOrder = "SELECT number FROM entries WHERE nocase(own_reference)" + inNames +
		" UNION SELECT number FROM entries WHERE current_reference <> '' AND nocase(current_reference)" + inNames +
		" UNION SELECT number FROM entries WHERE target_order_reference <> '' AND nocase(target_order_reference)" + inNames
	ofOrderOnce = ofOrder + " UNION SELECT number FROM entries WHERE before_order_reference <> '' AND nocase(before_order_reference)" + inNames
)

var (
	countedOrder = "WHERE number IN (" + ofOrderOnce + ") AND " + counted + " ORDER BY number DESC"
	countedBack  = "WHERE " + givesBack + " AND amount = ?1 AND currency = ?2 AND (" + counted + " OR alarm <> '') AND (state <> 'KNOWN' OR " +
		"greatest(intent_at, answered_at, resolved_at) >= ?3 OR (send_by_boot = ?4 AND send_by_boot <> '' AND send_by_steady >= ?5)) ORDER BY +number DESC"
)

// OfOrder implements Store.
func (s *Store) OfOrder(ctx context.Context, site string, names []string) ([]journal.Entry, error) {
	return s.entries(ctx, countedOrder, namesOf(names), site)
}

// namesOf are the names of an order in the form that the queries take.
func namesOf(names []string) string {
	return asJSON(slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "" }))
}

// asJSON is a list as a parameter.
func asJSON[T string | int64](list []T) string {
	text, _ := json.Marshal(append([]T{}, list...)) // strings and numbers: it cannot fail
	return string(text)
}

// GivenBack implements Store.
func (s *Store) GivenBack(ctx context.Context, amount gateway.Money, since time.Time, steady clock.Reading) ([]journal.Entry, error) {
	return s.entries(ctx, countedBack, amount.Minor, amount.Currency.Code(), stampOf(since), steady.Boot, steady.At.Milliseconds())
}

// firstPart and mostPart are how many rows of a search a server is asked for at a time.
const (
	firstPart = 64
	mostPart  = 1024
)

// some implements database, by a cursor: all rows of a query cross the line otherwise, though
// the search ends after the first.
func (s *server) some(ctx context.Context, q *pool, query string, args []any, read func(*sql.Rows) (int, bool, error)) error {
	t, err := q.begin(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer t.Rollback() //nolint:errcheck // it was only read
	if _, err := t.ExecContext(ctx, "DECLARE found NO SCROLL CURSOR FOR "+query, args...); err != nil {
		return err
	}
	for part := firstPart; ; part = min(2*part, mostPart) {
		rows, err := t.QueryContext(ctx, "FETCH "+strconv.Itoa(part)+" FROM found")
		if err != nil {
			return err
		}
		n, more, err := read(rows)
		if err := errors.Join(err, rows.Close()); err != nil || !more || n < part {
			return err
		}
	}
}
