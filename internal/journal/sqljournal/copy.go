package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"motoconsole/internal/journal"
)

// Copy moves a journal to another place, which has none yet, and returns what is there
// afterwards. The history and the record of events go first, in parts: a copy that was
// interrupted is begun again and goes on. All else goes in one transaction with the end of
// the chain, after the chain has been followed in the new place; until then that is no
// journal. The old one is then closed for good: two journals would each charge what the
// other one has charged. told hears of each part; it may be nil.
func Copy(ctx context.Context, from, to Options, told func(table string, rows int64)) (journal.Report, error) {
	from, to = from.complete(), to.complete()
	if told == nil {
		told = func(string, int64) {}
	}
	source, err := Open(ctx, from)
	if err != nil {
		return journal.Report{}, err
	}
	defer source.Close() //nolint:errcheck // the copy is what counts
	report, err := source.Verify(ctx)
	if err != nil {
		return report, err
	}
	if !report.OK() {
		return report, fmt.Errorf("the journal %s is not as it was written, and is not copied: moto journal verify says what is wrong", from.Place())
	}
	var place target = &fileTarget{Options: to}
	if to.Server != nil {
		place = &serverTarget{Server: *to.Server}
	}
	c := &copying{source: source, place: place, batch: from.batch, told: told}
	report, err = c.run(ctx)
	return report, place.fault(errors.Join(err, place.close()))
}

// target is a place to which a journal is copied.
type target interface {
	// open is the database, which may hold a part of a copy. It fails if another journal
	// is there. whole reports that the copy is there already.
	open(ctx context.Context, source historyEnd) (q *pool, whole bool, err error)
	// lift takes away the rules of a journal, so that a copy of one can be put in, and
	// restore puts them back.
	lift(ctx context.Context, q *tx) error
	restore(ctx context.Context, q *tx) error
	// end gives a complete copy its place, which has a name for people.
	end(ctx context.Context) error
	name() string
	fault(err error) error
	close() error
}

// copying is one run.
type copying struct {
	source *Store
	place  target
	batch  int64
	told   func(table string, rows int64)

	from *tx // holds all writers of the source
	to   *pool
}

func (c *copying) run(ctx context.Context) (report journal.Report, err error) {
	if c.from, err = c.source.locked(ctx, c.source.now()); err != nil {
		return report, err
	}
	defer c.from.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if err := c.source.db.rest(ctx, c.from); err != nil {
		return report, err
	}
	if err := c.isStill(ctx); err != nil {
		return report, err
	}
	to, whole, err := c.place.open(ctx, c.from.found)
	if err != nil {
		return report, err
	}
	c.to = to
	if whole {
		err = c.isAnother(ctx)
	} else {
		err = c.fill(ctx)
	}
	if err != nil {
		return report, err
	}
	if report, err = c.follow(ctx); err != nil {
		return report, err
	}
	if err := c.place.end(ctx); err != nil {
		return report, err
	}
	return report, c.leave(ctx)
}

// isStill fails while a request may still be on its way to the gateway: its outcome could
// not be recorded meanwhile.
func (c *copying) isStill(ctx context.Context) error {
	var sending bool
	err := c.from.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM leases JOIN entries ON id = entry_id WHERE purpose = 'send' AND state = 'OPEN' AND until_at > clock(?))",
		stampOf(c.from.asked)).Scan(&sending)
	if err == nil && sending {
		err = fmt.Errorf("a payment is being sent: stop every moto of the journal %s, and copy it a minute later", c.source.place)
	}
	return err
}

// isAnother fails if the new place is the old one, by whatever name: then its writers are
// held.
func (c *copying) isAnother(ctx context.Context) error {
	err := c.place.fault(c.inTarget(ctx, func(ctx context.Context, q *tx) error {
		_, err := q.ExecContext(ctx, "UPDATE chain SET head_number = head_number")
		return err
	}))
	if journal.FaultOf(err) == journal.FaultLocked {
		err = occupied(c.place.name())
	}
	return err
}

