//go:build linux || darwin

package disk

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Free is how much an ordinary user may still write to a folder's disk.
func Free(folder string) (bytes uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Bsize <= 0 {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}

// IsNetworked reports a folder on a drive of another machine.
func IsNetworked(folder string) bool {
	var s unix.Statfs_t
	return unix.Statfs(folder, &s) == nil && networked(&s)
}

// MayRead reports a file that may not be read.
func MayRead(path string) error { return unix.Access(path, unix.R_OK) }

// MayWrite reports a file that may not be written, or a folder in which none may be made.
func MayWrite(path string) error { return unix.Access(path, unix.W_OK) }

// MayMakeFolder reports a folder in which no folder may be made.
func MayMakeFolder(folder string) error { return MayWrite(folder) }
