//go:build unix

package harden

import "golang.org/x/sys/unix"

// noCore forbids core dumps for the program and every program it starts.
func noCore() []string {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return []string{"a crash may leave a core dump with what was in memory: the system refused to forbid it"}
	}
	return nil
}
