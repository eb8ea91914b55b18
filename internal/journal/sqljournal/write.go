package sqljournal

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/mark"
)

// write runs one transaction. It waits for its turn as long as the caller does.
// Then it finishes even if the caller gives up: a commit that is interrupted may or
// may not have taken place.
func (s *Store) write(ctx context.Context, do func(context.Context, *tx) error) error {
	return s.transact(ctx, s.now(), do, s.saw)
}

// writeAt is write at a time of the caller's clock.
func (s *Store) writeAt(ctx context.Context, now time.Time, do func(context.Context, *tx) error) error {
	return s.transact(ctx, now, do, s.saw)
}

// transact is write, and calls ends with the new end of the history. It checks
// before and after that the journal is still there: data written into a deleted file
// is lost, and the caller must know.
func (s *Store) transact(ctx context.Context, now time.Time, do func(context.Context, *tx) error, ends func(mark.Position) error) error {
	if s.writer == nil {
		return s.unwritable()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}: // in order of arrival, which the pool alone does not keep
	case <-ctx.Done():
		return s.db.noTurn(ctx.Err(), s.away.Load())
	}
	defer func() { <-s.turn }()
	if err := s.stillThere(); err != nil {
		return err
	}
	begun := time.Now()
	end, err := s.commit(context.WithoutCancel(ctx), now, do)
	took := time.Since(begun)
	if err != nil {
		err = s.fault(err)
		s.away.Store(journal.FaultOf(err) == journal.FaultAway)
		if _, is := errors.AsType[*journal.Error](err); is { // and no change that the rules refuse
			s.wrote(took, err)
		}
		return err
	}
	s.away.Store(false)
	s.wrote(took, nil)
	if err := s.stillThere(); err != nil {
		return err
	}
	return ends(end)
}

func (s *Store) unwritable() error {
	return journal.NewError(journal.FaultReadOnly, s.place, errors.New("it was opened for reading only"))
}

// commit runs the transaction itself.
func (s *Store) commit(ctx context.Context, now time.Time, do func(context.Context, *tx) error) (end mark.Position, err error) {
	bound, cancel := s.db.bound(ctx)
	defer cancel()
	q, err := s.locked(bound, now)
	if err != nil {
		return end, err
	}
	defer q.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if err := do(bound, q); err != nil {
		return end, err
	}
	after, _, err := readHistoryEnd(bound, q, 0, now)
	if err != nil {
		return end, err
	}
	if err = s.db.commit(q); err != nil && s.db.isUnsure(err) {
		err = s.tookPlace(ctx, q.found, after, err)
	}
	return after.Position, err
}

// locked begins a transaction that keeps all other writers of the journal away.
func (s *Store) locked(ctx context.Context, now time.Time) (*tx, error) {
	q, err := s.writer.begin(ctx, nil)
	if err != nil && ctx.Err() == nil && journal.FaultOf(s.db.fault(err)) == journal.FaultAway {
		// The connection broke since it was last used. Nothing was asked by it yet, and the
		// server, or the one that took over, may be there.
		q, err = s.writer.begin(ctx, nil)
	}
	if err != nil {
		return nil, err
	}
	q.asked = now
	if err := s.db.lock(ctx, q, func(changed bool) error { return s.sameJournal(ctx, q, changed) }); err != nil {
		_ = q.Rollback() // the first error says more
		return nil, err
	}
	return q, nil
}

// tookPlace finds out whether a commit whose answer was lost took place: whether the
// journal has the end that the transaction wrote after what it found. It waits for the lock,
// and so for a commit that is still under way. What is seen then may be on no standby, since
// a server shows it as soon as its wait for the standby is over in whatever way. So it counts
// only after a later write that was confirmed. The commit's own error stands if it did not
// take place, if that cannot be found out, or if it left nothing by which to tell.
func (s *Store) tookPlace(ctx context.Context, found, wrote historyEnd, lost error) error {
	if wrote.Position == found.Position && wrote.audits == found.audits {
		return lost
	}
	bound, cancel := s.db.bound(ctx)
	defer cancel()
	q, err := s.locked(bound, s.now())
	if err != nil {
		return lost
	}
	defer q.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if is, err := has(bound, q, found, wrote); err != nil || !is {
		return lost
	}
	if touch(bound, q) != nil {
		return lost
	}
	if err := s.db.commit(q); err != nil {
		return lost
	}
	return nil
}

// Confirm implements Store.
func (s *Store) Confirm(ctx context.Context) error { return s.write(ctx, touch) }

// touch writes, and changes nothing.
func touch(ctx context.Context, q *tx) error {
	_, err := q.ExecContext(ctx, "UPDATE chain SET head_number = head_number")
	return err
}

// has reports that the journal has what a transaction wrote after what it found.
func has(ctx context.Context, q *tx, found, wrote historyEnd) (is bool, err error) {
	now, hash, err := readHistoryEnd(ctx, q, wrote.Number, q.asked)
	if err != nil || now.Journal != wrote.Journal {
		return false, err
	}
	if wrote.Position != found.Position {
		return string(hash) == string(wrote.Hash[:]), nil
	}
	err = q.QueryRowContext(ctx, "SELECT hash FROM audit WHERE number = ?", wrote.audits.number).Scan(&hash)
	return string(hash) == wrote.audits.hash, err
}

