package sqljournal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"os"
	"strings"
	"time"

	"motoconsole/internal/journal"
)

// write runs one transaction. It waits for its turn as long as the caller does.
// Then it finishes even if the caller gives up: a commit that is interrupted may or
// may not have taken place.
func (s *Store) write(ctx context.Context, do func(context.Context, *sql.Tx) error) error {
	return s.transact(ctx, do, s.saw)
}

// transact is write, and calls ends with the new end of the history. It checks
// before and after that the files are still there: data written into a deleted file
// is lost, and the caller must know.
func (s *Store) transact(ctx context.Context, do func(context.Context, *sql.Tx) error, ends func(position) error) error {
	if s.writer == nil {
		return s.unwritable()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}: // in order of arrival, which the pool alone does not keep
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	if err := s.stillThere(); err != nil {
		return err
	}
	begun := time.Now()
	end, err := s.commit(context.WithoutCancel(ctx), do)
	took := time.Since(begun)
	if err != nil {
		err = s.fault(err)
		if _, is := errors.AsType[*journal.Error](err); is { // and no change that the rules refuse
			s.wrote(took, err)
		}
		return err
	}
	s.wrote(took, nil)
	if err := s.stillThere(); err != nil {
		return err
	}
	return ends(end)
}

func (s *Store) unwritable() error {
	return journal.NewError(journal.FaultReadOnly, s.path, errors.New("it was opened for look-ups"))
}

// commit runs the transaction itself.
func (s *Store) commit(ctx context.Context, do func(context.Context, *sql.Tx) error) (end position, err error) {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return end, err
	}
	defer tx.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if err := s.sameJournal(ctx, tx); err != nil {
		return end, err
	}
	if err := do(ctx, tx); err != nil {
		return end, err
	}
	after, _, err := stands(ctx, tx, 0)
	if err != nil {
		return end, err
	}
	return after.position, tx.Commit()
}

// fault turns an error of the database into the caller's error. After a failed sync
// the system may have dropped what it could not write, and a later sync that
// succeeds proves nothing. So no intent is accepted until the journal has been
// reopened. Outcomes are still written, since that may work.
func (s *Store) fault(err error) error {
	if err != nil && s.closed.Load() {
		return journal.ErrClosed
	}
	err = databaseFault(s.path, err)
	if kind := journal.FaultOf(err); kind == journal.FaultDisk || kind == journal.FaultCorrupt {
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
		return journal.NewError(journal.FaultDisk, s.path, errors.New("an earlier write failed; start again"))
	}
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if owner != "" { // an entry without an owner will not be sent: it may be a forgotten payment
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
		return lend(ctx, tx, e.ID, journal.ToSend, journal.Lease{Owner: owner, Taken: now, Until: leaseUntil})
	})
}

// stillThere refuses to write if the files were moved or deleted while in use:
// SQLite would go on writing into files without a name.
func (s *Store) stillThere() error {
	if s.closed.Load() {
		return journal.ErrClosed
	}
	for name, opened := range map[string]os.FileInfo{s.path: s.file, s.path + "-wal": s.log} {
		now, err := os.Stat(name)
		if err != nil || !os.SameFile(now, opened) {
			return journal.NewError(journal.FaultMissing, s.path, errors.New("the file or its log was moved, replaced or deleted while it was in use; start again"))
		}
	}
	return nil
}

// Record implements Store.
func (s *Store) Record(ctx context.Context, id string, change journal.Change) (journal.Entry, error) {
	var next journal.Entry
	var learnt bool
	err := s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		old, err := one(ctx, tx, &s.known, id, s.now())
		if err != nil {
			return err
		}
		if next, err = journal.After(old.Entry, &change, s.now()); err != nil {
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

// overwrite commits something else after a failed commit. An intent whose sync
// failed is at the end of the log, where this process does not see it, but the next
// process to recover the log would. overwrite removes it.
func (s *Store) overwrite(ctx context.Context) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE probe SET at = ?", stampOf(s.now()))
		return err
	})
}

func insert(ctx context.Context, tx *sql.Tx, row *row) error {
	values := append(row.fields(), row.Number)
	_, err := tx.ExecContext(ctx, "INSERT INTO entries ("+columns+", last_event) VALUES ("+marks(len(values))+")", values...) //nolint:gosec // names are constants
	return err
}

func update(ctx context.Context, tx *sql.Tx, row *row, event int64) error {
	values := append(row.changing(), event)
	_, err := tx.ExecContext(ctx, "UPDATE entries SET ("+changingColumns+", last_event) = ("+marks(len(values))+") WHERE id = ?", //nolint:gosec // names are constants
		append(values, row.ID)...)
	return err
}

// marks are the placeholders for n values in a statement.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

// logStep appends what was done to an entry to the history.
func logStep(ctx context.Context, tx *sql.Tx, row *row, c journal.Change, number int64, before []byte) error {
	snapshot, err := row.snapshot()
	if err != nil {
		return err
	}
	return extend(ctx, tx, link{
		Number: number, EntryID: row.ID, Step: c.Step, At: stampOf(c.At), By: c.By, Snapshot: snapshot, Origin: c.Origin, Role: c.Role,
	}, before)
}
