package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"math"
)

// aheadOfClock is how many steps ahead of the clock an accepted code may be. Beyond that
// the clock was set back, and the code no longer blocks new ones.
const aheadOfClock = 20

// TakeCode implements journal.Full.
func (s *Store) TakeCode(secret string, step, now uint64) (taken bool, err error) {
	if step > math.MaxInt64 {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), triesTime)
	defer cancel()
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		taken = false
		var newest uint64
		err := tx.QueryRowContext(ctx, "SELECT newest FROM steps WHERE secret = ?", secret).Scan(&newest)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		case step <= newest && newest <= now+aheadOfClock:
			return nil
		}
		taken = true
		_, err = tx.ExecContext(ctx, "INSERT INTO steps (secret, newest) VALUES (?, ?) ON CONFLICT (secret) DO UPDATE SET newest = excluded.newest", secret, int64(step)) //nolint:gosec // checked above
		return err
	})
	return taken && err == nil, err
}
