package ui

import (
	"strings"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/charset"
	"motoconsole/ui/kit"
)

// TestTheLineDrops: what was typed stays, without the card, and the next terminal shows
// it in the characters that it has.
func TestTheLineDrops(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n")
		c.Type("A17\n10.50\n" + testPAN)
		if !c.root.charge().HoldsCard() {
			t.Fatal("no card was typed")
		}
		c.Send(LostMsg{})
		if c.root.charge().HoldsCard() {
			t.Error("the card is still there")
		}
		c.Send(ReturnedMsg{Charset: charset.ASCII})
		c.mustShow(t, "A17", "GBP 10.50", "he line dropped, so the card data")
		if c.root.console.Charset != charset.ASCII || c.root.look.Ground != nil {
			t.Error("the console keeps what the last terminal could show")
		}
	})
}

// TestComingBackToALock: where there is a passphrase it is asked for, however short the
// absence. Where there is none, the sign-in opens the console.
func TestComingBackToALock(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, passphrase := range []bool{true, false} {
			c, typed, _ := newWatched(t, &bank{})
			if !passphrase {
				c.root.console.Unlock = nil
			}
			c.Press("n")
			typed("A17\r")
			c.Send(LostMsg{})
			c.clock.wait(14 * time.Minute)
			c.Send(ReturnedMsg{Charset: charset.Unicode})
			if c.root.Locked() != passphrase {
				t.Fatalf("with a passphrase %v, in time: locked %v", passphrase, c.root.Locked())
			}
			if passphrase {
				c.mustShow(t, "You signed in again: type your passphrase", "What was typed is kept")
				c.mustNotShow(t, "A17")
			}
			c.Send(LostMsg{})
			c.clock.wait(2 * time.Minute)
			c.Send(ReturnedMsg{Charset: charset.Unicode})
			if c.root.Locked() != passphrase {
				t.Errorf("with a passphrase %v: locked %v", passphrase, c.root.Locked())
			}
			if !passphrase {
				c.mustShow(t, "A17")
			}
		}
	})
}

// TestWhatIsTypedAfterTheLineDropped: digits that were still on their way are wiped before
// the next terminal shows the page.
func TestWhatIsTypedAfterTheLineDropped(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n")
		c.Type("A17\n10.50\n")
		c.Send(LostMsg{})
		c.Type(testPAN)
		if !c.root.charge().HoldsCard() {
			t.Fatal("no card was typed")
		}
		c.Send(ReturnedMsg{Charset: charset.Unicode})
		if c.root.charge().HoldsCard() {
			t.Error("the card is still there")
		}
		c.mustShow(t, "A17", "he line dropped, so the card data")
	})
}

// TestATryOfATerminalThatIsGone: a right passphrase that was being compared when the line
// dropped opens nothing at the next terminal.
func TestATryOfATerminalThatIsGone(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, _, away := newWatched(t, &bank{})
		away(16 * time.Minute)
		before := c.root.lock
		if before == nil {
			t.Fatal("the console is open")
		}
		c.Send(LostMsg{})
		c.Send(ReturnedMsg{Charset: charset.Unicode})
		c.Send(unlockMsg{lock: before, right: true})
		if !c.root.Locked() {
			t.Error("the console is open")
		}
		c.Send(unlockMsg{lock: c.root.lock, right: true})
		if c.root.Locked() {
			t.Error("the right passphrase opens nothing")
		}
	})
}

// TestAnotherTerminalAsks: any key keeps the console, and is a key as ever; but not while
// it is locked.
func TestAnotherTerminalAsks(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		c.Press("n")
		kept := 0
		asks := WantedMsg{Says: "Somebody asks", Keep: func() { kept++ }}
		c.Send(asks)
		c.mustShow(t, "Somebody asks")
		typed("A17")
		c.mustShow(t, "A17")
		c.mustNotShow(t, "Somebody asks")
		if kept != 1 {
			t.Errorf("kept %d times", kept)
		}
		c.Send(asks)
		c.Send(WantedMsg{})
		c.mustNotShow(t, "Somebody asks")
		c.Send(asks)
		away(16 * time.Minute)
		typed("x")
		if kept != 1 {
			t.Error("a key at a locked console keeps it")
		}
	})
}

// TestSteps: the names of screens are told, and nothing else.
func TestSteps(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		var steps []string
		b := &bank{}
		s := newSession(b, newClock(), gateway.ModeTest)
		s.Step = func(screen string) { steps = append(steps, screen) }
		root := New(s)
		c := &console{Model: newModel(t, root), root: root, bank: b}
		c.Press("n")
		c.Type("A17\n10.50\n" + testPAN)
		c.Send(SaidMsg{Text: "We close at six"})
		c.mustShow(t, "We close at six")
		entitled := 0
		s.Entitle = func(*kit.Console) { entitled++ }
		c.Send(RightsMsg{})
		if got := strings.Join(steps, ", "); got != "Home, New payment" || entitled != 1 {
			t.Errorf("%s; entitled %d times", got, entitled)
		}
	})
}
