package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/journal/sqljournal/mark"
	"motoconsole/internal/journal/sqljournal/migration"
	"motoconsole/internal/trust"
)

// file is the database of a journal in SQLite. It is not for a network file system: the
// log's index lives in shared memory.
type file struct {
	wording

	path   string
	source string        // for queries
	busy   time.Duration // how long a write waits for another process's
	free   func(folder string) (bytes uint64, known bool)

	pin       *sql.Conn   // keeps the log from being deleted while we are open
	info, log os.FileInfo // as opened
}

// openFile opens a journal in SQLite.
func openFile(ctx context.Context, o Options) (*Store, error) {
	if o.Path == "" {
		return nil, journal.NewError(journal.FaultMissing, "", errors.New("no file is named"))
	}
	for tried := 1; ; tried++ {
		s, err := openOnce(ctx, o)
		if o.Group.Name == "" || journal.FaultOf(err) != journal.FaultPermission || tried == shareTries {
			return s, err
		}
		time.Sleep(shareEvery)
	}
}

func openOnce(ctx context.Context, o Options) (*Store, error) {
	path, err := o.trusted()
	if err != nil {
		return nil, err
	}
	o.Path = path // without links: SQLite puts the log beside the file itself
	f := &file{wording: wording{say: inSQLite}, path: o.Path, busy: o.busy, free: o.freeSpace}
	s := newStore(o.Path, o)
	s.db = f
	if o.ReadOnly {
		err = s.openForReading(ctx, f, o)
	} else {
		err = s.openForWriting(ctx, f, o)
	}
	if err != nil {
		_ = s.Close() // the first error says more
		return nil, databaseFault(o.Path, err)
	}
	return s, nil
}

func (s *Store) openForWriting(ctx context.Context, f *file, o Options) error {
	if err := prepare(ctx, o); err != nil {
		return err
	}
	if beside.LostLog(o.Path) {
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
	if err := s.read(ctx, f, o.reading()); err != nil {
		return err
	}
	if err := s.whoAmI(ctx); err != nil {
		return err
	}
	f.info, err = os.Stat(f.path)
	if err == nil {
		f.log, err = os.Stat(f.path + beside.Log)
	}
	o.shareLog()
	if err != nil {
		return fileFault(o.Path, err)
	}
	return nil
}

func openWriter(source string) (*pool, error) {
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &pool{DB: db, text: inSQLite}, nil
}

func (s *Store) openForReading(ctx context.Context, f *file, o Options) error {
	if _, err := os.Stat(o.Path); err != nil {
		return fileFault(o.Path, err)
	}
	err := s.read(ctx, f, o.lookingUp())
	if err == nil {
		return s.whoAmI(ctx)
	}
	// A user who may not make the log's index cannot read a journal that has a log.
	// But if there is no log, no process is writing.
	if info, gone := os.Stat(o.Path + beside.Log); journal.FaultOf(databaseFault(o.Path, err)) != journal.FaultCorrupt && (gone != nil || info.Size() == 0) {
		_ = s.reader.Close()
		if err := s.read(ctx, f, o.onStillDisk()); err != nil {
			return err
		}
		return s.whoAmI(ctx)
	}
	return err
}

// read opens the connections for queries, and checks the format.
func (s *Store) read(ctx context.Context, f *file, source string) error {
	texts, err := migration.Texts(migrations)
	if err != nil {
		return err
	}
	f.source = source
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return err
	}
	s.reader = &pool{DB: db, text: f.text}
	s.reader.SetMaxOpenConns(readers + 1) // plus the one that is held
	s.reader.SetMaxIdleConns(readers + 1)
	if f.pin, err = s.reader.Conn(ctx); err != nil {
		return err
	}
	version, err := versionOf(ctx, f.pin, f.path, len(texts))
	switch {
	case err != nil:
	case version == 0:
		err = journal.NewError(journal.FaultForeign, f.path, errors.New("it has never been written"))
	case version < len(texts):
		err = journal.NewError(journal.FaultReadOnly, f.path, errors.New("an older moto made it, and it has to be brought up to date first: start the console once"))
	}
	return err
}

