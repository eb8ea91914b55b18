package sqljournal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/journal/journaltest"
)

// failingSyncs makes every sync of this process fail while the returned flag is set. It
// uses a filter of system calls that asks the test about each sync.
func failingSyncs() (*atomic.Bool, error) {
	const (
		allow   = unix.SECCOMP_RET_ALLOW
		ask     = 0x7fc00000                                                                    // SECCOMP_RET_USER_NOTIF
		receive = 0xc0502100                                                                    // SECCOMP_IOCTL_NOTIF_RECV
		answer  = 0xc0182101                                                                    // SECCOMP_IOCTL_NOTIF_SEND
		flags   = unix.SECCOMP_FILTER_FLAG_TSYNC | unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | 1<<4 // TSYNC_ESRCH
	)
	filter := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: 0}, // the number of the call
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_FSYNC, Jt: 1},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_FDATASYNC, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: ask},
		{Code: unix.BPF_RET | unix.BPF_K, K: allow},
	}
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]} //nolint:gosec // five
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return nil, err
	}
	listener, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, flags, uintptr(unsafe.Pointer(&program))) //nolint:gosec // as the call wants it
	if errno != 0 {
		return nil, errno
	}
	failing := new(atomic.Bool)
	go func() {
		for {
			var asked [80]byte                                                                                               // struct seccomp_notif, which begins with its id
			if _, _, errno := unix.Syscall(unix.SYS_IOCTL, listener, receive, uintptr(unsafe.Pointer(&asked))); errno != 0 { //nolint:gosec // as the call wants it
				continue
			}
			reply := struct {
				id    uint64
				value int64
				fails int32
				flags uint32
			}{id: *(*uint64)(unsafe.Pointer(&asked)), flags: 1} //nolint:gosec // 1 lets the call go on
			if failing.Load() {
				reply.fails, reply.flags = -int32(unix.EIO), 0
			}
			_, _, _ = unix.Syscall(unix.SYS_IOCTL, listener, answer, uintptr(unsafe.Pointer(&reply))) //nolint:gosec // as the call wants it
		}
	}()
	return failing, nil
}

// An intent whose sync failed is refused, but may be in the file. The next console must
// find what this caller then recorded of it.
func TestIntentThatWasNotSynced(t *testing.T) {
	t.Parallel()
	for _, lasting := range []bool{false, true} {
		t.Run(fmt.Sprintf("lasting %v", lasting), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "journal.db")
			out, err := copyOfUs("unsynced", path, map[bool]string{true: "lasting"}[lasting]).Output()
			if strings.HasPrefix(string(out), "no filter") {
				t.Skip(string(out))
			}
			t.Logf("%s (%v)", out, err)
			if !strings.HasPrefix(string(out), "intent=disk again=disk ") {
				t.Errorf("got %s", out)
			}
			s := openAt(t, path, nil)
			e, err := s.Get(context.Background(), "failed")
			switch {
			case strings.Contains(string(out), "not sent=kept"):
				if err != nil || e.Outcome != gateway.OutcomeNotSent {
					t.Errorf("kept as not sent, and now %+v, %v", e, err)
				}
			case strings.Contains(string(out), "not sent=not there"):
				if !errors.Is(err, journal.ErrNotFound) {
					t.Errorf("not in the journal, and now %+v, %v", e, err)
				}
			case !lasting:
				t.Error("it could not be called not sent when syncs worked again")
			case err == nil: // the caller could record nothing, so the next console does
				journaltest.Note(t, s, "failed", journal.StepResolved, journaltest.Become(gateway.OutcomeNotSent))
			}
			verified(t, s)
		})
	}
}

// playUnsynced makes an intent while syncs fail, calls it not sent, and dies.
func playUnsynced(path, name string) int {
	ctx := context.Background()
	failing, err := failingSyncs()
	if err != nil {
		fmt.Println("no filter of system calls can be set here:", err)
		return 0
	}
	s, err := Open(ctx, Options{Path: path})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	t := &testing.T{}
	journaltest.Intend(t, s, journaltest.AnAuth(t, "before", time.Now()))
	failing.Store(true)
	err = s.Intent(ctx, journaltest.AnAuth(t, "failed", time.Now()), "desk", time.Now().Add(time.Minute))
	fmt.Printf("intent=%s", journal.FaultOf(err))
	failing.Store(name == "lasting")
	err = s.Intent(ctx, journaltest.AnAuth(t, "next", time.Now()), "desk", time.Now().Add(time.Minute))
	fmt.Printf(" again=%s", journal.FaultOf(err))
	_, err = s.Record(ctx, "failed", journaltest.Step(journal.StepAnswered, journaltest.Become(gateway.OutcomeNotSent)))
	switch {
	case err == nil:
		fmt.Print(" not sent=kept")
	case errors.Is(err, journal.ErrNotFound):
		fmt.Print(" not sent=not there")
	default:
		fmt.Printf(" not sent=%v", err)
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	return 1
}
