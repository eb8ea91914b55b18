package secmem

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Map maps zeroed memory outside the Go heap and locks it. The problems name the
// protections that the system refused.
func Map(size int) (memory []byte, problems []string, err error) {
	at, err := windows.VirtualAlloc(0, uintptr(size), windows.MEM_COMMIT|windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return nil, nil, fmt.Errorf("no memory for card data: %w", err)
	}
	problems = []string{"memory for card data is in crash dumps: this system cannot leave it out, turn error reporting off"}
	if windows.VirtualLock(at, uintptr(size)) != nil {
		problems = append(problems, "memory for card data may be swapped out: raise the process's minimum working set")
	}
	// A conversion in one step would make go vet warn of memory that the collector
	// owns. The collector does not own this memory.
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size), problems, nil
}

// Unmap unmaps memory made by Map. It does not overwrite it.
func Unmap(memory []byte) {
	_ = windows.VirtualFree(uintptr(unsafe.Pointer(unsafe.SliceData(memory))), 0, windows.MEM_RELEASE)
}
