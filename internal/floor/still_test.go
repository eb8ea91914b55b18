//go:build unix

package floor

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/crypto/ssh"

	"motoconsole/internal/sshbench"
)

// stillHall is a floor in a bubble of time, which counts the messages that its consoles get.
type stillHall struct {
	*hall

	pipes *sshbench.Pipes
	mu    sync.Mutex
	woken map[string]int // by the type of the message
}

func newStillHall(t *testing.T) *stillHall {
	t.Helper()
	h := &stillHall{hall: emptyHall(t, "http://127.0.0.1:1/json/", `idle_timeout = "24h"`, everyone, func(*hall) {}), woken: map[string]int{}}
	h.pipes = sshbench.NewPipes()
	h.opts.Filter = func(msg tea.Msg) tea.Msg {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.woken[fmt.Sprintf("%T", msg)]++
		return msg
	}
	ctx, stop := context.WithCancel(t.Context())
	l, err := h.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close() // no connection of the system: the bubble does not know when one is idle
	go func() { h.done <- h.serve(ctx, h.pipes) }()
	t.Cleanup(func() {
		stop()
		if err := <-h.done; err != nil {
			t.Error(err)
		}
		h.close()
	})
	return h
}

// opens signs an agent in, and opens a payment.
func (h *stillHall) opens(t *testing.T, agent string) *sshbench.Pipe {
	t.Helper()
	ours, line := h.pipes.Dial()
	t.Cleanup(func() { _ = ours.Close() })
	conn, channels, requests, err := ssh.NewClientConn(ours, "", &ssh.ClientConfig{
		User: "x", Auth: []ssh.AuthMethod{ssh.PublicKeys(h.keys[agent])}, HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // the test's own server
	})
	if err != nil {
		t.Fatal(err)
	}
	c := h.on(ssh.NewClient(conn, channels, requests))
	c.shows(home)
	c.types("n")
	c.shows("Still to ask")
	return line
}

// passes lets time pass, and returns what woke the consoles in it.
func (h *stillHall) passes(d time.Duration) map[string]int {
	synctest.Wait()
	h.mu.Lock()
	h.woken = map[string]int{}
	h.mu.Unlock()
	time.Sleep(d)
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.woken)
}

// TestAnIdleConsoleIsLeftAlone: in an hour, a served console in which nothing happens is
// woken by its own watch over an idle keyboard, and by nothing else. It draws the warning
// and the lock.
func TestAnIdleConsoleIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newStillHall(t)
		line := h.opens(t, "priya")
		h.passes(80 * time.Second) // the bank cannot be reached, which a console is told
		before := line.Writes()
		// Every 90 seconds, the age at which a card is wiped, until the warning in the fourteenth
		// minute and the lock in the fifteenth.
		bounds := map[string]int{"ui.idleMsg": 11, "tea.clearScreenMsg": 1}
		woken := h.passes(time.Hour)
		for what, n := range woken {
			if n > bounds[what] {
				t.Errorf("woken %d times by %s, at most %d are expected", n, what, bounds[what])
			}
		}
		if woken["ui.idleMsg"] == 0 {
			t.Error("the lock did not come")
		}
		if n := line.Writes() - before; n < 2 || n > 4 {
			t.Errorf("%d writes, for a warning and a lock", n)
		}
		if woken = h.passes(time.Hour); len(woken) > 0 {
			t.Errorf("a locked console is woken: %v", woken)
		}
	})
}
