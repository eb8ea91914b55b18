package secmem

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Quietly runs f, which handles card digits, with signals blocked. Only signals
// raised by a defect of the program still come in. f may wait for the network:
// signals are blocked on this thread only.
func Quietly(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var deaf, before unix.Sigset_t
	for i := range deaf.Val {
		deaf.Val[i] = ^deaf.Val[i]
	}
	word := 8 * int(unsafe.Sizeof(deaf.Val[0]))
	for _, s := range []unix.Signal{unix.SIGSEGV, unix.SIGBUS, unix.SIGFPE, unix.SIGILL, unix.SIGTRAP, unix.SIGSYS} {
		at := int(s) - 1
		deaf.Val[at/word] &^= 1 << (at % word)
	}
	if err := unix.PthreadSigmask(unix.SIG_SETMASK, &deaf, &before); err == nil {
		defer func() { _ = unix.PthreadSigmask(unix.SIG_SETMASK, &before, nil) }()
	}
	defer scrub(scrubSize)
	f()
}
