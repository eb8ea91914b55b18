package sqljournal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"motoconsole/internal/disk"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/beside"
	"motoconsole/internal/trust"
)

const (
	// anyUser are the bits of a mode that let every user in.
	anyUser fs.FileMode = 0o007

	sharedFile   fs.FileMode = 0o660
	sharedFolder             = fs.ModeSetgid | 0o770

	// SQLite makes its log with the group of the user who opens the journal first;
	// moto gives it to the named group a moment later. Another console waits for that.
	shareTries = 10
	shareEvery = 50 * time.Millisecond
)

// trusted is the journal's path without links. It fails unless the file, those
// beside it and the folders that lead to it belong to the user or root, and only the
// user, root and the group that shares the journal may write them. SQLite opens its
// files by name, so the folder must not let another user make or replace one in
// between.
func (o Options) trusted() (string, error) {
	rule := trust.Rule{Closed: anyUser, OwnFolder: true, Group: o.Group}
	found, err := trust.Look(o.Path, rule)
	if err != nil {
		return "", untrusted(o.Path, err)
	}
	if !found.IsFile() {
		return "", journal.NewError(journal.FaultForeign, found.Path, trust.ErrNotFile)
	}
	rule.NoLink = true
	for _, end := range beside.Kept() {
		other, err := trust.Look(found.Path+end, rule)
		if err != nil {
			return "", untrusted(found.Path, err)
		}
		// SQLite would wait silently for a pipe. A folder in the mark's place is
		// only a mark that says nothing.
		if !other.IsFile() && (end != beside.Mark || !other.Info.IsDir()) {
			e := journal.NewError(journal.FaultForeign, found.Path, fmt.Errorf("what is beside it as %s is not a file", filepath.Base(other.Path)))
			e.Hint = "Find out what " + other.Path + " is and who put it there, and move it elsewhere."
			return "", e
		}
	}
	return found.Path, nil
}

// untrusted is the error for a journal that another user could change.
func untrusted(path string, err error) error {
	f := trust.FaultIn(err)
	if f == nil {
		return fileFault(path, err)
	}
	e := journal.NewError(journal.FaultPermission, path, f)
	e.Hint = strings.ToUpper(f.Fix[:1]) + f.Fix[1:] + ". " + e.Hint
	return e
}

// share gives a new file or folder to the group that shares the journal.
func (o Options) share(path string, mode fs.FileMode) error {
	if o.Group.Name == "" {
		return nil
	}
	if err := os.Chown(path, -1, o.Group.ID); err != nil {
		return err
	}
	return os.Chmod(path, mode) // last, because a change of the group may clear bits
}

// shareLog gives the group the files that SQLite has made beside the journal, if
// the folder does not do so itself. Only their owner can do that, and a member who
// made files has already shared them.
func (o Options) shareLog() {
	for _, end := range beside.Kept() {
		if _, err := os.Lstat(o.Path + end); err == nil {
			_ = o.share(o.Path+end, sharedFile)
		}
	}
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

// cannotMake says why a journal's folder cannot be made, and who can make it.
func (o Options) cannotMake(err error) error {
	fail := fileFault(o.Path, err)
	var e *journal.Error
	if o.Group.Name != "" && errors.As(fail, &e) && e.Fault == journal.FaultPermission {
		e.Hint = "Make the folder of a shared journal as root: run sudo install -d -o root -g " + o.Group.Name + " -m 2770 " + filepath.Dir(o.Path) + "."
	}
	return fail
}
