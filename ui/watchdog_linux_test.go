package ui

import (
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
	for name, times := range map[string][2]time.Duration{"wipes": {time.Second, time.Hour}, "locks": {time.Second, time.Second}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, typed := newTyped(t, &bank{})
			root := c.root
			c.Press("n")
			typed("A17\r10.50\r" + testPAN + "\r1230123")
			root.session.Now = time.Now
			master, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close() //nolint:errcheck // the test's end
			defer tty.Close()    //nolint:errcheck // the test's end
			if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
				t.Fatal(err)
			}
			var came atomic.Bool
			p := tea.NewProgram(root, tea.WithInput(tty), tea.WithOutput(tty), tea.WithContext(t.Context()), tea.WithoutSignalHandler(),
				tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
					if _, is := msg.(idleMsg); is {
						came.Store(true)
					}
					return msg
				}))
			root.watchdog.mu.Lock()
			root.session.CardIdle, root.session.LockAfter = times[0], times[1]
			root.session.Unlock = func(string) bool { return false }
			root.keyAt = time.Now().Round(0)
			root.watchdog.mu.Unlock()
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
					default:
						p.Send(tea.WindowSizeMsg{Width: 80 + i%2, Height: 24})
						time.Sleep(time.Millisecond)
					}
				}
			}()
			gone := func() bool {
				root.watchdog.mu.Lock()
				defer root.watchdog.mu.Unlock()
				return !root.charge().HoldsCard() && (times[1] > times[0]) == (root.lock == nil)
			}
			for late := time.Now().Add(5 * time.Minute); !gone(); time.Sleep(10 * time.Millisecond) {
				if time.Now().After(late) {
					t.Fatal("the card is still there, or the console is not locked")
				}
			}
			if came.Load() {
				t.Error("the idle timer's message came: the program was not held")
			}
			go func() { // the terminal is read again, so that the program can end
				buf := make([]byte, 64<<10)
				for {
					if _, err := master.Read(buf); err != nil {
						return
					}
				}
			}()
			p.Kill()
			<-ended
			root.Close()
		})
	}
}
