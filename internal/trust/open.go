package trust

import (
	"errors"
	"io/fs"
	"os"
)

// ErrNotFile is the error of Open, Append and Beside for a folder, a pipe or a
// device.
var ErrNotFile = errors.New("it is not a file")

// Open opens a file for reading. It checks again what it has opened, because the
// name may lead elsewhere by now.
func Open(path string, r Rule) (*os.File, error) { return here(r).open(path, os.O_RDONLY) }

// Append opens a file for adding to its end, and makes it if there is none. The
// file gets mode 0600, whatever it had. Append refuses other users' logs, links and
// devices.
func Append(path string, r Rule) (*os.File, error) {
	r.NoLink, r.OneName = true, true
	f, err := here(r).open(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY)
	if err != nil {
		return nil, err
	}
	if err := private(f); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// Beside opens a file in a folder that has been checked, so only its kind remains
// to be checked. It does not wait for a pipe, and follows no link.
func Beside(path string, flags int, mode fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flags|careful, mode) //nolint:gosec // the caller has looked at the way
	if err != nil {
		return nil, err
	}
	if err := regular(f); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

func regular(f *os.File) error {
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotFile
	}
	return err
}

// IsFile reports that Found is a file, or that there is nothing yet.
func (f Found) IsFile() bool { return f.Info == nil || f.Info.Mode().IsRegular() }

func (c checker) open(path string, flags int) (*os.File, error) {
	found, err := c.look(path)
	if err != nil {
		return nil, err
	}
	// Opening a pipe would wait, and opening a device may do anything.
	if !found.IsFile() {
		return nil, ErrNotFile
	}
	f, err := os.OpenFile(found.Path, flags|careful, 0o600)
	if err != nil {
		return nil, err
	}
	if err := c.opened(f); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// opened looks at a file that is open.
func (c checker) opened(f *os.File) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return ErrNotFile
	case !Known():
		return nil
	}
	if l, has := lists(c.rule); has {
		return l.judge(f.Name(), file)
	}
	s := step{kind: file, path: f.Name(), info: info, owner: c.owner(f.Name(), info)}
	return c.judge(s, step{info: closedFolder{}})
}

// closedFolder stands for the folder of an open file, which has passed.
type closedFolder struct{ fs.FileInfo }

// Mode implements fs.FileInfo.
func (closedFolder) Mode() fs.FileMode { return fs.ModeDir | 0o700 }
