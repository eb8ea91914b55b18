//go:build !unix && !windows

package trust

import (
	"io/fs"
	"os"
	"path/filepath"
)

const careful = 0

// Known reports whether moto can learn from this system who owns a file and who may
// write it. This one keeps neither modes nor lists that moto can read. So
// Look, Open and Append refuse nothing here, and `moto check` says so.
func Known() bool { return false }

// unknown is a file whose name and kind are all that is known.
func unknown(path string) (Found, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Found{}, err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	if err != nil {
		return Found{Path: path}, nil //nolint:nilerr // its reader learns why
	}
	return Found{Path: path, Info: info}, nil
}

func ownerOf(string, fs.FileInfo) owner { return owner{user: -1, group: -1} }

func administrators(int) bool { return false }

func private(*os.File) error { return nil }

func lists(Rule) (listed, bool) { return listed{}, false }

// Private does nothing here: a new file has the mode that it was made with.
func Private(string) error { return nil }

// Masters are the users who may change everything on this system, for people.
const Masters = "root"
