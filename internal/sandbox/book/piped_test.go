//go:build unix

package book

import (
	"path/filepath"
	"syscall"
	"testing"
)

// The bank refuses a pipe as the file for the book, and does not wait for it.
func TestNoBookInAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ours(pipe); err == nil {
		t.Error("it is taken for a test bank's state")
	}
}
