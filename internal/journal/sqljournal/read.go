package sqljournal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"motoconsole/internal/clock"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// The conditions of the partial indexes, word for word: SQLite uses such an
// index only for a query that repeats its condition.
const (
	watched   = "(state <> 'KNOWN' OR next_check_at <> 0)"
	attention = "(state <> 'KNOWN' OR (alarm <> '' AND acknowledged_at = 0))"
	holdings  = "(outcome = 'held' OR operation IN ('hold', 'release', 'cancel', 'due date', 'raise') OR (operation = 'reduce' AND auth_method = 'PRE'))"
)

// sending and checking are the conditions that a lease lasts, by the rule of
// Lease.Held. Their parameters are twice the caller's time.
var (
	sending  = lasting(journal.ToSend)
	checking = lasting(journal.ToCheck)
)

func lasting(p journal.Purpose) string {
	return fmt.Sprintf("EXISTS (SELECT 1 FROM leases WHERE entry_id = id AND purpose = '%s' AND until_at > clock(?) AND taken_at <= clock(?) + %d)", p, journal.MaxClockStep)
}

// ofCard is the condition that an entry may be of the same card, at any site where
// money is as real. Its parameters are last4, first6, whether it is a test site, and
// the time since.
const ofCard = "kind IN ('AUTH', 'ACCOUNTCHECK') AND last4 = ? AND first6 = ? AND (substr(site, 1, 5) = '" + gateway.TestSitePrefix + "') = ? AND intent_at >= ?"

// The queries: the parts after FROM entries.
var (
	byID        = "WHERE id = ?"
	byWatched   = "WHERE " + watched
	byDue       = "WHERE " + watched + " AND next_check_at <= ? AND NOT " + checking + " AND NOT (state = 'OPEN' AND " + sending + ") ORDER BY next_check_at, number LIMIT ?"
	byAttention = "WHERE " + attention + " AND (state <> 'OPEN' OR (alarm <> '' AND acknowledged_at = 0) OR NOT " + sending + ") ORDER BY (alarm <> '' AND acknowledged_at = 0) DESC, number DESC LIMIT ?"
	// By the card and not by the amount, which many payments have.
	bySimilar  = "WHERE " + ofCard + " AND kind = 'AUTH' AND +amount = ? AND currency = ? AND " + counted + " ORDER BY number DESC"
	byDeclined = "WHERE " + ofCard + " AND outcome = 'declined' ORDER BY number DESC"
	bySent     = "WHERE sent_reference = ? AND sent_reference <> ''"
	byOrder    = "WHERE number IN (" + ofOrder + ") AND ?3 IN (own_reference, current_reference, target_order_reference) ORDER BY number DESC LIMIT ?4"
	// Not by number: SQLite would then read the whole journal.
	bySince       = "WHERE intent_at >= ? ORDER BY +number DESC"
	byHoldings    = "WHERE " + holdings + " AND intent_at >= ? ORDER BY +number DESC"
	byNewest      = "ORDER BY number DESC LIMIT ?"
	byAgent       = "WHERE agent = ? ORDER BY number DESC LIMIT ?"
	byTransaction = "WHERE (transaction_reference = ?1 AND transaction_reference <> '') OR (parent = ?1 AND parent <> '') ORDER BY number DESC"
)

// found is an entry with its row.
type found struct {
	journal.Entry

	row row
}

