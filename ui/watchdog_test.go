package ui

import (
	"reflect"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestTheWatchdogWipes: the idle timer's message does not come, because the terminal takes
// no output. The watchdog wipes the card, and the form says so once it is drawn again.
func TestTheWatchdogWipes(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, until := range []string{"A17\r10.50\r" + testPAN + "\r1230123Ann Smith", wholePayment} {
			c, typed, _ := newWatched(t, &bank{})
			forgotten := 0
			c.root.console.Forget = func() { forgotten++ }
			c.Press("n")
			typed(until)
			c.clock.wait(89 * time.Second)
			c.root.overdue(c.root.idleWatch)
			if !c.root.charge().HoldsCard() || forgotten > 0 {
				t.Fatal("the card was wiped too early")
			}
			c.clock.wait(2 * time.Second)
			c.root.overdue(c.root.idleWatch - 1)
			if !c.root.charge().HoldsCard() {
				t.Fatal("a watch that no longer counts wiped the card")
			}
			c.root.overdue(c.root.idleWatch)
			if c.root.charge().HoldsCard() || forgotten == 0 {
				t.Error("the card is still there")
			}
			c.Send(tea.WindowSizeMsg{Width: 80, Height: 24})
			typed("4242") // while nothing could be seen
			c.mustShow(t, "A17", "£10.50", "Ann Smith", "No key for 90 seconds, so the card data was removed", "Card number")
			c.mustNotShow(t, "••··")
			c.mustNotShow(t, "1111", "12/30")
		}
	})
}

// TestTheWatchdogLocks: a console that could not be drawn is locked, whichever message
// comes first, and keys that were typed before the lock showed do nothing.
func TestTheWatchdogLocks(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, _ := newWatched(t, &bank{})
		steps := []string{}
		c.root.console.Step = func(step string) { steps = append(steps, step) }
		c.Press("n")
		typed(wholePayment)
		c.clock.wait(15*time.Minute + grace)
		c.root.overdue(c.root.idleWatch)
		if !c.root.Locked() || c.root.charge().HoldsCard() || steps[len(steps)-1] != LockedStep {
			t.Fatalf("locked: %v, holds a card: %v, steps: %q", c.root.Locked(), c.root.charge().HoldsCard(), steps)
		}
		if !c.root.isDeaf() {
			t.Error("a key typed before the lock is drawn counts")
		}
		typed("yopen 2 me\r")
		c.mustShow(t, "moto is locked", "Passphrase")
		c.mustNotShow(t, "A17", "10.50", "Ann", "1111", "789", "Wrong passphrase", "•")
		c.clock.wait(settles)
		typed("open 2 me\r")
		c.mustShow(t, "New payment", "A17", "£10.50", "he console was locked, so the card data was removed")
		if c.bank.count() != 0 {
			t.Error("a payment was made")
		}
	})
}

// TestTheWatchdogEnds: a console that was left has no watchdog.
func TestTheWatchdogEnds(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, _, _ := newWatched(t, &bank{})
		c.root.Close()
		c.clock.wait(time.Hour)
		c.root.overdue(c.root.idleWatch)
		if c.root.Locked() || c.root.watchIdle() == nil || c.root.watchdog.timer != nil && c.root.watchdog.timer.Stop() {
			t.Error("the watch goes on")
		}
		if c.root.after(24*time.Hour, idleMsg{})() != nil {
			t.Error("a timer waits for a console that was left")
		}
	})
}

// TestUncoveringDrawsAnew: the frames that were dropped count as shown for what draws the
// console, so it starts again whenever the terminal is shown the console again.
func TestUncoveringDrawsAnew(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for name, next := range map[string]tea.Msg{"the lock was drawn": tea.WindowSizeMsg{Width: 80, Height: 24}, "another terminal came": ReturnedMsg{}} {
			c, _, _ := newWatched(t, &bank{})
			c.clock.wait(15*time.Minute + grace)
			c.root.overdue(c.root.idleWatch)
			if _, returned := next.(ReturnedMsg); returned {
				c.root.console.Unlock = nil
			} else {
				_, _ = c.root.Update(next)
			}
			_ = c.root.View()
			c.root.watchdog.left = nil
			_, cmd := c.root.Update(next)
			if c.root.watchdog.covered || !clears(cmd) {
				t.Errorf("%s: covered %v, and nothing is drawn anew", name, c.root.watchdog.covered)
			}
		}
	})
}

// clears reports that a command clears the screen.
func clears(cmd tea.Cmd) bool {
	if cmd == nil {
		return false
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		return slices.ContainsFunc(msg, clears)
	default:
		return reflect.TypeOf(msg) == reflect.TypeOf(tea.ClearScreen())
	}
}

// TestAKeyOfAHeldTerminal: the terminal was held past the time of a wipe, and is not any
// more before the watchdog looks. The key that comes first wipes the card, and does nothing
// else, nor do those behind it.
func TestAKeyOfAHeldTerminal(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, _ := newWatched(t, &bank{})
		c.Press("n")
		typed(wholePayment)
		c.clock.wait(90*time.Second + grace/2)
		typed("7y\r")
		if c.root.charge().HoldsCard() || c.bank.count() != 0 {
			t.Errorf("holds a card: %v, %d payments", c.root.charge().HoldsCard(), c.bank.count())
		}
		c.mustShow(t, "the card data was removed", "Card number")
		c.clock.wait(settles)
		typed("42")
		c.mustShow(t, "••··")
	})
}

// TestTheTimerOfAHeldTerminal: the terminal was held past the time of a wipe or a lock, and
// the timer's own message comes before the keys that were typed meanwhile. They do nothing,
// neither on a page nor on the lock.
func TestTheTimerOfAHeldTerminal(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for name, after := range map[string]time.Duration{"wipes": 90 * time.Second, "locks": 15 * time.Minute} {
			c, typed, _ := newWatched(t, &bank{})
			c.Press("n")
			typed(wholePayment)
			c.root.idleDue = c.root.now().Round(0).Add(after)
			c.clock.wait(after + grace/2)
			c.Send(idleMsg{c.root.idleWatch})
			typed("7y\ropen 2 me\r")
			if c.root.charge().HoldsCard() || c.bank.count() != 0 || c.root.Locked() != (name == "locks") {
				t.Errorf("%s: holds a card: %v, %d payments, locked %v", name, c.root.charge().HoldsCard(), c.bank.count(), c.root.Locked())
			}
			c.mustNotShow(t, "Wrong passphrase", "•")
			c.clock.wait(settles)
			typed("42")
			c.mustShow(t, "•")
		}
	})
}