func (f *file) close() error {
	if f.pin == nil {
		return nil
	}
	if err := f.pin.Close(); !errors.Is(err, sql.ErrConnDone) {
		return err
	}
	return nil
}

func (f *file) fault(err error) error { return databaseFault(f.path, err) }

// noTurn implements database.
func (f *file) noTurn(err error, _ bool) error { return err }

// endsIntents implements database. After a failed sync the system may have dropped what it
// could not write, and a later sync that succeeds proves nothing.
func (f *file) endsIntents(kind journal.Fault) bool {
	return kind == journal.FaultDisk || kind == journal.FaultCorrupt
}

func (f *file) commit(q *tx) error { return q.Commit() }

// isUnsure implements database. A commit to a file either fails or does not; what a failed
// sync left is in Store.failed.
func (f *file) isUnsure(error) bool { return false }

// bound implements database: SQLite waits for others as long as busy, and for nothing else.
func (f *file) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	return ctx, func() {}
}

// some implements database: SQLite reads a row when it is asked for.
func (f *file) some(ctx context.Context, q *pool, query string, args []any, read func(*sql.Rows) (int, bool, error)) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	_, _, err = read(rows)
	return errors.Join(err, rows.Close())
}

// there refuses to write if the files were moved or deleted while in use: SQLite would
// go on writing into files without a name.
func (f *file) there() error {
	for name, opened := range map[string]os.FileInfo{f.path: f.info, f.path + beside.Log: f.log} {
		now, err := os.Stat(name)
		if err != nil || !os.SameFile(now, opened) {
			return journal.NewError(journal.FaultMissing, f.path, errors.New("the file or its log was moved, replaced or deleted while it was in use; start again"))
		}
	}
	return nil
}

// lock implements database. Each transaction that writes has locked the file from its
// beginning.
func (f *file) lock(ctx context.Context, q *tx, isSame func(changed bool) error) error {
	info, err := os.Stat(f.path) //nolint:gosec // the path is that of the configuration
	if err != nil {
		return fileFault(f.path, err)
	}
	// The log was moved into the file, or the file was overwritten.
	changed := !info.ModTime().Equal(f.info.ModTime()) || info.Size() != f.info.Size()
	if changed {
		// Pages in SQLite's cache would hide the file's present content.
		if _, err := q.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
			return err
		}
	}
	if err := isSame(changed); err != nil {
		return err
	}
	f.info = info
	return nil
}

// rest implements database.
func (f *file) rest(context.Context, *tx) error { return nil }

// rewrite implements database. An intent whose sync failed is at the end of the log,
// where this process does not see it, but the next process to recover the log would.
func (f *file) rewrite(ctx context.Context, q *tx) error {
	_, err := q.ExecContext(ctx, "UPDATE probe SET at = ?", stampOf(q.now))
	return err
}

// listen implements database: a file has no news to tell.
func (f *file) listen(context.Context, func(bool)) {}

// isNearlyFull implements database.
func (f *file) isNearlyFull() bool {
	bytes, known := f.free(filepath.Dir(f.path))
	return known && bytes < 2*minFree
}

// keepsTables implements database: the owner of the file decides, and the system's administrator.
func (f *file) keepsTables(context.Context) (bool, error) {
	return trust.Mine(f.path) || os.Geteuid() == 0, nil
}

// keepsDay implements database.
func (f *file) keepsDay() bool { return false }

// marks, note, markAt and renew implement database, by the mark beside the file.
func (f *file) marks() []mark.Position { return mark.Read(f.path) }
func (f *file) note(p mark.Position)   { mark.Write(f.path, p) }
func (f *file) markAt() string         { return f.path }
func (f *file) renew(p mark.Position) (err error) {
	if err = mark.Reset(f.path, p); err != nil {
		err = fileFault(f.path, err)
	}
	return err
}
