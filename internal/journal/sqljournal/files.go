package sqljournal

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
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
	if lostLog(path) {
		return journal.NewError(journal.FaultCorrupt, path, errLostLog)
	}
	return nil
}

// makeFolder makes a folder and its parents, and syncs them against a power cut.
func (o Options) makeFolder(folder string) error {
	above := filepath.Dir(folder)
	if _, err := os.Stat(folder); err == nil || !errors.Is(err, fs.ErrNotExist) || above == folder {
		return err
	}
	if err := o.makeFolder(above); err != nil {
		return err
	}
	switch err := os.Mkdir(folder, 0o700); {
	case errors.Is(err, fs.ErrExist):
	case err != nil:
		return err
	default:
		if err := trust.Private(folder); err != nil {
			return err
		}
		if err := o.share(folder, sharedFolder); err != nil {
			return err
		}
	}
	return disk.SyncFolder(above)
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

// lostLog reports whether the write-ahead log was deleted while it still held
// commits. Its index, the -shm file, then lists frames that were never moved into
// the database. SQLite would silently continue from the older state and forget the
// attempts in between.
func lostLog(path string) bool {
	for range 20 { // the last process to close deletes one, then the other
		if _, err := os.Stat(path + "-wal"); err == nil || !unmoved(path+"-shm") {
			return false
		}
		time.Sleep(5 * time.Millisecond)
	}
	return true
}

// unmoved reads the head of a log's index: frames written, frames moved. The layout
// is part of SQLite's documented file format (walformat.html, 2.1 and 2.2), in the
// byte order of the host.
func unmoved(index string) bool {
	const initialised, frames, moved, length = 12, 16, 96, 100
	file, err := trust.Beside(index, os.O_RDONLY, 0)
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // it was only read
	var head [length]byte
	if n, _ := file.Read(head[:]); n < length || head[initialised] == 0 {
		return false
	}
	return binary.NativeEndian.Uint32(head[frames:]) > binary.NativeEndian.Uint32(head[moved:])
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
