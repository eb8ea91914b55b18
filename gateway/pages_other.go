//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd || windows)

package gateway

// mapPages makes do with the heap: this system has no other memory to give.
func mapPages(size int) (memory []byte, problems []string, err error) {
	return make([]byte, size), []string{"memory for card data cannot be locked on this system"}, nil
}

func unmapPages([]byte) {}
