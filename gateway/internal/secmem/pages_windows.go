package secmem

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Map maps zeroed memory outside the Go heap and locks it. The problems
// say what could not be had.
func Map(size int) (memory []byte, problems []string, err error) {
	at, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return nil, nil, fmt.Errorf("no memory for card data: %w", err)
	}
	problems = []string{"memory for card data is in crash dumps: this system cannot leave it out, turn error reporting off"}
	if windows.VirtualLock(at, uintptr(size)) != nil {
		problems = append(problems, "memory for card data may be swapped out: raise the process's minimum working set")
	}
	// go vet warns of a conversion in one step, for memory that the collector
	// owns. It does not own this memory.
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size), problems, nil
}

// Unmap gives back what Map made. It does not overwrite it.
func Unmap(memory []byte) {
	_ = windows.VirtualFree(uintptr(unsafe.Pointer(unsafe.SliceData(memory))), 0, windows.MEM_RELEASE)
}
