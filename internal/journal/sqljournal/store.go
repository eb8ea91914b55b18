// Package sqljournal is the journal in SQL: in SQLite, one file on one host, or on a
// PostgreSQL server that several hosts share.
//
// Any number of processes may share a journal. Leases say which of them may still be
// sending an attempt, and which is asking the gateway about it. A hash chains each
// event of the history to the one before, and Verify follows the chain. A mark
// beside a file shows when the file was replaced by an older copy.
//
// Package journal decides what an attempt is and which change may follow which.
// This package knows SQL. What the two databases do differently is in dialect.go. SQLite's
// file, those beside it and who may open them are in sqlite.go and what it uses; a server
// that is reached, lost and reached again is in postgres.go and the package postgres.
package sqljournal

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"sync/atomic"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/sqljournal/mark"
)

// Store is a journal, shared safely by its processes.
type Store struct {
	place string // of the journal, for people
	host  string
	now   func() time.Time // the clock of this host
	batch int64            // how many events one transaction deletes at most
	db    database

	writer *pool // one connection; nil when the journal is only read
	turn   chan struct{}
	reader *pool // several

	failed   atomic.Bool // a sync failed: what is on the disk is not known
	away     atomic.Bool // the server did not answer the last write
	closed   atomic.Bool
	known    currencies
	wrote    func(time.Duration, error)
	learnt   func(journal.Entry)
	identity journal.Identity

	seen   mark.Position // where the history ended when this process last looked; belongs to turn
	behind atomic.Int64  // see Behind
}

var _ journal.Full = (*Store)(nil)

// readers is how many queries run at a time.
const readers = 4

// Open opens a journal, and makes one if there is none. It fails with an
// *Error unless the journal can be written, has room, is whole as far as a short
// look can tell, and has a format that this program knows. A journal that fails may
// still open with ReadOnly, for queries.
func Open(ctx context.Context, o Options) (*Store, error) {
	o = o.complete()
	if o.Server != nil {
		return openServer(ctx, o)
	}
	return openFile(ctx, o)
}

// newStore is a journal that is not open yet.
func newStore(place string, o Options) *Store {
	return &Store{place: place, host: o.Host, now: o.Now, batch: o.batch, turn: make(chan struct{}, 1), wrote: o.Wrote, learnt: o.Learnt}
}

// Close implements Store.
func (s *Store) Close() error {
	s.closed.Store(true)
	var errs []error
	if s.db != nil {
		errs = append(errs, s.db.close())
	}
	for _, db := range []*pool{s.reader, s.writer} { // SQLite's writer goes last and empties the log
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Identity implements Store.
func (s *Store) Identity() journal.Identity { return s.identity }

// Listen implements journal.Full.
func (s *Store) Listen(ctx context.Context, heard func(listening bool)) { s.db.listen(ctx, heard) }

// whoAmI reads the journal's identity, and whether it is behind its mark.
func (s *Store) whoAmI(ctx context.Context) error {
	var since stamp
	var id []byte
	if err := s.reader.QueryRowContext(ctx, "SELECT name, since_at, journal FROM identity").Scan(&s.identity.Name, &since, &id); err != nil {
		return noRowIsDamage(s.place, err)
	}
	s.identity.Since, s.identity.ID = since.time(), hex.EncodeToString(id)
	return noRowIsDamage(s.place, s.recall(ctx))
}

// examine looks for damage before anything is written: always in the end of the history
// and the unresolved attempts.
func (s *Store) examine(ctx context.Context) error {
	if err := s.db.examine(ctx, s.writer); err != nil {
		return err
	}
	// One moment: others may write meanwhile.
	q, err := s.writer.begin(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	defer q.Rollback() //nolint:errcheck // it was only read
	now, _, err := readHistoryEnd(ctx, q, 0, s.now())
	if err != nil {
		return noRowIsDamage(s.place, err)
	}
	if err := followsOn(ctx, q, now, recentEvents); err != nil {
		if err := s.db.fault(err); journal.FaultOf(err) != "" {
			return err
		}
		return journal.NewError(journal.FaultCorrupt, s.place, err)
	}
	if _, err = list(ctx, q, &s.known, byWatched); errors.Is(err, journal.ErrInvalid) {
		return journal.NewError(journal.FaultCorrupt, s.place, err)
	}
	return err
}

func noRowIsDamage(place string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return journal.NewError(journal.FaultCorrupt, place, errors.New("the end of its history is missing, or moto journal copy has begun to fill it and was interrupted"))
	}
	return err
}
