package disk

import "golang.org/x/sys/unix"

// networked reports a file system whose files lie on another machine.
func networked(s *unix.Statfs_t) bool { return s.Flags&unix.MNT_LOCAL == 0 }
