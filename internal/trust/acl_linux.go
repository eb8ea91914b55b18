package trust

import "golang.org/x/sys/unix"

// hasAccessList reports whether an access list adds to the mode of a file. The
// system keeps a list only if there is something to add.
func hasAccessList(path string) bool {
	n, err := unix.Lgetxattr(path, "system.posix_acl_access", nil)
	return err == nil && n > 0
}
