package sqljournal

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// fileFault turns an error of the file system into a fault of the journal.
func fileFault(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return journal.NewError(journal.FaultDiskFull, path, err)
	case errors.Is(err, syscall.EROFS):
		return journal.NewError(journal.FaultReadOnly, path, err)
	case errors.Is(err, fs.ErrPermission):
		return journal.NewError(journal.FaultPermission, path, err)
	case errors.Is(err, fs.ErrNotExist):
		return journal.NewError(journal.FaultMissing, path, err)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, syscall.ELOOP), errors.Is(err, syscall.EINVAL):
		return journal.NewError(journal.FaultForeign, path, err) // the disk does its work: the path cannot be one
	default:
		return journal.NewError(journal.FaultDisk, path, err)
	}
}

// codeOf is SQLite's extended result code, or 0 for another error.
func codeOf(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// databaseFault turns an error of SQLite into a fault of the journal. It returns
// any other error unchanged.
func databaseFault(path string, err error) error {
	code := codeOf(err)
	switch code {
	case 0, sqlite3.SQLITE_INTERRUPT:
		return err
	case sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_DATA:
		return journal.NewError(journal.FaultCorrupt, path, err)
	case sqlite3.SQLITE_IOERR_SHMSIZE: // no room for the log's index
		return journal.NewError(journal.FaultDiskFull, path, err)
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return journal.ErrDuplicateReference
	}
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return journal.NewError(journal.FaultLocked, path, err)
	case sqlite3.SQLITE_READONLY:
		return journal.NewError(journal.FaultReadOnly, path, err)
	case sqlite3.SQLITE_FULL:
		return journal.NewError(journal.FaultDiskFull, path, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return journal.NewError(journal.FaultCorrupt, path, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return journal.NewError(journal.FaultPermission, path, err)
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM:
		return journal.NewError(journal.FaultDisk, path, err)
	default:
		return err
	}
}

// wholeCheck is the size up to which a journal is checked completely at each start:
// some 45 000 attempts, in 0.14 s. A million would cost each console three seconds
// at each start. So for a larger journal the start reads only the end of the
// history and the unresolved attempts; Check does the rest.
const wholeCheck = 64 << 20

// examine implements database: it looks at the whole file if it is small.
func (f *file) examine(ctx context.Context, q *pool) error {
	if info, err := os.Stat(f.path); err == nil && info.Size() <= wholeCheck {
		return quickCheck(ctx, q, f.path)
	}
	return nil
}

// check implements database. It looks at every page. It takes about three seconds for a
// million attempts, and no console waits for it.
func (f *file) check(ctx context.Context) error {
	fresh, err := sql.Open("sqlite", f.source) // the other connections cache pages they have read
	if err != nil {
		return err
	}
	defer fresh.Close() //nolint:errcheck // it was only read
	return quickCheck(ctx, fresh, f.path)
}

// quickCheck has SQLite look at every page.
func quickCheck(ctx context.Context, q queryer, path string) error {
	var answer string
	if err := q.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return journal.NewError(journal.FaultCorrupt, path, errors.New(oneLine(answer)))
	}
	return nil
}

// pages implements database.
func (f *file) pages(ctx context.Context, q *tx, r *journal.Report) error {
	rows, err := q.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err says it
	for rows.Next() {
		var answer string
		if err := rows.Scan(&answer); err != nil {
			return err
		}
		if answer != "ok" {
			add(r, 0, "", "the file is damaged: %s", oneLine(answer))
		}
	}
	return rows.Err()
}

// oneLine is what SQLite found, in one line.
func oneLine(answer string) string {
	return gateway.Clean(strings.Join(strings.Fields(answer), " "), journal.MaxName)
}
