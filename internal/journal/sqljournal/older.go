package sqljournal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"motoconsole/internal/journal"
)

var errReplaced = errors.New("an older copy, or another journal, was put in its place while it was in use; start again")

// standing is how far the history in the file goes.
type standing struct {
	position

	anchor int64 // events up to here were deleted by retention
}

// stands reads how far the history goes, and the hash of one of its events; nil if
// there is no such event.
func stands(ctx context.Context, q queryer, event int64) (s standing, hash []byte, err error) {
	var journal, head []byte
	err = q.QueryRowContext(ctx, "SELECT (SELECT journal FROM identity), head_number, head_hash, anchor_number, "+
		"CASE ?1 WHEN head_number THEN head_hash WHEN anchor_number THEN anchor_hash ELSE (SELECT hash FROM events WHERE number = ?1) END "+
		"FROM chain", event).Scan(&journal, &s.number, &head, &s.anchor, &hash)
	copy(s.journal[:], journal)
	copy(s.hash[:], head)
	return s, hash, err
}

// missing is how many events since an earlier position a history has lost, as far
// as can be told; BehindAnother if it is the history of another journal.
func (s standing) missing(earlier position, hash []byte) int64 {
	switch {
	case earlier.journal != s.journal:
		return journal.BehindAnother
	case earlier.number > s.number:
		return earlier.number - s.number
	case earlier.number >= s.anchor && string(hash) != string(earlier.hash[:]):
		return 1 // at least one: the two histories parted at some event
	default:
		return 0
	}
}

// compare is how far the journal is behind its mark.
func (s *Store) compare(ctx context.Context, q queryer, marked []position) (int64, error) {
	var worst int64
	for _, p := range marked {
		now, hash, err := stands(ctx, q, p.number)
		if err != nil {
			return 0, err
		}
		switch n := now.missing(p, hash); {
		case n == journal.BehindAnother:
			return n, nil
		case n > worst:
			worst = n
		}
	}
	return worst, nil
}

// recall finds out, when the journal is opened, whether it is behind its mark.
func (s *Store) recall(ctx context.Context) error {
	marked := readMark(s.path) // first, because the mark is written after the event
	behind, err := s.compare(ctx, s.reader, marked)
	if err != nil {
		return err
	}
	s.behind.Store(behind)
	now, _, err := stands(ctx, s.reader, 0)
	if err != nil {
		return err
	}
	s.seen = now.position
	if s.writer == nil || behind != 0 {
		return nil
	}
	if len(marked) == 0 {
		_ = resetMark(s.path, s.seen) // without it the journal is as good, but less is noticed
	} else {
		writeMark(s.path, s.seen)
	}
	return nil
}

// sameJournal refuses to write unless the history in the file continues from where
// this process last saw its end. Otherwise the file was replaced while it was open.
func (s *Store) sameJournal(ctx context.Context, tx *sql.Tx) error {
	info, err := os.Stat(s.path)
	if err != nil {
		return fileFault(s.path, err)
	}
	// The log was moved into the file, or the file was overwritten.
	changed := !info.ModTime().Equal(s.file.ModTime()) || info.Size() != s.file.Size()
	if changed {
		// Pages in SQLite's cache would hide the file's present content.
		if _, err := tx.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
			return err
		}
	}
	now, hash, err := stands(ctx, tx, s.seen.number)
	if err != nil {
		return err
	}
	if now.missing(s.seen, hash) != 0 {
		return journal.NewError(journal.FaultOlder, s.path, errReplaced)
	}
	if changed {
		if err := followsOn(ctx, tx, now, recentEvents); err != nil {
			return journal.NewError(journal.FaultOlder, s.path, fmt.Errorf("%w (%w)", errReplaced, err))
		}
		s.file = info
	}
	return nil
}

// recentEvents is how many events are followed when the file has changed under the
// log: more than a log holds before it is moved into the file.
const recentEvents = 1000

// followsOn checks that the last events are all there and follow one another.
func followsOn(ctx context.Context, q rower, now standing, events int64) error {
	last := max(now.anchor, now.number-events)
	if last == now.number { // there are no events to check
		return nil
	}
	rows, err := q.QueryContext(ctx, "SELECT "+linkColumns+", hash FROM events WHERE number > ? ORDER BY number", last)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	var before []byte
	for rows.Next() {
		var l link
		var hash []byte
		if err := rows.Scan(append(l.fields(), &hash)...); err != nil {
			return err
		}
		if l.Number != last+1 || before != nil && string(l.hash(before)) != string(hash) {
			return fmt.Errorf("the history breaks at event %d", l.Number)
		}
		last, before = l.Number, hash
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if last != now.number || string(before) != string(now.hash[:]) {
		return errors.New("the end of its history does not fit")
	}
	return nil
}

// saw remembers the end of the history after a write, here and in the mark.
func (s *Store) saw(p position) error {
	if p == s.seen {
		return nil
	}
	s.seen = p
	if s.behind.Load() == 0 {
		writeMark(s.path, p)
	}
	return nil
}

// Behind implements Store.
func (s *Store) Behind() int64 { return s.behind.Load() }

// nothingForgotten refuses an intent while the journal is behind its mark.
func (s *Store) nothingForgotten(ctx context.Context, tx *sql.Tx) error {
	if s.behind.Load() == 0 {
		return nil
	}
	n, err := s.compare(ctx, tx, readMark(s.path)) // another process may have reconciled it
	if err != nil {
		return err
	}
	s.behind.Store(n)
	return journal.OlderError(s.path, n)
}

// reconciling is the content of a reconciliation's event.
type reconciling struct {
	Missing int64 `json:"missing"` // events; BehindAnother for another journal
}

// link is the event of the reconciliation. It belongs to no attempt.
func (r reconciling) link(number int64, at stamp) (link, error) {
	said, err := json.Marshal(r)
	return link{Number: number, Step: journal.StepReconciled, At: at, By: "reconcile", Snapshot: string(said)}, err
}

// Reconciled implements Store.
func (s *Store) Reconciled(ctx context.Context) error {
	behind := s.behind.Load()
	if behind == 0 {
		return nil
	}
	return s.transact(ctx, func(ctx context.Context, tx *sql.Tx) error {
		number, before, err := head(ctx, tx)
		if err != nil {
			return err
		}
		l, err := reconciling{behind}.link(number+1, stampOf(s.now()))
		if err != nil {
			return err
		}
		return extend(ctx, tx, l, before)
	}, func(p position) error {
		if err := resetMark(s.path, p); err != nil {
			return fileFault(s.path, err)
		}
		s.seen = p
		s.behind.Store(0)
		return nil
	})
}