// fill puts the journal into its new place.
func (c *copying) fill(ctx context.Context) error {
	if err := c.inTarget(ctx, c.begin); err != nil {
		return err
	}
	for _, p := range growing {
		for {
			n, err := c.grow(ctx, p)
			if err != nil {
				return err
			}
			if n == 0 {
				break
			}
		}
	}
	return c.inTarget(ctx, c.finish)
}

// inTarget does something in one transaction of the new place.
func (c *copying) inTarget(ctx context.Context, do func(context.Context, *tx) error) error {
	q, err := c.to.begin(ctx, nil)
	if err != nil {
		return err
	}
	defer q.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if err := do(ctx, q); err != nil {
		return err
	}
	return q.Commit()
}

// begin makes the new place one of a copy that is not complete. Without the rows that say
// where its chains end no moto takes it for a journal.
func (c *copying) begin(ctx context.Context, q *tx) error {
	if err := c.place.lift(ctx, q); err != nil {
		return err
	}
	var id []byte
	var name string
	var since stamp
	if err := c.from.QueryRowContext(ctx, "SELECT journal, name, since_at FROM identity").Scan(&id, &name, &since); err != nil {
		return err
	}
	for _, table := range []string{"chain", "audit_chain"} {
		if _, err := q.ExecContext(ctx, "DELETE FROM "+table); err != nil { //nolint:gosec // names are constants
			return err
		}
	}
	_, err := q.ExecContext(ctx, "UPDATE identity SET journal = ?, name = ?, since_at = ?", id, name, since)
	return err
}

// grow copies the next rows of a table, and returns how many they are.
func (c *copying) grow(ctx context.Context, p part) (n int64, err error) {
	err = c.inTarget(ctx, func(ctx context.Context, q *tx) error {
		var last int64
		if err := q.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) FROM "+p.table).Scan(&last); err != nil { //nolint:gosec // names are constants
			return err
		}
		n, err = c.rows(ctx, q, p, "WHERE number > ? ORDER BY number LIMIT ?", last, c.batch)
		return err
	})
	return n, err
}

// finish copies what changes, and leaves out what retention has deleted since an earlier
// run.
func (c *copying) finish(ctx context.Context, q *tx) error {
	for _, p := range changing {
		if _, err := q.ExecContext(ctx, "DELETE FROM "+p.table); err != nil { //nolint:gosec // names are constants
			return err
		}
		if _, err := c.rows(ctx, q, p, ""); err != nil {
			return err
		}
	}
	for _, gone := range []string{
		"DELETE FROM events WHERE number <= (SELECT anchor_number FROM chain)",
		"DELETE FROM audit WHERE number <= (SELECT anchor_number FROM audit_chain)",
	} {
		if _, err := q.ExecContext(ctx, gone); err != nil {
			return err
		}
	}
	if err := c.place.restore(ctx, q); err != nil {
		return err
	}
	var r journal.Report
	if err := verifyRows(ctx, q, &r); err != nil {
		return err
	}
	if !r.OK() {
		return fmt.Errorf("what was copied is not the journal %s: %s; delete the copy that was begun, and copy again", c.source.place, r.Problems[0].Text)
	}
	return nil
}

// follow verifies the copy as it stands in its new place.
func (c *copying) follow(ctx context.Context) (r journal.Report, err error) {
	q, err := c.to.begin(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return r, err
	}
	defer q.Rollback() //nolint:errcheck // it was only read
	return r, verifyRows(ctx, q, &r)
}

// leave closes the source for good.
func (c *copying) leave(ctx context.Context) error {
	if _, err := c.from.ExecContext(ctx, "INSERT INTO moved (id, place) VALUES (1, ?)", c.place.name()); err != nil {
		return err
	}
	return c.source.db.commit(c.from)
}
