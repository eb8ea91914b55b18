package sqljournal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
	"motoconsole/internal/trust"
)

// create makes a new journal under a temporary name and renames it when it is
// complete. So no process sees a half-made journal, an empty file always means a
// loss, and one of several processes wins. The file has mode 0600 from the start,
// or 0660 for a group. SQLite would let the umask decide, and gives the log the
// same mode.
func create(ctx context.Context, o Options) error {
	final := o.Path
	if err := leftBeside(final); err != nil {
		return err
	}
	o.Path += ".new-" + rand.Text()[:8]
	defer func() {
		for _, end := range []string{"", "-wal", "-shm", "-journal"} {
			_ = os.Remove(o.Path + end)
		}
	}()
	file, err := os.OpenFile(o.Path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err == nil {
		err = trust.Private(o.Path)
	}
	if err == nil {
		err = o.share(o.Path, sharedFile)
	}
	if err != nil {
		return fileFault(final, err)
	}
	db, err := openWriter(o.writing())
	if err != nil {
		return err
	}
	err = migrate(ctx, db, o.Path, o.Now)
	if err := errors.Join(err, db.Close()); err != nil { // closing empties the log into the file
		return databaseFault(final, err)
	}
	if err := name(o.Path, final); err != nil && !errors.Is(err, fs.ErrExist) {
		return fileFault(final, err)
	}
	if err := disk.SyncFolder(filepath.Dir(final)); err != nil {
		return fileFault(final, err)
	}
	return nil
}

// leftBeside refuses a place without a journal in which the log of one is left: SQLite
// would take it for the log of the new one, and its payments with it.
func leftBeside(path string) error {
	for _, end := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(path + end); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if _, err := os.Lstat(path); err == nil { // another process has just made the journal, and uses it
			return nil
		}
		e := journal.NewError(journal.FaultCorrupt, path, fmt.Errorf("it is not there, and %s of it is: payments recorded last may be in it", path+end))
		e.Hint = "If the journal was moved or deleted by mistake, put it back beside that file. To start afresh on purpose, stop every moto on this host, " +
			"and move the files beside it that end in -wal, -shm and -journal, with the folder that ends in .spool if there is one, to a safe place (do not delete them)."
		return e
	}
	return nil
}

// name gives a file its final name, unless a file has it already. It makes a link,
// because renaming would replace a journal that another process has just begun to
// use. On a disk without links it looks first and then renames, which leaves a
// short gap.
func name(made, final string) error {
	err := os.Link(made, final)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(final); err == nil {
		return fs.ErrExist
	}
	return os.Rename(made, final)
}

// Backup writes a copy of a journal in a file, as it is at one moment, to another file,
// which must not exist yet. Consoles go on meanwhile. It returns what the copy holds: the
// chains have been followed in it.
func Backup(ctx context.Context, o Options, to string) (report journal.Report, err error) {
	if o.Server != nil {
		return report, errors.New("the journal is on a server: back it up with pg_basebackup or pg_dump, as docs/postgresql.md says")
	}
	o = o.complete()
	o.ReadOnly = true
	source, err := Open(ctx, o)
	if err != nil {
		return report, err
	}
	defer source.Close() //nolint:errcheck // it was only read
	made := to + ".new-" + rand.Text()[:8]
	file, err := os.OpenFile(made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return report, err
	}
	defer func() {
		for _, end := range []string{"", "-wal", "-shm", "-journal"} { // it has its name by now, or is of no use
			_ = os.Remove(made + end)
		}
	}()
	if err := errors.Join(file.Close(), trust.Private(made)); err != nil {
		return report, err
	}
	if err := o.copyInto(ctx, made); err != nil {
		if err = databaseFault(o.Path, err); journal.FaultOf(err) == journal.FaultDiskFull {
			err = fmt.Errorf("there is no room for %s: free some, or name a file on another disk", to)
		}
		return report, err
	}
	if report, err = verifyFile(ctx, made); err != nil {
		return report, err
	}
	if err := name(made, to); err != nil {
		return report, err
	}
	return report, disk.SyncFolder(filepath.Dir(to))
}

// copyInto has SQLite copy the file, by a connection that cannot change it.
func (o Options) copyInto(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", o.source(url.Values{"mode": {"ro"}}))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	return errors.Join(err, db.Close())
}

// verifyFile follows the chains in a backup, and makes it durable.
func verifyFile(ctx context.Context, path string) (report journal.Report, err error) {
	backup := newStore(path, Options{})
	f := &file{wording: wording{say: inSQLite}, path: path}
	backup.db = f
	defer backup.Close() //nolint:errcheck // it was only read
	if err := backup.read(ctx, f, Options{Path: path}.lookingUp()); err != nil {
		return report, databaseFault(path, err)
	}
	if report, err = backup.Verify(ctx); err != nil {
		return report, err
	}
	if !report.OK() {
		return report, fmt.Errorf("the journal is not as it was written, and neither is the backup: %s", report.Problems[0].Text)
	}
	made, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // it was made here
	if err != nil {
		return report, err
	}
	return report, errors.Join(made.Sync(), made.Close())
}
