package sqljournal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/trust"
)

// minFree is the free space that a journal needs at the start: enough for some
// hundred thousand attempts, so that the disk does not fill up within a shift.
const minFree = 50 << 20

var errLostLog = errors.New("its log (-wal) is missing, and payments recorded last were in it")

// prepare makes the folder and the file if they are missing, for their owner only,
// or for the group that shares them. It looks at existing files without opening
// them: closing any descriptor of the file would release the locks that another
// journal in this process holds on it.
func prepare(ctx context.Context, o Options) error {
	if err := o.makeFolder(filepath.Dir(o.Path)); err != nil {
		return o.cannotMake(err)
	}
	if _, err := o.trusted(); err != nil { // the folder may be new
		return err
	}
	if err := o.folderSuits(filepath.Dir(o.Path)); err != nil {
		return err
	}
	_, err := os.Stat(o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		err = create(ctx, o)
	}
	if err != nil {
		return err
	}
	return suits(o.Path)
}

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
	o.Path = beside.Unfinished(final, rand.Text())
	defer beside.Remove(o.Path) // it has its name by now, or is of no use
	err := emptyFile(o.Path)
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
	left := beside.LeftLog(path)
	if left == "" {
		return nil
	}
	e := journal.NewError(journal.FaultCorrupt, path, fmt.Errorf("it is not there, and %s of it is: payments recorded last may be in it", left))
	e.Hint = "If the journal was moved or deleted by mistake, put it back beside that file. To start afresh on purpose, stop every moto on this host, " +
		"and move the files beside it that end in " + beside.Log + ", " + beside.Index + " and " + beside.Rollback + ", with the folder that ends in " + beside.Spool + " if there is one, to a safe place (do not delete them)."
	return e
}

// emptyFile makes a file for its owner alone.
func emptyFile(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // trusted has looked at the path, or the operator names it
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), trust.Private(path))
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

// nearest is a journal's folder, or the nearest above it that exists: the others are
// made in it.
func nearest(folder string) string {
	for {
		above := filepath.Dir(folder)
		if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) || above == folder { //nolint:gosec // trusted has looked at the path
			return folder
		}
		folder = above
	}
}

// folderSuits checks the folder in which the journal is, or is to be made.
func (o Options) folderSuits(folder string) error {
	if disk.IsNetworked(folder) {
		return journal.NewError(journal.FaultNetwork, o.Path, nil)
	}
	may, what := disk.MayWrite, "its folder"
	if folder != filepath.Dir(o.Path) {
		may, what = disk.MayMakeFolder, "the folder "+folder+", in which its own is to be made"
	}
	if err := may(folder); err != nil {
		return journal.NewError(journal.FaultReadOnly, o.Path, fmt.Errorf("%s: %w", what, err))
	}
	if bytes, known := o.freeSpace(folder); known && bytes < minFree {
		return journal.NewError(journal.FaultDiskFull, o.Path, fmt.Errorf("%d MB are free, and it needs %d MB to start", bytes>>20, minFree>>20))
	}
	return nil
}

// Ready says, in an *Error, what would keep a journal from opening, as far as that
// shows without opening it: nothing of a server. FaultMissing means that there is no journal yet and
// that one can be made.
func Ready(o Options) error {
	if o.Server != nil {
		return nil
	}
	path, err := o.trusted()
	if err != nil {
		return err
	}
	o.Path, o.freeSpace = path, disk.Free
	if err := o.folderSuits(nearest(filepath.Dir(path))); err != nil {
		return err
	}
	if err := leftBeside(path); err != nil {
		return err
	}
	if err := suits(path); err != nil {
		return err
	}
	if beside.LostLog(path) {
		return journal.NewError(journal.FaultCorrupt, path, errLostLog)
	}
	return nil
}

// suits checks an existing file.
func suits(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return fileFault(path, err)
	case !info.Mode().IsRegular():
		return journal.NewError(journal.FaultForeign, path, errors.New("it is not a file"))
	case info.Size() == 0: // create never leaves an empty file
		return journal.NewError(journal.FaultCorrupt, path, errors.New("it is empty"))
	}
	if err := disk.MayRead(path); err != nil {
		return journal.NewError(journal.FaultPermission, path, err)
	}
	if err := disk.MayWrite(path); err != nil {
		return journal.NewError(journal.FaultReadOnly, path, err)
	}
	return nil
}

const (
	emptyTries = 20
	emptyEvery = 250 * time.Millisecond
	// emptyWait is how long one try waits for readers. Until then no process can record
	// anything.
	emptyWait = 200 * time.Millisecond
)

// clean implements database. SQLite overwrites what it deletes (secure_delete). clean
// moves the log into the file and truncates it, so that nothing of an overwritten text
// stays in the log. It waits a little for readers.
func (f *file) clean(ctx context.Context, q *pool) error {
	for try := 1; ; try++ {
		emptied, err := f.tryEmpty(ctx, q)
		switch {
		case emptied:
			return nil
		case ctx.Err() != nil, err == nil && try == emptyTries:
			return journal.ErrInLog
		case err != nil:
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(emptyEvery):
		}
	}
}

func (f *file) tryEmpty(ctx context.Context, q *pool) (emptied bool, err error) {
	conn, err := q.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	wait := func(d time.Duration) error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA busy_timeout = %d", d.Milliseconds()))
		return err
	}
	if err := wait(emptyWait); err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, wait(f.busy)) }()
	var busy, frames, moved int64
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	return err == nil && busy == 0, err
}
