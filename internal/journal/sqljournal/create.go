package sqljournal

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"motoconsole/internal/trust"
)

// create makes a new journal under a temporary name and renames it when it is
// complete. So no process sees a half-made journal, an empty file always means a
// loss, and one of several processes wins. The file has mode 0600 from the start,
// or 0660 for a group. SQLite would let the umask decide, and gives the log the
// same mode.
func create(ctx context.Context, o Options) error {
	final := o.Path
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
	if err := syncFolder(filepath.Dir(final)); err != nil {
		return fileFault(final, err)
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

// syncFolder makes a new name durable. Without it, a power cut may lose the name
// even if the content is safe.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil // folders on this system cannot be synced
	}
	dir, err := os.Open(folder) //nolint:gosec // the path is that of the configuration
	if err != nil {
		return err
	}
	defer dir.Close() //nolint:errcheck // it was only synced
	return dir.Sync()
}
