package harden

import (
	"bytes"
	"runtime"
	"runtime/debug"
	"unsafe"
)

// Forget runs the collector twice: the second collection finds what the first one
// freed after it had begun. In a build with clobberfree=1 (see the Makefile) freed
// memory is overwritten too. It takes some 4 ms. It backs up the wiping and does
// not replace it.
func Forget() {
	runtime.GC()
	runtime.GC()
}

// Clobbers tests whether the collector overwrites freed memory:
// GODEBUG=clobberfree=0 in the environment turns that off.
func Clobbers() bool {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // no collection during the test
	kept, freed := plant(64, 48)
	Forget()
	gone := 0
	for i := range freed {
		// vet requires the detour. The memory is the collector's, and still mapped.
		if b := *(**byte)(unsafe.Pointer(&freed[i])); *b != pattern { //nolint:gosec // see above
			gone++
		}
	}
	runtime.KeepAlive(kept)
	return gone > len(freed)/2
}

const pattern = 0x5a

// plant fills heap memory and lets go of it, each piece beside one that stays
// in use, so that the memory around is not given back.
//
//go:noinline
func plant(many, size int) (kept [][]byte, freed []uintptr) {
	for range many {
		b := bytes.Repeat([]byte{pattern}, size)
		freed = append(freed, uintptr(unsafe.Pointer(&b[size/2]))) //nolint:gosec // an address, which keeps nothing alive
		kept = append(kept, make([]byte, size))
	}
	return kept, freed
}
