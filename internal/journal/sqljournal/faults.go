package sqljournal

import (
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

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
