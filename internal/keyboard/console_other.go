//go:build !windows

package keyboard

import (
	"io"
	"os"
)

// Open makes the filter of a terminal and the queue of its digits, as New does.
// Restore gives the terminal back as it was; here the program that reads the filter
// changes the terminal, and does that itself.
//
// The memory has Memory and ConsoleMemory bytes.
func Open(in, _ *os.File, memory []byte) (r io.Reader, q *Queue, restore func(), err error) {
	r, q = New(in, memory[:Memory])
	return r, q, func() {}, nil
}

// Translates reports whether a terminal sends keys as terminals do.
func Translates(*os.File) bool { return true }

// Draws reports whether a terminal draws what terminals draw.
func Draws(*os.File) bool { return true }
