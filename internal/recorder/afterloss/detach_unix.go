//go:build unix

package afterloss

import (
	"os/exec"
	"syscall"
)

// detach gives a process a session of its own: what ends the terminal does not end it.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
