//go:build unix

package trust

import "golang.org/x/sys/unix"

// StampOf is the stamp of the file of a name.
func StampOf(path string) Stamp {
	var s unix.Stat_t
	if unix.Stat(path, &s) != nil {
		return Stamp{}
	}
	//nolint:unconvert,gosec // of other sizes elsewhere
	return Stamp{modified: s.Mtim.Nano(), size: int64(s.Size), changed: s.Ctim.Nano(), device: uint64(s.Dev), inode: uint64(s.Ino)}
}
