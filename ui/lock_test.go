package ui

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/lockout"
	"motoconsole/internal/payment"
	"motoconsole/ui/kit"
)

// newWatched is a console that wipes cards after 90 s and locks after 15 min.
func newWatched(t *testing.T, b *bank) (c *console, typed func(string), away func(time.Duration)) {
	t.Helper()
	c, typed = newTyped(t, b)
	unwatchBefore(t, c.root)
	s := c.root.console
	s.CardIdle, s.LockAfter = 90*time.Second, 15*time.Minute
	s.Unlock = func(text string) bool { return text == "open 2 me" }
	return c, typed, func(d time.Duration) {
		c.clock.wait(d)
		c.root.idleDue = c.root.now().Round(0) // the message comes in time
		c.Send(idleMsg{c.root.idleWatch})
	}
}

// watched is the console of each running test that has a watchdog.
var watched sync.Map

// unwatchBefore ends the watch of the console that the test had before root. Time goes on while
// the next one is typed into, and its watchdog would write beside the test that has read it.
func unwatchBefore(t *testing.T, root *Root) {
	if before, had := watched.Swap(t, root); had {
		endWatch(before.(*Root))
		return
	}
	t.Cleanup(func() { watched.Delete(t) })
}

func endWatch(r *Root) {
	r.watchdog.mu.Lock()
	defer r.watchdog.mu.Unlock()
	r.leaveWatch()
}

func TestCardIsWipedWhenNothingIsTyped(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, until := range []string{"A17\r10.50\r" + testPAN + "\r1230123Ann Smith", wholePayment} {
			c, typed, away := newWatched(t, &bank{})
			c.Press("n")
			typed(until)
			away(89 * time.Second)
			if !c.root.charge().HoldsCard() {
				t.Fatal("the card was wiped too early")
			}
			away(time.Second)
			if c.root.charge().HoldsCard() {
				t.Error("the card is still there")
			}
			c.mustShow(t, "A17", "£10.50", "Ann Smith", "No key for 90 seconds, so the card data was removed", "Card number")
			c.mustNotShow(t, "1111", "12/30")
			typed(testPAN)
			c.mustNotShow(t, "was removed")
		}
	})
}

// TestKeysPutItOff: the time to the lock counts from the last key.
func TestKeysPutItOff(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		c.Press("n")
		typed("A17\r10.50\r" + testPAN)
		for range 20 {
			away(89 * time.Second)
			c.Press("f1", "x", "x", "x")
		}
		if !c.root.charge().HoldsCard() || c.root.lock != nil {
			t.Error("wiped or locked although keys were pressed")
		}
	})
}

func TestLockShowsNothingAndTakesNoKey(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{}
		c, typed, away := newWatched(t, b)
		c.Press("n")
		typed(wholePayment)
		away(15 * time.Minute)
		c.mustShow(t, "moto is locked", "○ TEST", "Passphrase", "enter Unlock", "ctrl+c Quit")
		c.mustNotShow(t, "A17", "10.50", "Ann", "1111", "789")
		typed("y\x1b[200~open 2 me\x1b[201~")
		c.Press("f1", "esc", "n", "enter")
		c.mustShow(t, "Wrong passphrase")
		typed("open 2 m")
		c.mustNotShow(t, "open", "2 m")
		typed("x\x7fe\r")
		c.mustShow(t, "New payment", "A17", "£10.50", "Ann Smith", "he console was locked, so the card data was removed")
		if b.count() != 0 || c.root.charge().HoldsCard() {
			t.Error("a key acted while the console was locked, or the card is still there")
		}
		typed(testPAN + "\r1230123")
		c.Press("ctrl+r")
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "APPROVED")
	})
}

