package disk

import (
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"motoconsole/internal/journal"
)

// TestNetworkDrives: a journal on the disk of another machine is refused.
func TestNetworkDrives(t *testing.T) {
	t.Parallel()
	for kind, want := range map[int64]bool{
		unix.NFS_SUPER_MAGIC: true, unix.CIFS_SUPER_MAGIC: true, unix.SMB2_SUPER_MAGIC: true, unix.SMB_SUPER_MAGIC: true, unix.AFS_SUPER_MAGIC: true,
		unix.EXT4_SUPER_MAGIC: false, unix.XFS_SUPER_MAGIC: false, unix.BTRFS_SUPER_MAGIC: false, unix.TMPFS_MAGIC: false, unix.OVERLAYFS_SUPER_MAGIC: false,
	} {
		s := unix.Statfs_t{Type: kind}
		if networked(&s) != want {
			t.Errorf("file system %x: %v", kind, !want)
		}
	}
	if IsNetworked(t.TempDir()) {
		t.Skip("the folder of temporary files lies on a network drive")
	}
	err := journal.NewError(journal.FaultNetwork, "/srv/journal.db", nil)
	if text := err.Error() + ". " + err.Hint; !strings.Contains(text, "lies on a network drive. Name a file on a disk of this machine") {
		t.Error(text)
	}
}
