package app

import (
	"crypto/rand"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"

	"motoconsole/internal/clock"
)

// newOwner names the owner of a lease: a process of a place, and a session in it.
func newOwner(host string) string {
	return placeOf(host) + "/" + strconv.Itoa(os.Getpid()) + "/" + rand.Text()[:6]
}

// placeOf is the scope of a process number: a host since its start and, on Linux, its
// namespace of process numbers. A container has its own. Two hosts that share a journal
// may have one name, and their first namespaces always have one number: without the
// start, each would take the other's living processes for dead. Where the system has no
// name for its start, hosts need names of their own.
func placeOf(host string) string {
	place := host
	if boot := clock.SystemBoot(); boot != "" {
		place += "@" + boot
	}
	if space, err := os.Readlink("/proc/self/ns/pid"); err == nil {
		place += "@" + strings.Trim(strings.TrimPrefix(space, "pid:"), "[]")
	}
	return place
}

// isGone reports that the owner of a lease was a process of this place that has
// ended. An owner that cannot be judged counts as alive: its leases run out by
// themselves.
func isGone(here, owner string) bool {
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
