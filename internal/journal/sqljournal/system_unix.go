//go:build linux || darwin

package sqljournal

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// freeSpace is how much an ordinary user may still write to a folder's disk.
func freeSpace(folder string) (bytes uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Bsize <= 0 {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}

// isNetworked reports a folder on a drive of another machine.
func isNetworked(folder string) bool {
	var s unix.Statfs_t
	return unix.Statfs(folder, &s) == nil && networked(&s)
}

func mayRead(path string) error { return unix.Access(path, unix.R_OK) }

func mayWrite(path string) error { return unix.Access(path, unix.W_OK) }

// mayMakeFolder reports whether a folder may be made in this one.
func mayMakeFolder(folder string) error { return mayWrite(folder) }
