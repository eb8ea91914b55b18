//go:build unix

package book

import (
	"path/filepath"
	"syscall"
	"testing"
)

// A file that was named for the book and is a pipe is refused, not waited for.
func TestNoBookInAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ours(pipe); err == nil {
		t.Error("it is taken for a test bank's state")
	}
}
