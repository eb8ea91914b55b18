package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"motoconsole/internal/journal"
)

// Copy moves a journal to another place, which has none yet, and returns what is there
// afterwards. There is never a moment with two journals: each would charge what the other one
// has charged:
//
//  1. The history and the record of events go first, in parts, while the journal's writers
//     are held. Then all else goes, and the chains are followed in the new place. Without
//     the rows that say where the chains end, that is no journal yet.
//  2. The old journal is closed for good, and says where it went.
//  3. The new place gets these rows, and is the journal.
//
// A copy that was interrupted is begun again, and goes on wherever it was: after the second
// step the old journal can still be read, for the third. The event is recorded in the old
// journal first. told hears of each part; it may be nil.
func Copy(ctx context.Context, from, to Options, event journal.Audit, told func(table string, rows int64)) (report journal.Report, err error) {
	from, to = from.complete(), to.complete()
	if told == nil {
		told = func(string, int64) {}
	}
	var place target = &fileTarget{Options: to}
	if to.Server != nil {
		place = newServerTarget(*to.Server)
	}
	return copyTo(ctx, from, place, event, told)
}

func copyTo(ctx context.Context, from Options, place target, event journal.Audit, told func(table string, rows int64)) (report journal.Report, err error) {
	defer func() { err = errors.Join(err, place.close()) }()
	if place.name() == from.Place() {
		return report, fmt.Errorf("there is a journal in %s already: %w", from.Place(), errWhole)
	}
	from.ReadOnly = true // a journal that is not there must not be made
	source, err := Open(ctx, from)
	if err != nil {
		return report, err
	}
	defer source.Close() //nolint:errcheck // the copy is what counts
	end, _, err := readHistoryEnd(ctx, source.reader, 0, from.Now())
	if err != nil {
		return report, source.fault(err)
	}
	c := &copying{source: source, place: place, event: event, batch: from.batch, told: told, end: end, ends: map[string][]any{}}
	if end.moved != "" {
		if end.moved != place.name() {
			return report, end.isHere(from.Place())
		}
		return c.runMoved(ctx)
	}
	if report, err = source.Verify(ctx); err != nil {
		return report, err
	}
	if !report.OK() {
		return report, fmt.Errorf("the journal %s is not as it was written, and is not copied: moto journal verify says what is wrong", from.Place())
	}
	from.ReadOnly = false
	if c.source, err = Open(ctx, from); err != nil {
		return report, err
	}
	defer c.source.Close() //nolint:errcheck // the copy is what counts
	return c.run(ctx)
}

// target is a place to which a journal is copied.
type target interface {
	// open is the database, with the tables of a journal.
	open(ctx context.Context) (*pool, error)
	// lift takes away the rules of a journal, so that a copy of one can be put in, and
	// restore puts them back.
	lift(ctx context.Context, q *tx) error
	restore(ctx context.Context, q *tx) error
	commit(q *tx) error
	// measure lets the database know what it holds, so that it answers in good time.
	measure(ctx context.Context, q *tx) error
	name() string // for people
	fault(err error) error
	close() error
}

// copying is one run.
type copying struct {
	source *Store
	place  target
	event  journal.Audit
	batch  int64
	told   func(table string, rows int64)

	end  historyEnd       // of the source
	ends map[string][]any // its rows of the chains' ends
	from *tx              // the source at one moment, with its writers held
	to   *pool
}

// run copies a journal that takes payments.
func (c *copying) run(ctx context.Context) (report journal.Report, err error) {
	// By itself: what a copy has taken from the record of events must stay there.
	if err := c.source.Audit(ctx, c.event); err != nil {
		return report, err
	}
	if c.from, err = c.source.locked(ctx, c.source.now()); err != nil {
		return report, c.source.fault(err)
	}
	defer c.from.Rollback() //nolint:errcheck // it fails after the commit, as it should
	c.end = c.from.found
	if err := c.hold(ctx); err != nil {
		return report, c.source.fault(err)
	}
	if report, err = c.fill(ctx); err != nil {
		return report, err
	}
	if err := c.source.db.commit(c.from); err != nil {
		return report, c.source.fault(err)
	}
	return report, c.open(ctx)
}

