//go:build unix

package sandbox

import (
	"path/filepath"
	"syscall"
	"testing"
)

// The bank refuses a pipe as the file for its certificate.
func TestNoPipeIsWaitedFor(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := replaceable(pipe); err == nil {
		t.Error("it is taken for a certificate")
	}
}
