package disk

import "golang.org/x/sys/unix"

// cephMagic is the number of Ceph (linux/magic.h).
const cephMagic = 0x00c36400

// networked reports a file system whose files lie on another machine.
func networked(s *unix.Statfs_t) bool {
	switch uint32(s.Type) { //nolint:gosec // the numbers have 32 bits; the field is wider, and signed, on some machines
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC, unix.AFS_SUPER_MAGIC, unix.CODA_SUPER_MAGIC, unix.NCP_SUPER_MAGIC,
		cephMagic:
		return true
	}
	return false
}
