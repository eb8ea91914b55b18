package ui

import (
	"bytes"
	"io"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/creack/pty"
)

// TestAHeldTerminal: Bubble Tea shows the console on a pseudo-terminal that nothing reads.
// Once a write waits no message is handled any more, and still the card goes, and the
// console locks.
func TestAHeldTerminal(t *testing.T) {
	t.Parallel()
	for name, lockAfter := range map[string]time.Duration{"wipes": time.Hour, "locks": time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, typed := newTyped(t, &bank{})
			root := c.root
			master, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close() //nolint:errcheck // the test's end
			defer tty.Close()    //nolint:errcheck // the test's end
			if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
				t.Fatal(err)
			}
			out := root.console.Digits.Output(tty)
			c.Press("n")
			typed("A17\r10.50\r" + testPAN + "\r1230123")
			root.console.Unlock = func(string) bool { return false }
			var handled atomic.Int64
			p := tea.NewProgram(root, tea.WithInput(tty), tea.WithOutput(out), tea.WithContext(t.Context()), tea.WithoutSignalHandler(),
				tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
					handled.Add(1)
					return msg
				}))
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_, _ = p.Run()
			}()
			go func() { // more frames than the system keeps
				for i := 0; ; i++ {
					select {
					case <-ended:
						return
					case <-time.After(time.Millisecond):
						p.Send(tea.WindowSizeMsg{Width: 80 + i%2, Height: 24})
					}
				}
			}()
			filled(t, &handled)
			before := handled.Load()
			root.watchdog.mu.Lock()
			root.console.CardIdle, root.console.LockAfter = time.Second, lockAfter
			root.watchIdle() // its timer is not started
			root.watchdog.mu.Unlock()
			gone := func() bool {
				root.watchdog.mu.Lock()
				defer root.watchdog.mu.Unlock()
				c.clock.wait(10 * time.Millisecond)
				return !root.charge().HoldsCard() && (lockAfter > time.Second) == (root.lock == nil)
			}
			for late := time.Now().Add(5 * time.Minute); !gone(); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(late) {
					t.Fatal("the card is still there, or the console is not locked")
				}
			}
			if handled.Load() != before {
				t.Error("the program was not held")
			}
			var shown bytes.Buffer
			read := make(chan struct{})
			go func() { // the terminal is read again, so that the program can end
				defer close(read)
				_, _ = io.Copy(&shown, master) // it ends with the terminal
			}()
			p.Quit() // it waits for what reads the keys
			<-ended
			root.Close()
			_ = tty.Close()
			<-read
			if !bytes.Contains(shown.Bytes(), []byte("\x1b[?1049l")) {
				t.Error("the terminal is left in the alternate screen")
			}
		})
	}
}

// TestKeysOfAHeldTerminal: keys are typed on a real terminal that is held, and the message
// of the idle timer is the first that the program gets once the terminal is read again. The
// keys reach neither a page nor the lock: one of them would ask whether to quit, or leave.
func TestKeysOfAHeldTerminal(t *testing.T) {
	t.Parallel()
	for name, lockAfter := range map[string]time.Duration{"wipes": time.Hour, "locks": time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, typed := newTyped(t, &bank{})
			root := c.root
			master, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close() //nolint:errcheck // the test's end
			defer tty.Close()    //nolint:errcheck // the test's end
			if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
				t.Fatal(err)
			}
			c.Press("n")
			typed("A17\r10.50\r" + testPAN + "\r1230123")
			root.console.Unlock = func(string) bool { return false }
			var handled, keys, after atomic.Int64
			var isDue atomic.Bool
			p := tea.NewProgram(root, tea.WithInput(tty), tea.WithOutput(root.console.Digits.Output(tty)), tea.WithContext(t.Context()), tea.WithoutSignalHandler(),
				tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
					handled.Add(1)
					if isDue.CompareAndSwap(true, false) {
						return idleMsg{root.idleWatch} // in place of a size that has waited since the hold
					}
					if _, is := msg.(tea.KeyPressMsg); is {
						keys.Add(1)
					} else if keys.Load() == 2 {
						after.Add(1)
					}
					return msg
				}))
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_, _ = p.Run()
			}()
			go func() { // more frames than the system keeps
				for i := 0; ; i++ {
					select {
					case <-ended:
						return
					case <-time.After(time.Millisecond):
						p.Send(tea.WindowSizeMsg{Width: 80 + i%2, Height: 24})
					}
				}
			}()
			filled(t, &handled)
			root.watchdog.mu.Lock()
			root.console.CardIdle, root.console.LockAfter = time.Second, lockAfter
			root.idleDue = root.now().Round(0).Add(time.Second)
			c.clock.wait(time.Second + grace/2)
			root.watchdog.mu.Unlock()
			isDue.Store(true)
			if _, err := master.WriteString("x\x03"); err != nil {
				t.Fatal(err)
			}
			read := make(chan struct{})
			go func() {
				defer close(read)
				_, _ = io.Copy(io.Discard, master) // it ends with the terminal
			}()
			for late := time.Now().Add(5 * time.Minute); after.Load() < 2; time.Sleep(10 * time.Millisecond) {
				select {
				case <-ended:
					t.Fatal("a key that was typed while nothing could be seen left the console")
				default:
				}
				if time.Now().After(late) {
					t.Fatalf("%d keys came", keys.Load())
				}
			}
			root.watchdog.mu.Lock()
			if root.charge().HoldsCard() || (root.lock != nil) != (lockAfter == time.Second) {
				t.Errorf("holds a card: %v, locked: %v", root.charge().HoldsCard(), root.lock != nil)
			}
			if root.asking != "" || root.lock != nil && len(root.lock.typed) > 0 {
				t.Error("a key that was typed while nothing could be seen counted")
			}
			root.watchdog.mu.Unlock()
			p.Quit() // it waits for what reads the keys
			<-ended
			root.Close()
			_ = tty.Close()
			<-read
		})
	}
}

// filled waits until a terminal that is not read takes no more: its program, which gets a
// message each millisecond, handles none for seconds.
func filled(t *testing.T, handled *atomic.Int64) {
	t.Helper()
	late := time.Now().Add(5 * time.Minute)
	for same, was := 0, int64(0); same < 120; time.Sleep(25 * time.Millisecond) {
		if now := handled.Load(); now == was && now > 0 {
			same++
		} else {
			same, was = 0, now
		}
		if time.Now().After(late) {
			t.Fatal("the program is not held")
		}
	}
}