// TestAKeyAfterSleepLocks: the timer does not run while the machine sleeps.
func TestAKeyAfterSleepLocks(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, _, _ := newWatched(t, &bank{})
		c.clock.wait(time.Hour)
		c.Press("n")
		c.mustShow(t, "moto is locked")
		before := c.root.idleWatch
		c.Send(idleMsg{before})                       // the timer comes late
		c.Send(tea.KeyPressMsg{Code: 'x', Text: "x"}) // typed before the lock could be seen
		c.clock.wait(settles)
		for _, r := range "open 2 me" {
			c.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
			c.Send(idleMsg{before})
		}
		c.mustShow(t, strings.Repeat("•", len("open  me"))) // digits come from the queue
	})
}

// TestPaymentOnItsWayIsToldAfterTheLock: the agent reads the outcome after unlocking.
func TestPaymentOnItsWayIsToldAfterTheLock(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{gate: make(chan struct{})}
		c, typed, away := newWatched(t, b)
		c.Press("n")
		typed(wholePayment)
		c.clock.wait(time.Second)
		c.Press("y")
		away(16 * time.Minute)
		c.mustShow(t, "moto is locked")
		close(b.gate)
		c.Drain()
		c.mustShow(t, "moto is locked")
		c.mustNotShow(t, "APPROVED", "10.50", "A17")
		if _, ok := c.root.Unseen(); !ok {
			t.Error("who leaves now is not told the outcome")
		}
		typed("open 2 me\r")
		c.mustShow(t, "APPROVED", "£10.50")
		if _, ok := c.root.Unseen(); ok {
			t.Error("the outcome counts as unseen")
		}
		if c.root.charge().Attempt().Outcome != gateway.OutcomeApproved {
			t.Error(c.root.charge().Attempt().Outcome)
		}
	})
}

func TestTenWrongPassphrases(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		away(15 * time.Minute)
		for left := 9; left > 0; left-- {
			typed("no\r")
			c.mustShow(t, "Wrong passphrase: "+map[bool]string{true: "1 try left", false: fmt.Sprint(left, " tries left")}[left == 1])
		}
		typed("no\r")
		c.mustShow(t, "Too many wrong passphrases")
		typed("open 2 me\r")
		c.mustShow(t, "Too many wrong passphrases")
		c.clock.wait(30*time.Minute - time.Second)
		typed("open 2 me\r")
		c.mustShow(t, "moto is locked")
		c.clock.wait(2 * time.Second)
		typed("open 2 me\r")
		c.mustShow(t, "Your payments today")
	})
}

func TestWithoutAPassphraseOnlyLeaving(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		c.root.console.Unlock = nil
		away(15 * time.Minute)
		typed("abc\r")
		c.mustShow(t, "No passphrase is set up", "ctrl+c")
		c.mustNotShow(t, "•", "enter Unlock")
		c.Press("ctrl+c")
		if !c.Quitting() {
			t.Error("ctrl+c does not leave")
		}
	})
}

// TestOneTimer: there is never more than one timer, and none while the console is
// locked.
func TestOneTimer(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		r := c.root
		defer r.Close()
		if cmd := r.watchIdle(); cmd == nil || r.idleWatch != 1 {
			t.Fatal("no timer")
		}
		if r.idle(idleMsg{0}) != nil {
			t.Error("an old timer sets another")
		}
		away(15 * time.Minute)
		if r.watchIdle() != nil {
			t.Error("a timer runs while the console is locked")
		}
		typed("open 2 me\r")
		if r.idleWatch < 2 {
			t.Error("no timer after unlocking")
		}
		if s := newSession(&bank{}, newClock(), gateway.ModeTest); New(s).watchIdle() != nil {
			t.Error("a timer runs that has nothing to wait for")
		}
	})
}

