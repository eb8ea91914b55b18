//go:build !linux

package pgtest

import "syscall"

// unprivileged is the user who runs the tests.
func unprivileged(string) (*syscall.SysProcAttr, error) { return &syscall.SysProcAttr{}, nil }
