package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"motoconsole/internal/journal"
)

// Claim implements Store.
func (s *Store) Claim(ctx context.Context, id, owner string, now, until time.Time) (journal.Entry, bool, error) {
	if err := journal.MayOwn(owner); err != nil {
		return journal.Entry{}, false, err
	}
	var e journal.Entry
	won := false
	err := s.writeAt(ctx, now, func(ctx context.Context, tx *tx) error {
		f, err := one(ctx, tx, &s.known, id, now)
		if err != nil {
			return err
		}
		e = f.Entry
		var l journal.Lease
		var taken, ends stamp
		err = tx.QueryRowContext(ctx, "SELECT owner, taken_at, until_at FROM leases WHERE entry_id = ? AND purpose = ?", id, journal.ToCheck).
			Scan(&l.Owner, &taken, &ends)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		l.Taken, l.Until = taken.time(), ends.time()
		if won = journal.MayClaim(e, l, owner, tx.now); !won {
			return nil
		}
		return lend(ctx, tx, id, journal.ToCheck, journal.Lease{Owner: owner, Taken: tx.now, Until: tx.at(until)})
	})
	if err != nil {
		return journal.Entry{}, false, err
	}
	return e, won, nil
}

// Release implements Store.
func (s *Store) Release(ctx context.Context, id, owner string) error {
	return s.endLease(ctx, id, owner, journal.ToCheck)
}

// EndSending implements Store.
func (s *Store) EndSending(ctx context.Context, id, owner string) error {
	return s.endLease(ctx, id, owner, journal.ToSend)
}

func (s *Store) endLease(ctx context.Context, id, owner string, p journal.Purpose) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE entry_id = ? AND owner = ? AND purpose = ?", id, owner, p)
		return err
	})
}

func lend(ctx context.Context, tx *tx, id string, p journal.Purpose, l journal.Lease) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO leases (entry_id, purpose, owner, taken_at, until_at) VALUES (?, ?, ?, ?, ?) "+
		"ON CONFLICT (entry_id, purpose) DO UPDATE SET owner = excluded.owner, taken_at = excluded.taken_at, until_at = excluded.until_at",
		id, p, l.Owner, stampOf(l.Taken), stampOf(l.Until))
	return err
}

// endLeases ends the leases that a change makes unnecessary.
func endLeases(ctx context.Context, tx *tx, old journal.Entry, next *journal.Entry) error {
	for p, ends := range journal.LeasesEnd(old, *next) {
		if !ends {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE entry_id = ? AND purpose = ?", old.ID, p); err != nil {
			return err
		}
		if p == journal.ToSend {
			next.BeingSent = false
		}
	}
	return nil
}

// ReleaseGone implements journal.Full.
func (s *Store) ReleaseGone(ctx context.Context, gone func(owner string) bool) error {
	return s.write(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT DISTINCT owner FROM leases")
		if err != nil {
			return err
		}
		defer rows.Close() //nolint:errcheck // it was only read
		var ended []string
		for rows.Next() {
			var owner string
			if err := rows.Scan(&owner); err != nil {
				return err
			}
			if gone(owner) {
				ended = append(ended, owner)
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, owner := range ended {
			if _, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE owner = ?", owner); err != nil {
				return err
			}
		}
		return nil
	})
}
