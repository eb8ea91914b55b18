package trust

import (
	"errors"
	"io/fs"
	"os"
)

// Folder looks at a folder of the user's own, and at those that lead to it. It reports false
// if there is none.
func Folder(path string, r Rule) (is bool, err error) {
	found, err := Look(path, r)
	switch {
	case err != nil:
		return false, err
	case found.Info == nil:
		return false, nil
	case !found.Info.IsDir():
		return false, errors.New("the folder " + path + " is not one")
	}
	return true, nil
}

// MakeFolder makes a folder of the user's own, unless it is there, and reports that it did. It
// makes none above it.
func MakeFolder(path string, r Rule) (made bool, err error) {
	switch err := os.Mkdir(path, 0o700); {
	case errors.Is(err, fs.ErrExist):
		_, err := Folder(path, r)
		return false, err
	case err != nil:
		return false, err
	}
	if err := Private(path); err != nil {
		return true, err
	}
	_, err = Folder(path, r)
	return true, err
}
