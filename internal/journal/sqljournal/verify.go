package sqljournal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// maxProblems ends the search: a longer list would tell no more.
const maxProblems = 100

func add(r *journal.Report, event int64, id, format string, args ...any) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, journal.Problem{Event: event, EntryID: id, Text: gateway.Clean(fmt.Sprintf(format, args...), journal.MaxText)})
	}
}

// Verify implements journal.Full.
func (s *Store) Verify(ctx context.Context) (journal.Report, error) {
	var r journal.Report
	// One transaction shows one moment, whatever is written meanwhile.
	q, err := s.reader.begin(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return r, s.fault(err)
	}
	defer q.Rollback() //nolint:errcheck // it was only read
	if err := s.db.pages(ctx, q, &r); err != nil {
		return r, s.fault(err)
	}
	return r, s.fault(verifyRows(ctx, q, &r))
}

// verifyRows follows the chains, and compares the attempts with them.
func verifyRows(ctx context.Context, q *tx, r *journal.Report) error {
	for _, look := range []func(context.Context, *tx, *journal.Report) error{verifyChain, verifyEntries, verifyOrphans, verifyAudit, verifyPeople} {
		if err := look(ctx, q, r); err != nil {
			return err
		}
	}
	return nil
}

// chainEnds are where a chain begins and ends, as its own table says.
type chainEnds struct {
	anchor, head         int64 // retention deleted up to the anchor
	anchorHash, headHash []byte
}

func readEnds(ctx context.Context, tx *tx, table string) (e chainEnds, err error) {
	err = tx.QueryRowContext(ctx, "SELECT anchor_number, anchor_hash, head_number, head_hash FROM "+table).Scan(&e.anchor, &e.anchorHash, &e.head, &e.headHash) //nolint:gosec // names are constants
	return e, err
}

// chainRow is a row of a chain.
type chainRow interface {
	fields() []any
	// place is its number in the chain, and the event and attempt that it tells of.
	place() (number, event int64, entry string)
	hash(before []byte) []byte
}

// chainWords say what is wrong with a chain.
type chainWords struct{ missing, changed, short, replaced string }

// walk follows a chain from its anchor to its head. After a break it continues from the
// hash that the row claims, so that it reports each break once. next makes room for a row,
// and gives what is done once it is read.
func (e chainEnds) walk(ctx context.Context, tx *tx, query string, words chainWords, r *journal.Report, next func() (chainRow, func())) error {
	rows, err := tx.QueryContext(ctx, query, e.anchor)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	last, event, before := e.anchor, int64(0), e.anchorHash
	for rows.Next() {
		row, read := next()
		var hash []byte
		if err := rows.Scan(append(row.fields(), &hash)...); err != nil {
			return err
		}
		var number int64
		var entry string
		switch number, event, entry = row.place(); {
		case number != last+1:
			add(r, event, entry, words.missing, last+1, number-1)
		case !bytes.Equal(hash, row.hash(before)):
			add(r, event, entry, words.changed, number)
		}
		read()
		last, before = number, hash
	}
	switch err := rows.Err(); {
	case err != nil:
		return err
	case last != e.head:
		add(r, event, "", words.short, last+1, e.head)
	case !bytes.Equal(before, e.headHash):
		add(r, event, "", "%s", words.replaced)
	}
	return nil
}

// historyWords say what is wrong with the history.
var historyWords = chainWords{
	missing:  "events %d to %d are missing",
	changed:  "event %d, or the one before it, was changed or moved",
	short:    "the last events are missing: %d to %d",
	replaced: "the last event is not the one that was written",
}

// verifyChain follows the history from its anchor to its head.
func verifyChain(ctx context.Context, tx *tx, r *journal.Report) error {
	ends, err := readEnds(ctx, tx, "chain")
	if err != nil {
		return err
	}
	r.Pruned, r.Head, r.Hash = ends.anchor, ends.head, showHash(ends.headHash)
	anchor := pruning{Through: ends.anchor, Hash: showHash(ends.anchorHash)}
	var told *pruning
	err = ends.walk(ctx, tx, "SELECT "+linkColumns+", hash FROM events WHERE number > ? ORDER BY number", historyWords, r, func() (chainRow, func()) {
		var l link
		return &l, func() {
			r.Events++
			if l.Step == journal.StepPruned && l.EntryID == "" {
				told = &pruning{}
				if err := json.Unmarshal([]byte(l.Snapshot), told); err != nil {
					add(r, l.Number, "", "event %d cannot be read", l.Number)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	switch {
	case told == nil && anchor.Through != 0:
		add(r, 0, "", "events up to %d are missing, and retention did not delete them", anchor.Through)
	case told != nil && (told.Through != anchor.Through || told.Hash != anchor.Hash):
		add(r, 0, "", "retention deleted the events up to %d, and the history begins after %d", told.Through, anchor.Through)
	}
	return nil
}

// verifyEntries compares each attempt with the event that last changed it.
func verifyEntries(ctx context.Context, tx *tx, r *journal.Report) error {
	rows, err := tx.QueryContext(ctx, "SELECT "+columns+", last_event, "+
		"(SELECT snapshot FROM events WHERE events.number = last_event AND entry_id = id), "+
		"(SELECT max(events.number) FROM events WHERE entry_id = id) FROM entries")
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var row row
		var event int64
		var newest sql.NullInt64
		var said sql.NullString
		if err := rows.Scan(append(row.fields(), &event, &said, &newest)...); err != nil {
			return err
		}
		r.Attempts++
		r.Hidden += int64(row.HiddenFields)
		was := row
		if said.Valid && !strings.Contains(said.String, `"operation":`) { // in a text the quotes would be escaped
			was = row.asBefore()
		}
		is, err := was.snapshot()
		if err != nil {
			return err
		}
		switch {
		case !said.Valid || newest.Int64 != event:
			add(r, event, row.ID, "the last event of attempt %s is not the one it names", row.ID)
		case said.String != is:
			add(r, event, row.ID, "attempt %s is not as its last event left it", row.ID)
		}
	}
	return rows.Err()
}

// verifyOrphans finds history whose attempts are gone.
func verifyOrphans(ctx context.Context, tx *tx, r *journal.Report) error {
	rows, err := tx.QueryContext(ctx, "SELECT entry_id, min(number) FROM events WHERE number > ? AND entry_id <> '' "+
		"AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.id = entry_id) GROUP BY entry_id", r.Pruned)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var id string
		var event int64
		if err := rows.Scan(&id, &event); err != nil {
			return err
		}
		add(r, event, id, "attempt %s is missing", id)
	}
	return rows.Err()
}

// Check implements journal.Full.
func (s *Store) Check(ctx context.Context) error {
	if s.closed.Load() {
		return journal.ErrClosed
	}
	return s.fault(s.db.check(ctx))
}

// IsNearlyFull implements journal.Full.
func (s *Store) IsNearlyFull() bool { return s.db.isNearlyFull() }
