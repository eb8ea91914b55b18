package sqljournal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
)

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
	made := beside.Unfinished(to, rand.Text())
	defer beside.Remove(made) // it has its name by now, or is of no use
	if err := emptyFile(made); err != nil {
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