// TestResizeBehindTheLock: an outcome that the agent could not see stays unseen until
// the console is unlocked and large enough, whatever size the window has meanwhile.
func TestResizeBehindTheLock(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{gate: make(chan struct{})}
		c, typed, away := newWatched(t, b)
		c.Press("n")
		typed(wholePayment)
		c.clock.wait(time.Second)
		c.Press("y")
		away(16 * time.Minute)
		close(b.gate)
		c.Drain()
		unseen := func(when string, want bool) {
			t.Helper()
			if _, ok := c.root.Unseen(); ok != want {
				t.Errorf("%s: unseen %v", when, ok)
			}
		}
		c.Resize(40, 10)
		c.Resize(80, 24)
		unseen("locked", true)
		c.Resize(40, 10)
		c.root.unlocked(true) // the console was comparing the passphrase
		unseen("too small", true)
		c.Resize(80, 24)
		unseen("open", false)
		c.mustShow(t, "APPROVED", "£10.50")
	})
}

// TestNewsBehindTheLock: the first key after unlocking does not remove news that came
// during the lock.
func TestNewsBehindTheLock(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		away(15 * time.Minute)
		c.Send(kit.ResolvedMsg{Attempt: payment.Attempt{
			ID: "of-another-desk", Operation: journal.OpCharge, State: payment.Known, Outcome: gateway.OutcomeApproved, Agent: "sam", SentReference: "B18",
		}})
		c.clock.wait(time.Hour)
		c.mustNotShow(t, "by sam")
		typed("open 2 me\r")
		c.Press("n")
		c.mustShow(t, "by sam", "APPROVED")
	})
}

// TestACardTypedIntoTheLock: the lock keeps no card number, and does not count it as a
// passphrase.
func TestACardTypedIntoTheLock(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c, typed, away := newWatched(t, &bank{})
		away(15 * time.Minute)
		typed(testPAN)
		c.mustShow(t, "looked like a card number, so it was removed")
		if held := c.root.lock.typed; len(held) != 0 || strings.Trim(string(held[:cap(held)]), "\x00") != "" {
			t.Errorf("%q", held[:cap(held)])
		}
		typed("open 2 me\r")
		c.mustNotShow(t, "moto is locked")
	})
}

// TestCardOfARefusedPayoutIsWiped: behind the page that refuses a payout the form still
// holds the card, and an idle console wipes it.
func TestCardOfARefusedPayoutIsWiped(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		for _, away := range []time.Duration{90 * time.Second, 15 * time.Minute} {
			c := newCounter(t, &till{}, func(s *kit.Console) {
				serviceOf(s).Limits.Payouts, serviceOf(s).Limits.MaxRefund = true, gateway.Money{Minor: 1000, Currency: s.Form.Currency}
				s.CardIdle, s.LockAfter = 90*time.Second, 15*time.Minute
			})
			c.Press("p")
			c.Type("P-1\n20.00\n" + testPAN + "\n1230goo\n")
			c.mustShow(t, "A payout may be at most £10.00")
			if !c.root.operated().HoldsCard() {
				t.Fatal("the payout is not refused with its card behind it")
			}
			c.clock.wait(away)
			c.Send(idleMsg{c.root.idleWatch})
			if c.root.operated().HoldsCard() {
				t.Errorf("after %v: the card is left", away)
			}
		}
	})
}

// TestCloseWipesWhatWasTyped: if the terminal goes while another payment is on its way,
// the form keeps no card.
func TestCloseWipesWhatWasTyped(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newConsole(t, &bank{})
		c.Press("n")
		c.Type("A17\n10.50\n" + testPAN)
		if !c.root.charge().HoldsCard() {
			t.Fatal("no card was typed")
		}
		c.root.Close()
		if c.root.charge().HoldsCard() {
			t.Error("the card is still there")
		}
	})
}

// newStarted is a console with a passphrase that has just been started.
func newStarted(t *testing.T, tries lockout.Tries) *console {
	t.Helper()
	c, b := newClock(), &bank{answer: approved}
	s := newSession(b, c, gateway.ModeTest)
	s.Unlock, s.Tries = func(text string) bool { return text == "open me" }, tries
	root := New(s)
	return &console{Model: newModel(t, root), root: root, bank: b, clock: c}
}

