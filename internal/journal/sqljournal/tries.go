package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/lockout"
)

// triesTime is how long a console waits for the journal while it is being unlocked.
const triesTime = 10 * time.Second

// tries counts the attempts to enter a passphrase at all consoles of the journal,
// across their restarts.
type tries struct {
	store      *Store
	passphrase string // its name
	steady     func() clock.Reading
	grows      bool
}

// Tries implements journal.Full.
func (s *Store) Tries(passphrase string, steady func() clock.Reading) lockout.Tries {
	return &tries{store: s, passphrase: passphrase, steady: steady}
}

// GrowingTries implements journal.Full.
func (s *Store) GrowingTries(secret string, steady func() clock.Reading) lockout.Tries {
	return &tries{store: s, passphrase: secret, steady: steady, grows: true}
}

// Take implements lockout.Tries. When it returns, the attempt is durable.
func (t *tries) Take() (time.Duration, error) { return t.change(lockout.Tally.Take) }

// Left implements lockout.Tries.
func (t *tries) Left() (closed time.Duration, tries int, err error) {
	closed, err = t.change(func(tally lockout.Tally, now lockout.Now) (lockout.Tally, time.Duration) {
		after, closed := tally.Look(now)
		tries = after.Left()
		return after, closed
	})
	return closed, tries, err
}

// Right implements lockout.Tries.
func (t *tries) Right() error {
	ctx, cancel := context.WithTimeout(context.Background(), triesTime)
	defer cancel()
	return t.store.write(ctx, func(ctx context.Context, tx *tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM tries WHERE passphrase = ?", t.passphrase)
		return err
	})
}

// Unlock implements journal.Full.
func (s *Store) Unlock(ctx context.Context, secret string, event journal.Audit) (had bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *tx) error {
		forgot, err := tx.ExecContext(ctx, "DELETE FROM tries WHERE passphrase = ?", secret)
		if err != nil {
			return err
		}
		n, err := forgot.RowsAffected()
		if had = n > 0; err != nil || !had {
			return err
		}
		return audited(ctx, tx, event)
	})
	return had && err == nil, err
}

func (t *tries) change(what func(lockout.Tally, lockout.Now) (lockout.Tally, time.Duration)) (left time.Duration, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), triesTime)
	defer cancel()
	err = t.store.write(ctx, func(ctx context.Context, tx *tx) error {
		tally, err := t.read(ctx, tx)
		if err != nil {
			return err
		}
		after, wait := what(tally, lockout.Now{At: tx.now, Steady: t.steady()})
		if left = wait; after == tally {
			return nil
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO tries (passphrase, wrong, closed_at, closed_boot, closed_steady, locks) VALUES (?, ?, ?, ?, ?, ?) "+
			"ON CONFLICT (passphrase) DO UPDATE SET wrong = excluded.wrong, closed_at = excluded.closed_at, closed_boot = excluded.closed_boot, closed_steady = excluded.closed_steady, locks = excluded.locks",
			t.passphrase, after.Wrong, stampOf(after.ClosedAt), after.ClosedSteady.Boot, after.ClosedSteady.At.Milliseconds(), after.Locks)
		return err
	})
	return left, err
}

func (t *tries) read(ctx context.Context, tx *tx) (tally lockout.Tally, err error) {
	var at stamp
	var boot string
	var steady int64
	err = tx.QueryRowContext(ctx, "SELECT wrong, closed_at, closed_boot, closed_steady, locks FROM tries WHERE passphrase = ?", t.passphrase).
		Scan(&tally.Wrong, &at, &boot, &steady, &tally.Locks)
	if errors.Is(err, sql.ErrNoRows) {
		return lockout.Tally{Grows: t.grows}, nil
	}
	tally.Grows = t.grows
	tally.ClosedAt, tally.ClosedSteady = at.time(), readingOf(boot, steady)
	return tally, err
}

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
