package secmem

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// blocked are the signals that this thread blocks, one bit each.
func blocked(t *testing.T) uint64 {
	t.Helper()
	status, err := os.ReadFile("/proc/thread-self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "SigBlk:\t")
	mask, _, _ := strings.Cut(rest, "\n")
	bits, err := strconv.ParseUint(mask, 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	return bits
}

// TestQuietly: while digits are copied, only signals of a defect get in. Afterwards the
// same signals as before get in, after a panic too.
func TestQuietly(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	has := func(bits uint64, s unix.Signal) bool { return bits&(1<<(s-1)) != 0 }
	before := blocked(t)
	look := func() {
		for _, s := range []unix.Signal{unix.SIGURG, unix.SIGTERM, unix.SIGHUP, unix.SIGWINCH, unix.SIGCONT} {
			if !has(blocked(t), s) {
				t.Errorf("%v gets in", s)
			}
		}
		if has(blocked(t), unix.SIGSEGV) {
			t.Error("a defect would end the process without a word")
		}
	}
	Quietly(look)
	if after := blocked(t); after != before {
		t.Errorf("signals kept out before: %x, after: %x", before, after)
	}
	func() {
		defer func() { _ = recover() }()
		Quietly(func() { panic("a defect") })
	}()
	if after := blocked(t); after != before {
		t.Errorf("signals kept out before a panic: %x, after: %x", before, after)
	}
}
