package sqljournal

import (
	"crypto/rand"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// NewOwner names the owner of a lease: a process of a place, and a session in it.
func NewOwner(host string) string {
	return Place(host) + "/" + strconv.Itoa(os.Getpid()) + "/" + rand.Text()[:6]
}

// Place is the scope of a process number: a host and, on Linux, its namespace of
// process numbers. A container has its own.
func Place(host string) string {
	if space, err := os.Readlink("/proc/self/ns/pid"); err == nil {
		return host + "@" + strings.Trim(strings.TrimPrefix(space, "pid:"), "[]")
	}
	return host
}

// Gone reports that the owner of a lease was a process of this place that has
// ended. An owner that cannot be judged counts as alive: its leases run out by
// themselves.
func Gone(here, owner string) bool {
	where, rest, _ := strings.Cut(owner, "/")
	number, _, _ := strings.Cut(rest, "/")
	pid, err := strconv.Atoi(number)
	if err != nil || where != here || pid == os.Getpid() {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil { // fails only on Windows
		const noSuchProcess = syscall.Errno(87) // ERROR_INVALID_PARAMETER
		return errors.Is(err, noSuchProcess)
	}
	return errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
