package outlet

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// free drops what the terminal has not taken, and lets its output go on. Then there is
// room for what gives the terminal back, and the agent finds it given back.
func free(tty *os.File) {
	signal.Ignore(unix.SIGTTOU) // else it would stop a program in the background
	conn, err := tty.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Control(func(fd uintptr) {
		at := int(fd) //nolint:gosec // a descriptor is small
		_ = unix.IoctlSetInt(at, unix.TCFLSH, unix.TCOFLUSH)
		// The system wakes the write that waits when output goes on, and only then.
		_ = unix.IoctlSetInt(at, unix.TCXONC, unix.TCOOFF)
		_ = unix.IoctlSetInt(at, unix.TCXONC, unix.TCOON)
	})
}
