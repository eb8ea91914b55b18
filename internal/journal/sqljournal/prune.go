package sqljournal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"motoconsole/internal/journal"
)

// pruning is the content of a retention run's event.
type pruning struct {
	Attempts int    `json:"attempts"` // deleted
	Through  int64  `json:"through"`  // the last event deleted
	Hash     string `json:"hash"`     // its hash; the history now begins after it
}

// deletable is the condition that retention may delete an attempt. Its third
// parameter is the time before which all its events must have happened.
const deletable = "state = 'KNOWN' AND next_check_at = 0 AND (alarm = '' OR acknowledged_at <> 0) " +
	"AND greatest(intent_at, (SELECT at FROM events WHERE events.number = last_event)) < ?3"

// pruneBatch is the most events that one transaction deletes: other consoles wait
// for it, with callers on the line.
const pruneBatch = 5000

// Prune implements journal.Full.
func (s *Store) Prune(ctx context.Context, keep time.Duration, gateway time.Time) (n int, err error) {
	if s.writer == nil {
		return 0, s.unwritable()
	}
	now := s.now()
	if err := s.clocksAgree(ctx, now, gateway); err != nil {
		return 0, err
	}
	customers, err := s.hasCustomers(ctx)
	if err != nil {
		return 0, err
	}
	for {
		deleted, more, err := s.pruneSome(ctx, now.Add(-keep))
		n += deleted
		if err == nil && more {
			continue
		}
		if err == nil {
			err = s.pruneAudit(ctx, now.Add(-keep))
		}
		people := false
		if err == nil {
			people, err = s.prunePeople(ctx, now.Add(-keep))
		}
		if err == nil && (people || n > 0 && customers) { // names and hashes that were deleted must not stay in the log
			err = s.fault(s.db.clean(ctx, s.writer))
		}
		return n, err
	}
}

// clocksAgree fails unless our clock can be trusted to say what is old.
func (s *Store) clocksAgree(ctx context.Context, now, gateway time.Time) error {
	if gap := now.Sub(gateway).Abs(); gap > journal.MaxClockGap {
		return fmt.Errorf("%w: it is %s, and at the gateway %s", journal.ErrClocks, now.UTC().Format(time.DateTime), gateway.UTC().Format(time.DateTime))
	}
	var newest stamp
	err := s.reader.QueryRowContext(ctx, "SELECT coalesce(max(at), 0) FROM (SELECT at FROM events ORDER BY number DESC LIMIT 1000) AS newest").Scan(&newest)
	if err != nil {
		return s.fault(err)
	}
	if newest.time().After(now.Add(journal.MaxClockGap)) {
		return fmt.Errorf("%w: it is %s, and the newest event is of %s", journal.ErrClocks, now.UTC().Format(time.DateTime), newest.time().Format(time.DateTime))
	}
	return nil
}

func (s *Store) pruneSome(ctx context.Context, olderThan time.Time) (n int, more bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		number, before, err := head(ctx, tx)
		if err != nil {
			return err
		}
		var anchor, through int64
		if err := tx.QueryRowContext(ctx, "SELECT anchor_number FROM chain").Scan(&anchor); err != nil {
			return err
		}
		limit := min(number, anchor+s.batch)
		// The first event kept of an attempt that stays. If the attempt began
		// before the anchor, that is the first event left of it.
		err = tx.QueryRowContext(ctx, "SELECT coalesce(min(CASE WHEN number > ?1 THEN number "+
			"ELSE (SELECT min(events.number) FROM events WHERE entry_id = id) END) - 1, ?2) "+
			"FROM entries WHERE number <= ?2 AND NOT ("+deletable+")", anchor, limit, stampOf(olderThan)).Scan(&through)
		if err != nil {
			return err
		}
		through = min(through, limit)
		if s.db.keepsDay() {
			if err := tx.QueryRowContext(ctx, "SELECT coalesce(min(number) - 1, ?1) FROM events WHERE number <= ?1 AND at > ?2", through, stampOf(tx.now.Add(-24*time.Hour))).Scan(&through); err != nil {
				return err
			}
		}
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM entries WHERE number <= ?1 AND last_event <= ?1", through).Scan(&n); err != nil {
			return err
		}
		more = through == anchor+s.batch
		if n == 0 && !more {
			return nil
		}
		return s.deleteThrough(ctx, tx, pruning{Attempts: n, Through: through}, number, before)
	})
	if err != nil {
		return 0, false, err
	}
	return n, more, nil
}

// deleteThrough notes the run in the history and deletes. An attempt that began before
// the new beginning and has later events stays, with those events.
func (s *Store) deleteThrough(ctx context.Context, tx *tx, p pruning, number int64, before []byte) error {
	var hash []byte
	if err := tx.QueryRowContext(ctx, "SELECT hash FROM events WHERE number = ?", p.Through).Scan(&hash); err != nil {
		return err
	}
	p.Hash = showHash(hash)
	said, err := json.Marshal(p)
	if err != nil {
		return err
	}
	err = extend(ctx, tx, link{Number: number + 1, Step: journal.StepPruned, At: stampOf(tx.now), By: "retention", Snapshot: string(said)}, before)
	if err != nil {
		return err
	}
	return s.db.drop(ctx, tx, p.Through, hash)
}

// drop implements database. The anchor moves first, since the database only lets rows
// before it be deleted.
func (f *file) drop(ctx context.Context, q *tx, through int64, hash []byte) error {
	if _, err := q.ExecContext(ctx, "UPDATE chain SET anchor_number = ?, anchor_hash = ?", through, hash); err != nil {
		return err
	}
	for _, text := range []string{
		"DELETE FROM leases WHERE entry_id IN (SELECT id FROM entries WHERE number <= ?1 AND last_event <= ?1)",
		"DELETE FROM entries WHERE number <= ?1 AND last_event <= ?1",
		"DELETE FROM events WHERE number <= ?1",
	} {
		if _, err := q.ExecContext(ctx, text, through); err != nil {
			return err
		}
	}
	return nil
}

// dropAudits and dropPeople implement database.
func (f *file) dropAudits(ctx context.Context, q *tx, through int64, hash []byte) error {
	return dropRows(ctx, q, "audit", through, hash)
}

func (f *file) dropPeople(ctx context.Context, q *tx, through int64, hash []byte) error {
	return dropRows(ctx, q, "people", through, hash)
}

func dropRows(ctx context.Context, q *tx, table string, through int64, hash []byte) error {
	if _, err := q.ExecContext(ctx, "UPDATE "+table+"_chain SET anchor_number = ?, anchor_hash = ?", through, hash); err != nil { //nolint:gosec // names are constants
		return err
	}
	_, err := q.ExecContext(ctx, "DELETE FROM "+table+" WHERE number <= ?", through) //nolint:gosec // names are constants
	return err
}
