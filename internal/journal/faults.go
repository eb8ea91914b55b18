package journal

import (
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fileFault is what an error of the file system means for a journal.
func fileFault(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return newError(FaultDiskFull, path, err)
	case errors.Is(err, syscall.EROFS):
		return newError(FaultReadOnly, path, err)
	case errors.Is(err, fs.ErrPermission):
		return newError(FaultPermission, path, err)
	case errors.Is(err, fs.ErrNotExist):
		return newError(FaultMissing, path, err)
	default:
		return newError(FaultDisk, path, err)
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

// databaseFault is what an error of SQLite means for a journal; another error
// is handed back as it is.
func databaseFault(path string, err error) error {
	code := codeOf(err)
	switch code {
	case 0, sqlite3.SQLITE_INTERRUPT:
		return err
	case sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_DATA:
		return newError(FaultCorrupt, path, err)
	case sqlite3.SQLITE_IOERR_SHMSIZE: // no room for the log's index
		return newError(FaultDiskFull, path, err)
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ErrDuplicateReference
	}
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return newError(FaultLocked, path, err)
	case sqlite3.SQLITE_READONLY:
		return newError(FaultReadOnly, path, err)
	case sqlite3.SQLITE_FULL:
		return newError(FaultDiskFull, path, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return newError(FaultCorrupt, path, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return newError(FaultPermission, path, err)
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM:
		return newError(FaultDisk, path, err)
	default:
		return err
	}
}
