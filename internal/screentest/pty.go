//go:build unix

package screentest

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// PTY is an executable that runs in a pseudo-terminal of its own session.
type PTY struct {
	*Terminal
	cmd    *exec.Cmd
	master *os.File
	exited chan struct{} // the process has ended
	read   chan struct{} // and all it wrote is on the screen
	held   sync.Mutex    // locked while the terminal takes no output
	holds  bool
}

// StartPTY starts a command in a terminal of the given size. TERM is
// xterm-256color unless cmd.Env or [Env] says otherwise. The test's end kills
// the command if it still runs.
func StartPTY(t testing.TB, cmd *exec.Cmd, width, height int, opts ...Option) *PTY {
	t.Helper()
	o := newOptions(options{timeout: 8 * time.Minute, answering: true}, opts)
	isTerm := func(v string) bool { return strings.HasPrefix(v, "TERM=") }
	if !slices.ContainsFunc(cmd.Env, isTerm) {
		cmd.Env = append(cmd.Environ(), "TERM=xterm-256color")
	}
	cmd.Env = append(cmd.Env, o.env...)
	heedHangups()
	size := winsize(width, height)
	if o.unsized {
		size = winsize(0, 0)
	}
	master, err := pty.StartWithSize(cmd, size)
	if err == nil {
		master, err = pollable(master)
	}
	if err != nil {
		t.Fatalf("start in a pseudo-terminal: %v", err)
	}
	p := &PTY{
		Terminal: newTerminal(t, width, height, o), cmd: cmd, master: master,
		exited: make(chan struct{}), read: make(chan struct{}),
	}
	go func() { _, _ = io.Copy(master, p.input) }()
	go func() {
		defer close(p.read)
		defer p.left()
		_, _ = io.Copy(taken{p}, master) // ends with EIO when the last writer is gone
	}()
	go func() {
		defer close(p.exited)
		_ = cmd.Wait()
	}()
	t.Cleanup(p.close)
	return p
}

// heedHangups makes the commands started from now on end when their terminal hangs up.
// Under nohup they would inherit an ignored SIGHUP. A caught signal goes back to its
// default when a command starts.
func heedHangups() {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
}

// pollable is the same file in a form in which closing it ends a read.
func pollable(f *os.File) (*os.File, error) {
	defer func() { _ = f.Close() }()
	syscall.ForkLock.RLock() // a command started now must not inherit it
	fd, err := syscall.Dup(int(f.Fd()))
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

func winsize(width, height int) *pty.Winsize {
	return &pty.Winsize{Cols: uint16(width), Rows: uint16(height)} //nolint:gosec // a screen is small
}

// Resize changes the size of the terminal; the program gets SIGWINCH.
func (p *PTY) Resize(width, height int) {
	p.t.Helper()
	p.mu.Lock()
	p.emu.Resize(width, height)
	p.mu.Unlock()
	if err := pty.Setsize(p.master, winsize(width, height)); err != nil {
		p.t.Fatalf("resize the pseudo-terminal: %v", err)
	}
}

// taken is the terminal, as long as it takes output.
type taken struct{ *PTY }

// Write implements io.Writer.
func (t taken) Write(text []byte) (int, error) {
	t.held.Lock()
	defer t.held.Unlock()
	return t.Terminal.Write(text)
}

// Release makes the terminal take output again.
func (p *PTY) Release() {
	if p.holds {
		p.holds = false
		p.held.Unlock()
	}
}

// PID is the process id of the command.
func (p *PTY) PID() int { return p.cmd.Process.Pid }

// Exited is closed once the command has ended.
func (p *PTY) Exited() <-chan struct{} { return p.exited }

// Signal sends a signal to the command alone.
func (p *PTY) Signal(sig os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatalf("signal %v: %v", sig, err)
	}
}

// Kill kills the command and what it started in its process group.
func (p *PTY) Kill() {
	select {
	case <-p.exited: // its number may belong to another process by now
	default:
		_ = syscall.Kill(-p.PID(), syscall.SIGKILL)
	}
}

// Hangup closes the terminal, as a lost connection does.
func (p *PTY) Hangup() { _ = p.master.Close() }

// Wait waits for the command to end and gives its exit code, or -1 if a signal
// ended it.
func (p *PTY) Wait(t testing.TB) int {
	t.Helper()
	select {
	case <-p.exited:
	case <-time.After(p.timeout):
		t.Fatalf("the command did not end within %v\n%s", p.timeout, dump(p.Text()))
	}
	select {
	case <-p.read:
	case <-time.After(time.Minute): // something it started holds the terminal
	}
	return p.cmd.ProcessState.ExitCode()
}

func (p *PTY) close() {
	p.Release()
	select {
	case <-p.exited:
	default:
		p.Kill()
		<-p.exited
	}
	_ = p.master.Close()
	p.end()
}
