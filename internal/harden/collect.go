package harden

import (
	"bytes"
	"runtime"
	"runtime/debug"
	"unsafe"
)

// Forget collects what is no longer used, twice: what the first collection
// frees after it has begun, the second one finds. In a build with clobberfree=1
// (see the Makefile) what is freed is overwritten too. It takes some 4 ms, and
// is the net below the wiping, not in its place.
func Forget() {
	runtime.GC()
	runtime.GC()
}

// Clobbers reports whether the collector overwrites what it frees, by looking:
// GODEBUG=clobberfree=0 in the environment turns it off.
func Clobbers() bool {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // no collection while freed memory is looked at
	kept, freed := plant(64, 48)
	Forget()
	gone := 0
	for i := range freed {
		// The detour is for vet: the memory is the collector's, and mapped.
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
