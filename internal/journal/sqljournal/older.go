package sqljournal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/mark"
)

var errReplaced = errors.New("an older copy, or another journal, was put in its place while it was in use; start again")

// historyEnd is how far the history in the file goes.
type historyEnd struct {
	mark.Position

	anchor int64      // events up to here were deleted by retention
	audits auditStand // where the record of events ends
	moved  string     // where it was copied to; "" if it was not
	now    stamp      // by the journal's clock
}

// auditStand is an end of the record of events.
type auditStand struct {
	number int64
	hash   string
}

// readHistoryEnd reads how far the history goes, and the hash of one of its events; nil if
// there is no such event. asked is the caller's time.
func readHistoryEnd(ctx context.Context, q queryer, event int64, asked time.Time) (s historyEnd, hash []byte, err error) {
	var journal, head, audits []byte
	err = q.QueryRowContext(ctx, "SELECT (SELECT journal FROM identity), head_number, head_hash, anchor_number, (SELECT coalesce(max(place), '') FROM moved), clock(?2), "+
		"(SELECT head_number FROM audit_chain), (SELECT head_hash FROM audit_chain), "+
		"CASE WHEN head_number = ?1 THEN head_hash WHEN anchor_number = ?1 THEN anchor_hash ELSE (SELECT hash FROM events WHERE number = ?1) END "+
		"FROM chain", event, stampOf(asked)).Scan(&journal, &s.Number, &head, &s.anchor, &s.moved, &s.now, &s.audits.number, &audits, &hash)
	copy(s.Journal[:], journal)
	copy(s.Hash[:], head)
	s.audits.hash = string(audits)
	return s, hash, err
}

// missing is how many events since an earlier mark.Position a history has lost, as far
// as can be told; BehindAnother if it is the history of another journal.
func (s historyEnd) missing(earlier mark.Position, hash []byte) int64 {
	switch {
	case earlier.Journal != s.Journal:
		return journal.BehindAnother
	case earlier.Number > s.Number:
		return earlier.Number - s.Number
	case earlier.Number >= s.anchor && string(hash) != string(earlier.Hash[:]):
		return 1 // at least one: the two histories differ from some event on
	default:
		return 0
	}
}

// isHere fails if the journal was copied to another place, and goes on there.
func (s historyEnd) isHere(place string) error {
	if s.moved == "" {
		return nil
	}
	e := journal.NewError(journal.FaultMoved, place, errors.New("its payments are in "+s.moved+" now"))
	e.Setup = true
	return e
}

// Here fails if the journal was copied to another place, and goes on there.
func (s *Store) Here(ctx context.Context) error {
	end, _, err := readHistoryEnd(ctx, s.reader, 0, s.now())
	if err != nil {
		return s.fault(err)
	}
	return end.isHere(s.place)
}

// compare is how far the journal is behind its mark.
func (s *Store) compare(ctx context.Context, q queryer, marked []mark.Position) (int64, error) {
	var worst int64
	for _, p := range marked {
		now, hash, err := readHistoryEnd(ctx, q, p.Number, s.now())
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
	marked := s.db.marks() // first, because the mark is written after the event
	behind, err := s.compare(ctx, s.reader, marked)
	if err != nil {
		return err
	}
	s.behind.Store(behind)
	now, _, err := readHistoryEnd(ctx, s.reader, 0, s.now())
	if err != nil {
		return err
	}
	s.seen = now.Position
	if err := now.isHere(s.place); err != nil && s.writer != nil {
		return err
	}
	if s.writer == nil || behind != 0 {
		return nil
	}
	if len(marked) == 0 {
		_ = s.db.renew(s.seen) // without it the journal is as good, but less is noticed
	} else {
		s.db.note(s.seen)
	}
	return nil
}

// sameJournal refuses to write unless the history continues from where this process
// last saw its end. Otherwise the journal was replaced while it was open.
func (s *Store) sameJournal(ctx context.Context, q *tx, changed bool) error {
	now, hash, err := readHistoryEnd(ctx, q, s.seen.Number, q.asked)
	if err != nil {
		return err
	}
	q.now, q.found = now.now.time(), now
	if err := now.isHere(s.place); err != nil {
		return err
	}
	if now.missing(s.seen, hash) != 0 {
		return journal.NewError(journal.FaultOlder, s.place, errReplaced)
	}
	if !changed {
		return nil
	}
	if err := followsOn(ctx, q, now, recentEvents); err != nil {
		return journal.NewError(journal.FaultOlder, s.place, fmt.Errorf("%w (%w)", errReplaced, err))
	}
	return nil
}

// recentEvents is how many events are followed when the file has changed under the
// log: more than a log holds before it is moved into the file.
const recentEvents = 1000

// followsOn checks that the last events are all there and follow one another.
func followsOn(ctx context.Context, q rower, now historyEnd, events int64) error {
	last := max(now.anchor, now.Number-events)
	if last == now.Number { // there are no events to check
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
	if last != now.Number || string(before) != string(now.Hash[:]) {
		return errors.New("the end of its history does not fit")
	}
	return nil
}

// saw remembers the end of the history after a write, here and in the mark.
func (s *Store) saw(p mark.Position) error {
	if p == s.seen {
		return nil
	}
	s.seen = p
	if s.behind.Load() == 0 {
		s.db.note(p)
	}
	return nil
}

// Former implements Store.
func (s *Store) Former() []string {
	var names []string
	for _, p := range s.db.marks() {
		if name := p.Name(); p.Journal != s.seen.Journal && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Behind implements Store.
func (s *Store) Behind() int64 { return s.behind.Load() }

// nothingForgotten refuses an intent while the journal is behind its mark.
func (s *Store) nothingForgotten(ctx context.Context, tx *tx) error {
	if s.behind.Load() == 0 {
		return nil
	}
	n, err := s.compare(ctx, tx, s.db.marks()) // another process may have reconciled it
	if err != nil {
		return err
	}
	s.behind.Store(n)
	return journal.OlderError(s.place, n)
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
	return s.transact(ctx, s.now(), func(ctx context.Context, tx *tx) error {
		number, before, err := head(ctx, tx)
		if err != nil {
			return err
		}
		l, err := reconciling{behind}.link(number+1, stampOf(tx.now))
		if err != nil {
			return err
		}
		return extend(ctx, tx, l, before)
	}, func(p mark.Position) error {
		if err := s.db.renew(p); err != nil {
			return err
		}
		s.seen = p
		s.behind.Store(0)
		return nil
	})
}
