// Package sqljournal is the journal in SQLite: one file on one host.
//
// Any number of processes may share the file. Leases say which of them may still be
// sending an attempt, and which is asking the gateway about it. A hash chains each
// event of the history to the one before, and Verify follows the chain. A mark
// beside the file shows when the file was replaced by an older copy.
//
// Package journal decides what an attempt is and which change may follow which.
// This package knows SQL, the file and those beside it, and who may open them.
package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync/atomic"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
)

// Store is a journal in a file, shared safely by the processes of one host.
// It is not for a network file system: the log's index lives in shared memory.
type Store struct {
	path   string
	source string // for queries
	host   string
	now    func() time.Time
	batch  int64         // how many events one transaction deletes at most
	busy   time.Duration // how long a write waits for another process's
	free   func(folder string) (bytes uint64, known bool)

	writer *sql.DB // one connection; nil when the journal is only read
	turn   chan struct{}
	reader *sql.DB   // several
	pin    *sql.Conn // keeps the log from being deleted while we are open

	file, log os.FileInfo // as opened
	failed    atomic.Bool // a sync failed: what is on the disk is not known
	closed    atomic.Bool
	known     currencies
	wrote     func(time.Duration, error)
	learnt    func(journal.Entry)
	identity  journal.Identity

	seen   position     // where the history ended when this process last looked; belongs to turn
	behind atomic.Int64 // see Behind
}

var _ journal.Full = (*Store)(nil)

// readers is how many queries run at a time.
const readers = 4

// Open opens a journal, and makes one if there is none. It fails with an
// *Error unless the journal can be written, has room, is whole as far as a short
// look can tell, and has a format that this program knows. A journal that fails may
// still open with ReadOnly, for queries.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Path == "" {
		return nil, journal.NewError(journal.FaultMissing, "", errors.New("no file is named"))
	}
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
	for tried := 1; ; tried++ {
		s, err := open(ctx, o)
		if o.Group.Name == "" || journal.FaultOf(err) != journal.FaultPermission || tried == shareTries {
			return s, err
		}
		time.Sleep(shareEvery)
	}
}

// open opens a journal once.
func open(ctx context.Context, o Options) (*Store, error) {
	path, err := o.trusted()
	if err != nil {
		return nil, err
	}
	o.Path = path // without links: SQLite puts the log beside the file itself
	s := &Store{path: o.Path, host: o.Host, now: o.Now, batch: o.batch, busy: o.busy, free: o.freeSpace, turn: make(chan struct{}, 1), wrote: o.Wrote, learnt: o.Learnt}
	if o.ReadOnly {
		err = s.openForReading(ctx, o)
	} else {
		err = s.openForWriting(ctx, o)
	}
	if err != nil {
		_ = s.Close() // the first error says more
		return nil, databaseFault(o.Path, err)
	}
	return s, nil
}

func (s *Store) openForWriting(ctx context.Context, o Options) error {
	if err := prepare(ctx, o); err != nil {
		return err
	}
	if lostLog(o.Path) {
		return journal.NewError(journal.FaultCorrupt, o.Path, errLostLog)
	}
	var err error
	if s.writer, err = openWriter(o.writing()); err != nil {
		return err
	}
	if err := migrate(ctx, s.writer, o.Path, s.now); err != nil {
		return err
	}
	if err := s.examine(ctx); err != nil {
		return err
	}
	if _, err := s.writer.ExecContext(ctx, "UPDATE probe SET at = ?", stampOf(s.now())); err != nil {
		return err
	}
	if err := s.read(ctx, o.reading()); err != nil {
		return err
	}
	if err := s.whoAmI(ctx); err != nil {
		return err
	}
	s.file, err = os.Stat(s.path)
	if err == nil {
		s.log, err = os.Stat(s.path + "-wal")
	}
	o.shareLog()
	if err != nil {
		return fileFault(o.Path, err)
	}
	return nil
}

func openWriter(source string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", source)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

func (s *Store) openForReading(ctx context.Context, o Options) error {
	if _, err := os.Stat(o.Path); err != nil {
		return fileFault(o.Path, err)
	}
	err := s.read(ctx, o.lookingUp())
	if err == nil {
		return s.whoAmI(ctx)
	}
	// A user who may not make the log's index cannot read a journal that has a log.
	// But if there is no log, no process is writing.
	if info, gone := os.Stat(o.Path + "-wal"); journal.FaultOf(databaseFault(o.Path, err)) != journal.FaultCorrupt && (gone != nil || info.Size() == 0) {
		_ = s.reader.Close()
		if err := s.read(ctx, o.onStillDisk()); err != nil {
			return err
		}
		return s.whoAmI(ctx)
	}
	return err
}

// read opens the connections for queries, and checks the format.
func (s *Store) read(ctx context.Context, source string) error {
	texts, err := steps()
	if err != nil {
		return err
	}
	s.source = source
	if s.reader, err = sql.Open("sqlite", source); err != nil {
		return err
	}
	s.reader.SetMaxOpenConns(readers + 1) // plus the one that is held
	s.reader.SetMaxIdleConns(readers + 1)
	if s.pin, err = s.reader.Conn(ctx); err != nil {
		return err
	}
	version, err := versionOf(ctx, s.pin, s.path, len(texts))
	switch {
	case err != nil:
	case version == 0:
		err = journal.NewError(journal.FaultForeign, s.path, errors.New("it has never been written"))
	case version < len(texts):
		err = journal.NewError(journal.FaultReadOnly, s.path, errors.New("an older moto made it, and it has to be brought up to date first: start the console once"))
	}
	return err
}

// Close implements Store.
func (s *Store) Close() error {
	s.closed.Store(true)
	var errs []error
	if s.pin != nil {
		if err := s.pin.Close(); !errors.Is(err, sql.ErrConnDone) {
			errs = append(errs, err)
		}
	}
	for _, db := range []*sql.DB{s.reader, s.writer} { // the writer goes last and empties the log
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}
