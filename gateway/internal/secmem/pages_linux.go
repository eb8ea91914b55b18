package secmem

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Map maps zeroed memory outside the Go heap: if possible pages that not even the
// kernel has mapped (memfd_secret), otherwise locked pages. The problems name the
// protections that the system refused.
func Map(size int) (memory []byte, problems []string, err error) {
	if memory := mapSecret(size); memory != nil {
		return memory, nil, nil
	}
	memory, err = unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil, nil, fmt.Errorf("no memory for card data: %w", err)
	}
	problems = []string{"memory for card data is not hidden from the system's administrator: the kernel has no memfd_secret to spare"}
	if unix.Mlock(memory) != nil {
		problems = append(problems, "memory for card data may be swapped out: raise the limit of locked memory (ulimit -l, LimitMEMLOCK=)")
	}
	if unix.Madvise(memory, unix.MADV_DONTDUMP) != nil {
		problems = append(problems, "memory for card data may be in a core dump: turn core dumps off")
	}
	if unix.Madvise(memory, unix.MADV_DONTFORK) != nil && unix.Madvise(memory, unix.MADV_WIPEONFORK) != nil {
		problems = append(problems, "memory for card data is copied into child processes")
	}
	return memory, problems, nil
}

// mapSecret maps memory that is locked, left out of dumps and unreadable from
// outside the process, even by root. It returns nil if the system has none: before
// Linux 5.14, with secretmem.enable=0, over the limit of locked memory.
func mapSecret(size int) []byte {
	fd, err := unix.MemfdSecret(unix.O_CLOEXEC)
	if err != nil {
		return nil
	}
	defer unix.Close(fd) //nolint:errcheck // the mapping stays
	if unix.Ftruncate(fd, int64(size)) != nil {
		return nil
	}
	memory, err := unix.Mmap(fd, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil
	}
	if unix.Madvise(memory, unix.MADV_DONTFORK) != nil {
		_ = unix.Munmap(memory)
		return nil
	}
	return memory
}

// Unmap unmaps memory made by Map. It does not overwrite it.
func Unmap(memory []byte) { _ = unix.Munmap(memory) }
