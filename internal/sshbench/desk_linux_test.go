package sshbench

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"motoconsole/internal/built"
)

// runtimes are what may show a console at a desk: Bubble Tea's program, and the runtime of
// `moto serve`, which only a build for tests can.
var runtimes = []struct {
	name string
	env  []string
}{{"Bubble Tea", nil}, {"moto serve's", []string{"MOTO_TEST_RUNTIME=served"}}}

// deskBinary builds the moto that has both runtimes, once.
var deskBinary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(filepath.Dir(binary), "desk")
	return path, built.Tagged(path, "scannable", "-X=runtime.godebugDefault=clobberfree=1")
})

// desk opens a console of 80×24 in a pseudo-terminal that answers nothing, and goes to the
// card's number.
func desk(t *testing.T, o *office, env []string) (*Client, *server) {
	t.Helper()
	program, err := deskBinary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := o.command(program)
	cmd.Env = append(append(cmd.Env, "TERM=xterm-256color"), env...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		t.Fatal(err)
	}
	c := &Client{typed: tty, shown: make(chan []byte, 1000), over: make(chan struct{})}
	c.close = sync.OnceFunc(func() {
		close(c.over)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = tty.Close()
	})
	t.Cleanup(c.Close)
	go c.read(tty)
	if err := c.toTheCard(0); err != nil {
		t.Fatal(err)
	}
	return c, &server{t: t, pid: cmd.Process.Pid}
}

// used is the processor time of a process, to the microsecond.
func (s *server) used() time.Duration {
	s.t.Helper()
	var at unix.Timespec
	const scheduled = 2                                                        // the clock of a process, of its time on a processor
	if err := unix.ClockGettime(int32(^s.pid<<3|scheduled), &at); err != nil { //nolint:gosec // as the system numbers them
		s.t.Fatal(err)
	}
	return time.Duration(at.Nano())
}

// TestBenchDesk prints what a console at a desk costs, by each runtime.
func TestBenchDesk(t *testing.T) {
	t.Parallel()
	table := "\techo p50 / p99\tcpu a key\tbytes a digit\tcpu of an idle minute\tmemory"
	length := time.Duration(*seconds) * time.Second
	for _, r := range runtimes {
		o := newOffice(t)
		o.configure("")
		c, s := desk(t, o, r.env)
		used, over := s.used(), time.Now().Add(length)
		took := c.digits(over)
		used = s.used() - used
		if len(took) == 0 {
			t.Fatalf("%s: no digit was shown", r.name)
		}
		c.Type("\x15")
		c.Quiet()
		idle := s.used()
		c.Wait(length)
		idle = s.used() - idle
		table += fmt.Sprintf("\n%s\t%s / %s\t%d µs\t%d\t%.0f ms\t%.1f MB", r.name, at(took, 50), at(took, 99), used.Microseconds()/int64(len(took)), c.bytes/len(took),
			float64(idle.Microseconds())/1000*float64(time.Minute)/float64(length), s.memory())
		c.Close()
	}
	t.Logf("%d seconds each\n%s", *seconds, table)
}
