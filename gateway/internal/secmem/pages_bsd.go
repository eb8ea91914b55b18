//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package secmem

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Map maps zeroed memory outside the Go heap and locks it. The problems name the
// protections that the system refused.
func Map(size int) (memory []byte, problems []string, err error) {
	memory, err = unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, nil, fmt.Errorf("no memory for card data: %w", err)
	}
	problems = []string{"memory for card data is in core dumps: this system cannot leave it out, turn core dumps off"}
	if unix.Mlock(memory) != nil {
		problems = append(problems, "memory for card data may be swapped out: raise the limit of locked memory (ulimit -l)")
	}
	return memory, problems, nil
}

// Unmap unmaps memory made by Map. It does not overwrite it.
func Unmap(memory []byte) { _ = unix.Munmap(memory) }
