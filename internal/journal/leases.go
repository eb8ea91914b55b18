package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Claim implements Store.
func (s *SQLite) Claim(ctx context.Context, id, owner string, now, until time.Time) (Entry, bool, error) {
	if err := mayOwn(owner); err != nil {
		return Entry{}, false, err
	}
	var e Entry
	won := false
	err := s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		f, err := one(ctx, tx, &s.known, id, now)
		if err != nil {
			return err
		}
		e = f.Entry
		var l lease
		var taken, ends stamp
		err = tx.QueryRowContext(ctx, "SELECT owner, taken_at, until_at FROM leases WHERE entry_id = ? AND purpose = ?", id, toCheck).
			Scan(&l.owner, &taken, &ends)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		l.taken, l.until = taken.time(), ends.time()
		if won = mayClaim(e, l, owner, now); !won {
			return nil
		}
		return lend(ctx, tx, id, toCheck, lease{owner: owner, taken: now, until: until})
	})
	if err != nil {
		return Entry{}, false, err
	}
	return e, won, nil
}

// Release implements Store.
func (s *SQLite) Release(ctx context.Context, id, owner string) error {
	return s.endLease(ctx, id, owner, toCheck)
}

// EndSending implements Store.
func (s *SQLite) EndSending(ctx context.Context, id, owner string) error {
	return s.endLease(ctx, id, owner, toSend)
}

func (s *SQLite) endLease(ctx context.Context, id, owner string, p purpose) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE entry_id = ? AND owner = ? AND purpose = ?", id, owner, p)
		return err
	})
}

func lend(ctx context.Context, tx *sql.Tx, id string, p purpose, l lease) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO leases (entry_id, purpose, owner, taken_at, until_at) VALUES (?, ?, ?, ?, ?)",
		id, p, l.owner, stampOf(l.taken), stampOf(l.until))
	return err
}

// endLeases ends the leases that a change makes needless.
func endLeases(ctx context.Context, tx *sql.Tx, old Entry, next *Entry) error {
	for p, ends := range leasesEnd(old, *next) {
		if !ends {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE entry_id = ? AND purpose = ?", old.ID, p); err != nil {
			return err
		}
		if p == toSend {
			next.BeingSent = false
		}
	}
	return nil
}

// ReleaseGone takes their leases away from owners that have ended, so that what
// they left behind is found out at once and not when the leases end.
func (s *SQLite) ReleaseGone(ctx context.Context, gone func(owner string) bool) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
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