// rower is a pool or a transaction.
type rower interface {
	queryer
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// list are the entries that a query selects. end is the part after FROM entries.
func list(ctx context.Context, q rower, known *currencies, end string, args ...any) ([]found, error) {
	var all []found
	err := each(ctx, q, known, end, func(f found) bool { all = append(all, f); return true }, args...)
	return all, err
}

// each passes the entries that a query selects to take, until take returns false.
func each(ctx context.Context, q rower, known *currencies, end string, take func(found) bool, args ...any) error {
	rows, err := q.QueryContext(ctx, "SELECT "+columns+" FROM entries "+end, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	_, _, err = pass(rows, known, take)
	return err
}

// pass passes entries to take, until take returns false. It returns how many it passed, and
// whether take wants more.
func pass(rows *sql.Rows, known *currencies, take func(found) bool) (n int, more bool, err error) {
	for ; rows.Next(); n++ {
		var f found
		if err := rows.Scan(f.row.fields()...); err != nil {
			return n, false, err
		}
		if f.Entry, err = f.row.entry(known); err != nil {
			return n, false, err
		}
		if !take(f) {
			return n, false, nil
		}
	}
	return n, true, rows.Err()
}

func (s *Store) entries(ctx context.Context, end string, args ...any) ([]journal.Entry, error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	rows, err := list(ctx, s.reader, &s.known, end, args...)
	if err != nil {
		return nil, s.fault(err)
	}
	var entries []journal.Entry
	for _, f := range rows {
		entries = append(entries, f.Entry)
	}
	return entries, nil
}

// one is an entry, with BeingSent, and its row.
func one(ctx context.Context, q rower, known *currencies, id string, now time.Time) (found, error) {
	rows, err := list(ctx, q, known, byID, id)
	if err != nil {
		return found{}, err
	}
	if len(rows) == 0 {
		return found{}, journal.ErrNotFound
	}
	err = q.QueryRowContext(ctx, "SELECT "+sending+" FROM entries "+byID, stampOf(now), stampOf(now), id).Scan(&rows[0].BeingSent)
	return rows[0], err
}

// Get implements Store.
func (s *Store) Get(ctx context.Context, id string) (journal.Entry, error) {
	ctx, cancel := s.db.bound(ctx)
	defer cancel()
	f, err := one(ctx, s.reader, &s.known, id, s.now())
	if err != nil {
		return journal.Entry{}, s.fault(err)
	}
	return f.Entry, nil
}

// BySentReference implements Store.
func (s *Store) BySentReference(ctx context.Context, sent string) (journal.Entry, error) {
	entries, err := s.entries(ctx, bySent, sent)
	if err == nil && len(entries) == 0 {
		err = journal.ErrNotFound
	}
	if err != nil {
		return journal.Entry{}, err
	}
	return entries[0], nil
}

// Due implements Store.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]journal.Entry, error) {
	at := stampOf(now)
	return s.entries(ctx, byDue, at, at, at, at, at, max(limit, 0))
}

// Unresolved implements Store.
func (s *Store) Unresolved(ctx context.Context, limit int) ([]journal.Entry, error) {
	now := stampOf(s.now())
	return s.entries(ctx, byAttention, now, now, max(limit, 0))
}

// Similar implements Store.
func (s *Store) Similar(ctx context.Context, site, first6, last4 string, amount gateway.Money, since time.Time) ([]journal.Entry, error) {
	return s.entries(ctx, bySimilar, last4, first6, gateway.IsTestSite(site), stampOf(since), amount.Minor, amount.Currency.Code())
}

// Declines implements Store.
func (s *Store) Declines(ctx context.Context, site, first6, last4 string, since time.Time) (int, []journal.Entry, error) {
	entries, err := s.entries(ctx, byDeclined, last4, first6, gateway.IsTestSite(site), stampOf(since))
	return len(entries), entries[:min(len(entries), journal.DeclinesKept)], err
}

// ByOrder implements Store.
func (s *Store) ByOrder(ctx context.Context, site, reference string, limit int) ([]journal.Entry, error) {
	return s.entries(ctx, byOrder, namesOf([]string{reference}), site, reference, max(limit, 0))
}

// Recent implements Store.
func (s *Store) Recent(ctx context.Context, agent string, n int) ([]journal.Entry, error) {
	if agent == "" {
		return s.entries(ctx, byNewest, max(n, 0))
	}
	return s.entries(ctx, byAgent, agent, max(n, 0))
}

// Since implements Store.
func (s *Store) Since(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	return s.entries(ctx, bySince, stampOf(since))
}

// Holdings implements Store.
func (s *Store) Holdings(ctx context.Context, since time.Time) ([]journal.Entry, error) {
	return s.entries(ctx, byHoldings, stampOf(since))
}

// ByTransaction implements Store.
func (s *Store) ByTransaction(ctx context.Context, transactionReference string) ([]journal.Entry, error) {
	return s.entries(ctx, byTransaction, transactionReference)
}

// stamp is a time as the journal keeps it: nanoseconds since 1970, 0 for none. A
// snapshot has it as a date, for people, and because a search of the disk could
// take nineteen digits in a row for a card number.
type stamp int64

func stampOf(t time.Time) stamp {
	if t.IsZero() {
		return 0
	}
	return stamp(t.UnixNano())
}

func (s stamp) time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(s)).UTC()
}

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.time())
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *stamp) UnmarshalJSON(text []byte) error {
	var t time.Time
	if err := json.Unmarshal(text, &t); err != nil {
		return err
	}
	*s = stampOf(t)
	return nil
}

// readingOf is a reading of the steady clock from its two columns. It is kept in
// milliseconds: the digits of nanoseconds could be taken for a card number.
func readingOf(boot string, milliseconds int64) clock.Reading {
	return clock.Reading{Boot: boot, At: time.Duration(milliseconds) * time.Millisecond}
}
