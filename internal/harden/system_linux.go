package harden

import "golang.org/x/sys/unix"

// system forbids core dumps, and forbids every user but root to trace the
// process or to read its memory.
func system() (shortfalls []string) {
	shortfalls = noCore()
	if scannable {
		return append(shortfalls, "this is a build for tests: other programs of the same user can read its memory")
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		shortfalls = append(shortfalls, "other programs of the same user can read moto's memory: the kernel refused to forbid it")
	}
	return shortfalls
}