// hold prepares the source: its transaction may take long, and closes it when it is
// committed. It fails while a request may still be on its way to the gateway, whose outcome
// could not be recorded meanwhile.
func (c *copying) hold(ctx context.Context) error {
	if err := c.source.db.rest(ctx, c.from); err != nil {
		return err
	}
	if _, err := c.from.ExecContext(ctx, "INSERT INTO moved (id, place) VALUES (1, ?)", c.place.name()); err != nil {
		if err = c.source.fault(err); journal.FaultOf(err) == "" {
			err = fmt.Errorf("the journal %s cannot be closed: %w; name in --from a configuration with the role that owns its tables", c.source.place, err)
		}
		return err
	}
	var sending bool
	err := c.from.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM leases JOIN entries ON id = entry_id WHERE purpose = 'send' AND state = 'OPEN' AND until_at > clock(?))",
		stampOf(c.from.asked)).Scan(&sending)
	if err == nil && sending {
		err = fmt.Errorf("a payment is being sent: stop every moto of the journal %s, and copy it a minute later", c.source.place)
	}
	return err
}

// runMoved ends a copy that was interrupted after its source was closed.
func (c *copying) runMoved(ctx context.Context) (report journal.Report, err error) {
	if c.from, err = c.source.reader.begin(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return report, c.source.fault(err)
	}
	defer c.from.Rollback() //nolint:errcheck // it was only read
	if err := c.source.db.rest(ctx, c.from); err != nil {
		return report, c.source.fault(err)
	}
	report, err = c.fill(ctx)
	if errors.Is(err, errWhole) {
		return report, c.end.isHere(c.source.place) // it was whole, and goes on
	}
	if err != nil {
		return report, err
	}
	return report, c.open(ctx)
}

// fill puts all of the journal into its new place, except the rows that make it one.
func (c *copying) fill(ctx context.Context) (report journal.Report, err error) {
	if c.to, err = c.place.open(ctx); err != nil {
		return report, c.place.fault(err)
	}
	if err := c.inTarget(ctx, c.begin); err != nil {
		return report, err
	}
	for _, p := range growing {
		for {
			n, err := c.grow(ctx, p)
			if err != nil {
				return report, err
			}
			if n == 0 {
				break
			}
		}
	}
	err = c.inTarget(ctx, func(ctx context.Context, q *tx) error { return c.finish(ctx, q, &report) })
	return report, err
}

// open makes the new place the journal.
func (c *copying) open(ctx context.Context) error {
	err := c.inTarget(ctx, func(ctx context.Context, q *tx) error {
		for _, p := range chains {
			if err := put(ctx, q, p, c.ends[p.table]); err != nil {
				return err
			}
		}
		return c.place.restore(ctx, q)
	})
	if err != nil {
		const then = "The old journal is closed and the new one is not complete: run the same command again."
		kind := journal.FaultOf(err)
		if kind == "" {
			return fmt.Errorf("%w. %s", err, then)
		}
		e := journal.NewError(kind, c.place.name(), err)
		e.Hint = then
		return e
	}
	return nil
}

// inTarget does something in one transaction of the new place.
func (c *copying) inTarget(ctx context.Context, do func(context.Context, *tx) error) error {
	q, err := c.to.begin(ctx, nil)
	if err != nil {
		return c.place.fault(err)
	}
	defer q.Rollback() //nolint:errcheck // it fails after the commit, as it should
	if err := do(ctx, q); err != nil {
		return c.place.fault(err)
	}
	return c.place.fault(c.place.commit(q))
}

// begin makes the new place one of a copy that is not complete.
func (c *copying) begin(ctx context.Context, q *tx) error {
	if err := c.place.lift(ctx, q); err != nil {
		return err
	}
	// Here, where no other program can write: what another run or a console has made since
	// the place was opened stays as it is.
	if err := isFree(ctx, q, c.end, c.place.name()); err != nil {
		return err
	}
	var id []byte
	var name string
	var since stamp
	if err := c.from.QueryRowContext(ctx, "SELECT journal, name, since_at FROM identity").Scan(&id, &name, &since); err != nil {
		return c.source.fault(err)
	}
	for _, table := range []string{"chain", "audit_chain", "moved"} {
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

// finish copies what changes, leaves out what retention has deleted since an earlier run,
// and follows the chains.
func (c *copying) finish(ctx context.Context, q *tx, r *journal.Report) error {
	for _, p := range append(slices.Clone(changing), chains...) {
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
	if err := c.place.measure(ctx, q); err != nil {
		return err
	}
	if err := verifyRows(ctx, q, r); err != nil {
		return err
	}
	if !r.OK() {
		return fmt.Errorf("what was copied to %s is not the journal %s: %s; move away what is there, and copy again", c.place.name(), c.source.place, r.Problems[0].Text)
	}
	for _, p := range chains { // until the source is closed
		if _, err := q.ExecContext(ctx, "DELETE FROM "+p.table); err != nil { //nolint:gosec // names are constants
			return err
		}
	}
	return nil
}