// fault turns an error of the database into the caller's error. After some no intent is
// accepted until the journal has been reopened. Outcomes are still written, since that may
// work.
func (s *Store) fault(err error) error {
	if err != nil && s.closed.Load() {
		return journal.ErrClosed
	}
	err = s.db.fault(err)
	if s.db.endsIntents(journal.FaultOf(err)) {
		s.failed.Store(true)
	}
	return err
}

// Intent implements Store.
func (s *Store) Intent(ctx context.Context, e journal.Entry, owner string, leaseUntil time.Time) error {
	now := s.now()
	if e.Host == "" {
		e.Host = s.host
	}
	e, err := journal.Begin(e, owner, now)
	if err != nil {
		return err
	}
	first := journal.FirstStep(&e)
	if s.failed.Load() && !s.closed.Load() {
		return journal.NewError(journal.FaultDisk, s.place, errors.New("an earlier write failed; start again"))
	}
	return s.writeAt(ctx, now, func(ctx context.Context, tx *tx) error {
		if owner != "" { // an entry without an owner will not be sent: it may be a forgotten payment
			// The server told its time between these two, however long the wait for a turn was.
			if tx.asked.Sub(tx.now) > journal.MaxHostGap || tx.now.Sub(s.now()) > journal.MaxHostGap {
				return journal.ErrHostClock
			}
			if err := s.nothingForgotten(ctx, tx); err != nil {
				return err
			}
		}
		number, before, err := head(ctx, tx)
		if err != nil {
			return err
		}
		var used bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM entries "+byID+")", e.ID).Scan(&used); err != nil {
			return err
		} else if used {
			return journal.ErrDuplicateID
		}
		row := rowOf(e, number+1)
		if err := insert(ctx, tx, &row); err != nil {
			return err
		}
		if err := logStep(ctx, tx, &row, first, row.Number, before); err != nil {
			return err
		}
		if owner == "" {
			return nil
		}
		return lend(ctx, tx, e.ID, journal.ToSend, journal.Lease{Owner: owner, Taken: tx.now, Until: tx.at(leaseUntil)})
	})
}

// stillThere refuses to write into a journal that is closed or gone.
func (s *Store) stillThere() error {
	if s.closed.Load() {
		return journal.ErrClosed
	}
	return s.db.there()
}

// Record implements Store.
func (s *Store) Record(ctx context.Context, id string, change journal.Change) (journal.Entry, error) {
	var next journal.Entry
	var learnt bool
	err := s.write(ctx, func(ctx context.Context, tx *tx) error {
		old, err := one(ctx, tx, &s.known, id, tx.asked)
		if err != nil {
			return err
		}
		if next, err = journal.Apply(old.Entry, &change, tx.now); err != nil {
			return err
		}
		learnt = next.State == journal.Known && (old.State != journal.Known || old.Outcome != next.Outcome)
		number, before, err := head(ctx, tx)
		if err != nil {
			return err
		}
		row := rowOf(next, old.row.Number)
		row.Currency, row.Exponent = old.row.Currency, old.row.Exponent // keeps a currency that has since been withdrawn
		if err := update(ctx, tx, &row, number+1); err != nil {
			return err
		}
		if err := endLeases(ctx, tx, old.Entry, &next); err != nil {
			return err
		}
		return logStep(ctx, tx, &row, change, number+1, before)
	})
	if errors.Is(err, journal.ErrNotFound) && s.failed.Load() {
		err = cmp.Or(s.overwrite(ctx), err)
	}
	if err != nil {
		return journal.Entry{}, err
	}
	if learnt {
		s.learnt(next)
	}
	return next, nil
}

// overwrite commits something else after a failed commit.
func (s *Store) overwrite(ctx context.Context) error {
	return s.write(ctx, s.db.rewrite)
}

func insert(ctx context.Context, tx *tx, row *row) error {
	values := append(row.fields(), row.Number)
	_, err := tx.ExecContext(ctx, "INSERT INTO entries ("+columns+", last_event) VALUES ("+placeholders(len(values))+")", values...) //nolint:gosec // names are constants
	return err
}

func update(ctx context.Context, tx *tx, row *row, event int64) error {
	values := append(row.changing(), event)
	_, err := tx.ExecContext(ctx, "UPDATE entries SET ("+changingColumns+", last_event) = ("+placeholders(len(values))+") WHERE id = ?", //nolint:gosec // names are constants
		append(values, row.ID)...)
	return err
}

// placeholders are the placeholders for n values in a statement.
func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// logStep appends what was done to an entry to the history.
func logStep(ctx context.Context, tx *tx, row *row, c journal.Change, number int64, before []byte) error {
	snapshot, err := row.snapshot()
	if err != nil {
		return err
	}
	return extend(ctx, tx, link{
		Number: number, EntryID: row.ID, Step: c.Step, At: stampOf(c.At), By: c.By, Snapshot: snapshot, Origin: c.Origin, Role: c.Role,
	}, before)
}
