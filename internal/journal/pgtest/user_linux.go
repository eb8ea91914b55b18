package pgtest

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// unprivileged is a user who may run a server, which root may not, and makes the folder
// that user's.
func unprivileged(folder string) (*syscall.SysProcAttr, error) {
	attributes := &syscall.SysProcAttr{Setpgid: true} // ctrl+c is for the tests
	if os.Getuid() != 0 {
		return attributes, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attributes, os.Chown(folder, int(uid), int(gid))
}

// mount makes a folder a small disk, of that user.
func mount(folder, size string, who *syscall.SysProcAttr) error {
	if who.Credential == nil {
		return syscall.EPERM // for a user who is not root
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	return syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("mode=0700,size=%s,uid=%d,gid=%d", size, who.Credential.Uid, who.Credential.Gid))
}

func unmount(folder string) error { return syscall.Unmount(folder, syscall.MNT_DETACH) }

// signal stops all processes of the server, or lets them go on.
func (s *Instance) signal(stops bool) error {
	if stops {
		return syscall.Kill(-s.group, syscall.SIGSTOP)
	}
	return syscall.Kill(-s.group, syscall.SIGCONT)
}
