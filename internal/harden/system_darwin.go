package harden

import "golang.org/x/sys/unix"

// system forbids core dumps and debuggers.
func system() (shortfalls []string) {
	shortfalls = noCore()
	if scannable {
		return append(shortfalls, "this is a build for tests: a debugger can read its memory")
	}
	if err := unix.PtraceDenyAttach(); err != nil {
		shortfalls = append(shortfalls, "a debugger of the same user can read moto's memory: the system would not forbid it")
	}
	return shortfalls
}
