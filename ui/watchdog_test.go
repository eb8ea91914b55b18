package ui

import (
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
			c.root.session.Forget = func() { forgotten++ }
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
			c.mustShow(t, "A17", "£10.50", "Ann Smith", "No key for 90 seconds, so the card data was removed", "Card number")
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
		c.root.session.Step = func(step string) { steps = append(steps, step) }
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
