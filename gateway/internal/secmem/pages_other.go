//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd || windows)

package secmem

// Map uses the heap: this system has no other memory to give.
func Map(size int) (memory []byte, problems []string, err error) {
	return make([]byte, size), []string{"memory for card data cannot be locked on this system"}, nil
}

// Unmap does nothing: the collector frees the memory.
func Unmap([]byte) {}
