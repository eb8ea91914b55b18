package outlet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// hangs is when a test gives up.
const hangs = 5 * time.Minute

// open is a pseudo-terminal that nothing reads.
func open(t *testing.T) (master, tty *os.File) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close(); _ = tty.Close() })
	return master, tty
}

// TestAHeldTerminal: a write waits for a terminal until the program is told
// to end. Then it is let go, and what gives the terminal back arrives.
func TestAHeldTerminal(t *testing.T) {
	t.Parallel()
	for name, hold := range map[string]func(tty *os.File){
		"not read": func(*os.File) {},
		"stopped": func(tty *os.File) {
			if err := unix.IoctlSetInt(int(tty.Fd()), unix.TCXONC, unix.TCOOFF); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			master, tty := open(t)
			hold(tty)
			ctx, end := context.WithCancel(t.Context())
			defer end()
			o := Open(ctx, tty)
			text := bytes.Repeat([]byte("a frame "), 64<<10)
			wrote := make(chan error, 1)
			go func() {
				_, err := o.Write(text)
				wrote <- err
			}()
			select {
			case err := <-wrote:
				t.Fatalf("the write did not wait: %v", err)
			case <-time.After(2 * patience):
			}
			end()
			select {
			case err := <-wrote: // of either kind
				t.Log(err)
			case <-time.After(hangs):
				t.Fatal("the write was not let go")
			}
			late := time.Now().Add(hangs)
			for _, err := o.Write([]byte("the end")); err != nil; _, err = o.Write([]byte("the end")) {
				if o.free(); time.Now().After(late) { // the rest of that frame has filled it again
					t.Fatal(err)
				}
			}
			_ = tty.Close()
			if shown, _ := io.ReadAll(master); !bytes.Contains(shown, []byte("the end")) {
				t.Errorf("%d bytes, without the end", len(shown))
			}
		})
	}
}

// stuck is a terminal that takes nothing, whatever is done.
type stuck struct {
	*os.File
	going chan struct{}
}

func (s stuck) Write(p []byte) (int, error) {
	<-s.going
	return len(p), nil
}

// TestATerminalThatCannotBeFreed: every write ends soon after the context has, and the ones
// behind it at once. When the terminal takes output again, so does the outlet.
func TestATerminalThatCannotBeFreed(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	end()
	s := stuck{going: make(chan struct{})}
	freed := 0
	o := &Outlet{terminal: s, ctx: ctx, free: func() { freed++ }}
	for range 3 {
		if n, err := o.Write([]byte("x")); n != 0 || !errors.Is(err, ErrHeld) {
			t.Fatal(n, err)
		}
	}
	if freed != 1 {
		t.Errorf("the terminal was freed %d times", freed)
	}
	close(s.going)
	late := time.Now().Add(hangs)
	for _, err := o.Write([]byte("x")); err != nil; _, err = o.Write([]byte("x")) {
		if time.Now().After(late) {
			t.Fatal(err)
		}
	}
}
