//go:build linux && wine

package winecheck

import (
	"os"
	"os/exec"
	"strings"
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

// drew waits until text has been drawn, in one piece, after what was drawn before.
func (c *console) drew(t *testing.T, before int, text string) {
	t.Helper()
	eventually(t, "the console draws "+text, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		// Wine breaks lines where it takes a sequence for text.
		return strings.Contains(strings.NewReplacer("\r", "", "\n", "").Replace(string(c.drawn[before:])), text)
	})
}

// press types keys, and waits until the console has drawn a text for them.
func (c *console) press(t *testing.T, keys, text string) {
	t.Helper()
	before := c.shown()
	if _, err := c.master.WriteString(keys); err != nil {
		t.Fatal(err)
	}
	c.drew(t, before, text)
}

// kill ends the console as kill -9 does, and whatever Wine started for it.
func (c *console) kill() {
	if c.cmd.ProcessState == nil {
		_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
		_ = c.cmd.Wait()
	}
	_ = c.master.Close()
}
