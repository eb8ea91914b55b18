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
	if !leftOut(at, size) {
		problems = append(problems, "memory for card data may be in an error report: this Windows cannot leave it out, turn Windows Error Reporting off")
	}
	if !locked(at, size) {
		problems = append(problems, "memory for card data may be swapped out: Windows refused to lock it, ask the administrator for the right \"Increase a process working set\"")
	}
	// A conversion in one step would make go vet warn of memory that the collector
	// owns. The collector does not own this memory.
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&at)), size), problems, nil
}

// leftOut leaves memory out of error reports. Windows can since version 1703 of
// Windows 10.
func leftOut(at uintptr, size int) bool {
	exclude := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerRegisterExcludedMemoryBlock")
	if exclude.Find() != nil {
		return false
	}
	result, _, _ := exclude.Call(at, uintptr(size))
	return result == 0
}

// locked locks memory. Windows locks no more than the least working set holds, and
// that is small, so it grows with what is locked.
func locked(at uintptr, size int) bool {
	if windows.VirtualLock(at, uintptr(size)) == nil {
		return true
	}
	var least, most uintptr
	var flags uint32
	process := windows.CurrentProcess()
	windows.GetProcessWorkingSetSizeEx(process, &least, &most, &flags)
	if windows.SetProcessWorkingSetSizeEx(process, least+2*uintptr(size), most+2*uintptr(size), flags) != nil {
		return false
	}
	return windows.VirtualLock(at, uintptr(size)) == nil
}

// Unmap unmaps memory made by Map. It does not overwrite it.
func Unmap(memory []byte) {
	at := uintptr(unsafe.Pointer(unsafe.SliceData(memory)))
	included := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerUnregisterExcludedMemoryBlock")
	if included.Find() == nil {
		_, _, _ = included.Call(at)
	}
	_ = windows.VirtualFree(at, 0, windows.MEM_RELEASE)
}
