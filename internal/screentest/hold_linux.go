package screentest

import (
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// Hold makes the terminal take no more output, as ctrl+s does, and the line behind it when
// it is dead. It asks the program for frames, by changes of the size, until no more of
// them fit into the system's buffer: then a write of the program waits.
func (p *PTY) Hold() {
	p.t.Helper()
	p.held.Lock()
	p.holds = true
	full, err := pty.GetsizeFull(p.master)
	if err != nil {
		p.t.Fatalf("the size of the pseudo-terminal: %v", err)
	}
	waiting, same := -1, 0
	for i := 0; same < 20; i++ {
		size := *full
		size.Cols += uint16(i % 2) //nolint:gosec // 0 or 1
		if err := pty.Setsize(p.master, &size); err != nil {
			p.t.Fatalf("resize the pseudo-terminal: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
		n := p.waiting()
		if same++; n != waiting {
			waiting, same = n, 0
		}
	}
	_ = pty.Setsize(p.master, full)
}

// Raw reports whether the terminal gives single keys, as a program that has not given it
// back leaves it.
func (p *PTY) Raw() (raw bool) {
	p.t.Helper()
	conn, err := p.master.SyscallConn()
	if err == nil {
		err = conn.Control(func(fd uintptr) {
			var modes *unix.Termios
			if modes, err = unix.IoctlGetTermios(int(fd), unix.TCGETS); err == nil { //nolint:gosec // a descriptor is small
				raw = modes.Lflag&unix.ICANON == 0
			}
		})
	}
	if err != nil {
		p.t.Fatalf("the modes of the pseudo-terminal: %v", err)
	}
	return raw
}

// waiting is how much the program has written that was not read.
func (p *PTY) waiting() (n int) {
	p.t.Helper()
	conn, err := p.master.SyscallConn()
	if err == nil {
		err = conn.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.TIOCINQ) }) //nolint:gosec // a descriptor is small
	}
	if err != nil {
		p.t.Fatalf("what waits in the pseudo-terminal: %v", err)
	}
	return n
}
