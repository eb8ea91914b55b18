package trust

import "golang.org/x/sys/unix"

// hasAccessList reports whether more than the mode says who may use a file. The
// system keeps a list only where there is more to say.
func hasAccessList(path string) bool {
	n, err := unix.Lgetxattr(path, "system.posix_acl_access", nil)
	return err == nil && n > 0
}
