//go:build linux && wine

package winecheck

import (
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"

	"github.com/creack/pty"
)

// console is a program at Wine's console, which draws in a pseudo-terminal. That
// terminal answers no question: Wine takes an answer for keys.
type console struct {
	cmd    *exec.Cmd
	master *os.File
	mu     sync.Mutex
	drawn  []byte
}

func (w *workstation) console(t *testing.T, args ...string) *console {
	t.Helper()
	c := &console{cmd: w.command(t.Context(), w.wine, append([]string{*exe}, args...)...)}
	master, err := pty.StartWithSize(c.cmd, &pty.Winsize{Cols: 100, Rows: 30})
	if err != nil {
		t.Fatal(err)
	}
	c.master = master
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			c.mu.Lock()
			c.drawn = append(c.drawn, buf[:n]...)
			c.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(c.kill)
	return c
}

// shown is how much has been drawn so far.
func (c *console) shown() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.drawn)
}

// press types keys, and waits until the console has drawn something for them.
func (c *console) press(t *testing.T, keys string) {
	t.Helper()
	before := c.shown()
	if _, err := c.master.WriteString(keys); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the console draws", func() bool { return c.shown() > before })
}

// kill ends the console as kill -9 does, and whatever Wine started for it.
func (c *console) kill() {
	if c.cmd.ProcessState == nil {
		_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
		_ = c.cmd.Wait()
	}
	_ = c.master.Close()
}
