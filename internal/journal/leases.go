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
		rows, err := list(ctx, tx, &s.known, byID, id)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return ErrNotFound
		}
		e = rows[0].Entry
		var l lease
		var taken, ends stamp
		err = tx.QueryRowContext(ctx, "SELECT owner, taken_at, until_at FROM leases WHERE entry_id = ?", id).Scan(&l.owner, &taken, &ends)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if l.taken, l.until = taken.time(), ends.time(); l.owner != owner && l.held(now) {
			return nil
		}
		won = true
		return lend(ctx, tx, id, lease{owner: owner, taken: now, until: until})
	})
	if err != nil {
		return Entry{}, false, err
	}
	return e, won, nil
}

// Release implements Store.
func (s *SQLite) Release(ctx context.Context, id, owner string) error {
	return s.write(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM leases WHERE entry_id = ? AND owner = ?", id, owner)
		return err
	})
}

func lend(ctx context.Context, tx *sql.Tx, id string, l lease) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO leases (entry_id, owner, taken_at, until_at) VALUES (?, ?, ?, ?) "+
		"ON CONFLICT (entry_id) DO UPDATE SET owner = excluded.owner, taken_at = excluded.taken_at, until_at = excluded.until_at",
		id, l.owner, stampOf(l.taken), stampOf(l.until))
	return err
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
