//go:build !linux

package pgtest

import (
	"errors"
	"syscall"
)

// unprivileged is the user who runs the tests.
func unprivileged(string) (*syscall.SysProcAttr, error) { return &syscall.SysProcAttr{}, nil }

func mount(string, string, *syscall.SysProcAttr) error { return errors.ErrUnsupported }

func unmount(string) error { return errors.ErrUnsupported }

func (s *Instance) signal(bool) error { return errors.ErrUnsupported }