// TestStartsLocked: a console with a passphrase shows nothing before the agent types
// it.
func TestStartsLocked(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		c := newStarted(t, nil)
		c.mustShow(t, "moto is locked", "Type your passphrase to open it", "Passphrase", "enter Unlock", "ctrl+c Quit")
		c.mustNotShow(t, "No key was pressed", "Your payments today")
		c.Press("n", "l", "f1", "enter")
		c.mustShow(t, "Wrong passphrase")
		c.Type("open me\n")
		c.mustShow(t, "Your payments today")
		if c.root.Locked() {
			t.Error("it is still locked")
		}
		if s := newSession(&bank{}, newClock(), gateway.ModeTest); New(s).Locked() {
			t.Error("without a passphrase it starts locked")
		}
		c = newStarted(t, nil)
		c.Press("ctrl+c")
		if !c.Quitting() || !c.root.Locked() {
			t.Error("ctrl+c does not leave")
		}
	})
}

// madeUp are tries that a test makes up.
type madeUp struct {
	left time.Duration
	err  error
	took int
}

func (f *madeUp) Take() (time.Duration, error) { f.took++; return f.left, f.err }
func (f *madeUp) Right() error                 { return f.err }
func (f *madeUp) Left() (time.Duration, int, error) {
	return f.left, lockout.Most - f.took, f.err
}

// TestClosedElsewhere: after wrong passphrases at other consoles this one accepts none,
// from its start or while it runs, until the count allows it.
func TestClosedElsewhere(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		tries := &madeUp{left: 20 * time.Minute}
		c := newStarted(t, tries)
		c.mustShow(t, "Too many wrong passphrases, here or at another console. Try again after 14:22")
		c.mustNotShow(t, "enter Unlock")
		c.Type("open me\n")
		c.mustShow(t, "Too many wrong passphrases")
		if tries.took != 0 {
			t.Error("a try was taken")
		}
		tries.left = 0
		c.Press("enter") // asks again
		c.mustNotShow(t, "Too many", "Wrong")
		tries.left = time.Minute
		c.Type("open me\n")
		c.mustShow(t, "Too many wrong passphrases", "14:03")
		tries.left = 0
		c.clock.wait(time.Minute)
		c.Send(closedMsg{c.root.lock})
		c.mustNotShow(t, "Too many", "Wrong")
		c.Type("open me\n")
		c.mustShow(t, "Your payments today")
	})
}

// TestTriesThatCannotBeCounted: if tries cannot be counted, no passphrase is compared.
func TestTriesThatCannotBeCounted(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		tries := &madeUp{err: errors.New("the disk is full")}
		c := newStarted(t, tries)
		c.mustShow(t, "The journal cannot be written, so no passphrase is accepted")
		c.Type("open me\n")
		c.mustShow(t, "The journal cannot be written, so no passphrase is accepted")
		tries.err = nil
		c.Type("open me\n")
		c.mustShow(t, "Your payments today")
	})
}

// TestTheLockIsAnnounced: a minute before the lock the console says so, once, and a key
// puts it off. It says nothing where the lock comes too soon for that.
func TestTheLockIsAnnounced(t *testing.T) {
	const says = "locks itself in a minute"
	unhurried(t, func(t *testing.T) {
		c, _, away := newWatched(t, &bank{})
		c.Press("n")
		away(14*time.Minute - time.Second)
		c.mustNotShow(t, says)
		away(time.Second)
		c.mustShow(t, says)
		c.Press("up")
		c.mustNotShow(t, says)
		away(14 * time.Minute)
		c.mustShow(t, says)
		away(time.Minute)
		c.mustShow(t, "moto is locked")
		c.mustNotShow(t, says)
	})
	unhurried(t, func(t *testing.T) {
		c, _, away := newWatched(t, &bank{})
		c.root.console.LockAfter = 2 * time.Minute
		c.Press("n")
		away(2*time.Minute - time.Second)
		c.mustNotShow(t, says)
	})
}
