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
	"fmt"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/sqljournal/mark"
	"motoconsole/internal/journal/sqljournal/postgres"
	"motoconsole/internal/trust"
)

// Options say where a journal is and how it is used.
type Options struct {
	// Path of the file. Its folder is made if there is none.
	Path string
	// Server keeps the journal instead of the file, if it is not nil. The mark is beside
	// Path all the same.
	Server *postgres.Server
	// Group may share the journal, if it has a name: its members may have users
	// of their own.
	Group trust.Group
	// Now is the clock; nil means the time of day.
	Now func() time.Time
	// Host names this host in the entries that name none.
	Host string
	// ReadOnly opens a journal for queries only: nothing is created, changed or
	// checked.
	ReadOnly bool
	// Wrote is told how long each commit took, and whether it failed; Learnt of each entry
	// whose outcome was recorded here. They must not wait, and may be nil.
	Wrote  func(took time.Duration, err error)
	Learnt func(e journal.Entry)

	freeSpace func(folder string) (bytes uint64, known bool)
	busy      time.Duration
	batch     int64 // pruneBatch, unless a test says otherwise
}

// complete is with what was left out.
func (o Options) complete() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.freeSpace == nil {
		o.freeSpace = disk.Free
	}
	if o.busy == 0 {
		o.busy = busyTimeout
	}
	if o.batch == 0 {
		o.batch = pruneBatch
	}
	if o.Wrote == nil {
		o.Wrote = func(time.Duration, error) {}
	}
	if o.Learnt == nil {
		o.Learnt = func(journal.Entry) {}
	}
	return o
}

// Place names the journal for people.
func (o Options) Place() string {
	if o.Server != nil {
		return o.Server.Place()
	}
	return o.Path
}

// Beside is the name beside which this host keeps what belongs to the journal: its mark, and
// outcomes that it could not record. No other journal has this name, and no copy elsewhere.
func (o Options) Beside() string {
	if o.Server != nil && o.Path != "" {
		return beside.OnServer(o.Path, showHash(hashOf(o.Server.Place())))
	}
	return o.Path
}

// busyTimeout is how long a write waits for another process's write. A payment
// whose intent waits longer is refused, since the caller is on the line.
const busyTimeout = 5 * time.Second

// source is the name under which SQLite opens the file.
func (o Options) source(extra url.Values) string {
	settings := url.Values{
		"_pragma": {
			fmt.Sprintf("busy_timeout(%d)", o.busy.Milliseconds()), "trusted_schema(0)", "foreign_keys(1)", "temp_store(MEMORY)", "cell_size_check(1)",
		},
		"_defensive": {"1"},
		"_dqs":       {"0"},
	}
	for key, values := range extra {
		settings[key] = append(settings[key], values...)
	}
	path := filepath.ToSlash(o.Path)
	if filepath.VolumeName(o.Path) != "" {
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings.Encode()
}

// writing opens the one connection that writes. FULL syncs the log at each commit:
// with less, a power cut may undo what was called durable. On macOS only fullfsync
// makes a sync real.
func (o Options) writing() string {
	return o.source(url.Values{
		"_pragma": {
			"journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)", "checkpoint_fullfsync(1)", "journal_size_limit(67108864)",
			"secure_delete(1)", // SQLite overwrites what it deletes, such as customers' names
		},
		"_txlock": {"immediate"},
		"mode":    {"rw"},
	})
}

// reading opens connections for queries beside the connection that writes.
func (o Options) reading() string {
	return o.source(url.Values{"_pragma": {"query_only(1)"}, "mode": {"rw"}})
}

// lookingUp opens a journal that is not, or cannot be, written.
func (o Options) lookingUp() string {
	return o.source(url.Values{"_pragma": {"query_only(1)"}, "mode": {"ro"}})
}

// onStillDisk is lookingUp for a disk on which SQLite cannot even make its own
// files.
func (o Options) onStillDisk() string {
	return o.source(url.Values{"_pragma": {"query_only(1)"}, "mode": {"ro"}, "immutable": {"1"}})
}

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
