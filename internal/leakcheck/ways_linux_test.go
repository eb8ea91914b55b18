package leakcheck

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A way in which a card comes in and is dropped. It begins at home. When let returns,
// nothing of the card may be left; settle goes home again.
type way struct {
	name string
	let  func(d *desk, c card)
	// settle is nil when the console has ended.
	settle func(d *desk)
	// env are variables for the console, for tests only.
	env []string
	// drawn is how many digits of the number may be drawn before the console recognises
	// it.
	drawn int
	alone bool // the number goes without its code
	// settings are lines of [payment] at its desk.
	settings string
}

// ways are all ways. New ones belong here; a way without let is listed as not tested
// yet.
func ways() []way {
	one := func(name string, let func(*desk, card), settle func(*desk), env ...string) way {
		return way{name: name, let: let, settle: settle, env: env}
	}
	charged := func(prefix string, in func(*desk, card), outcome string) func(*desk, card) {
		return func(d *desk, c card) { d.charge(prefix, in, c, outcome) }
	}
	stay := func(*desk) {}
	return slices.Concat([]way{
		one("typed", charged("", typed, "APPROVED"), (*desk).goHome),
		one("pasted", charged("", pasted, "APPROVED"), (*desk).goHome),
		one("burst", func(d *desk, c card) { d.chargeBurst(c, "APPROVED") }, (*desk).goHome),
		one("pasted in groups", charged("", grouped, "APPROVED"), (*desk).goHome),
		one("corrected", charged("", corrected, "APPROVED"), (*desk).goHome),
		one("typed again by groups", charged("", byGroups, "APPROVED"), (*desk).goHome),
		one("discarded by groups", (*desk).leavesGroups, stay),
		one("groups wiped while idle", (*desk).idlesInGroups, (*desk).throwAway, "MOTO_TEST_CARD_IDLE="+away),
		one("discarded", (*desk).discard, stay),
		one("asked about", (*desk).askedAbout, stay),
		one("timed out", charged("FAULT-stall.9m-", typed, "UNKNOWN"), (*desk).goHome),
		one("unknown", charged("FAULT-lost.9m-", typed, "UNKNOWN"), (*desk).goHome),
		one("panicked", (*desk).panics, nil),
		one("killed", (*desk).dies, nil),
		one("left", (*desk).quits, nil),
		one("locked", (*desk).locks, (*desk).unlock, "MOTO_TEST_CARD_IDLE="+away, "MOTO_TEST_LOCK_AFTER="+away),
		one("wiped while idle", (*desk).idles, (*desk).throwAway, "MOTO_TEST_CARD_IDLE="+away),
		one("terminal held", (*desk).heldOpen, (*desk).letGoOpen, "MOTO_TEST_CARD_IDLE="+away),
		one("terminal held and locked", (*desk).held, (*desk).letGo, "MOTO_TEST_CARD_IDLE="+away, "MOTO_TEST_LOCK_AFTER="+away),
		one("look-up by card", (*desk).looksUp, (*desk).leaveList),
	}, recipientWays(), wrongWays(), []way{furtherWay(), {name: "plain mode"}})
}

const (
	home        = "Your payments today"
	form        = "ctrl+f  More"
	asks        = "Quit moto?"
	confirmPage = "Check with the caller"
	expiry      = "1230"
)

// rest is the text typed after the number.
func (c card) rest() string { return expiry + c.code + "Ann Smith\nNo 789\nTE456ST\n" }

// grace is longer than a page ignores keys.
func grace() { time.Sleep(700 * time.Millisecond) }

// order is an order reference that no other payment has.
func (d *desk) order(prefix string) string {
	d.orders++
	return fmt.Sprintf("%s%d", prefix, d.orders)
}

// typed types the number as a person does, each digit after the last one was
// drawn.
func typed(d *desk, c card) { d.digits(c.number) }

func (d *desk) digits(digits string) {
	d.t.Helper()
	for _, digit := range digits {
		at := d.Bytes()
		d.Type(string(digit))
		d.WaitUntil(d.t, "a digit is drawn", func(string) bool { return d.Bytes() > at })
	}
}

func pasted(d *desk, c card) { d.Paste(c.number) }

// grouped pastes the number in groups, as on the card.
func grouped(d *desk, c card) {
	d.Paste(strings.Join(c.groups(), " "))
}

// corrected types a wrong check digit, deletes four digits and types them again.
func corrected(d *desk, c card) {
	d.digits(c.wrong())
	d.Press("backspace", "backspace", "backspace", "backspace")
	d.Type(c.last4())
}

// byGroups types a wrong check digit, and then the right number by its groups. The Enter
// that ends the number takes them.
func byGroups(d *desk, c card) {
	d.digits(c.wrong())
	d.WaitFor(d.t, "two are swapped")
	d.Type("\n")
	d.WaitFor(d.t, "Now group 1")
	d.digits(c.number)
	d.WaitFor(d.t, "The number fits")
}

// groups types a wrong number and most of the right one by its groups.
func (d *desk) groups(c card) {
	d.t.Helper()
	d.Press("n")
	d.WaitFor(d.t, form)
	d.Type(d.order("") + "\n10.50\n")
	d.WaitFor(d.t, "10.50")
	d.digits(c.wrong())
	d.WaitFor(d.t, "two are swapped")
	d.Type("\n")
	d.WaitFor(d.t, "Now group 1")
	d.digits(c.number[:len(c.number)-2])
}

// leavesGroups leaves the groups with the number as it was, and discards the form.
func (d *desk) leavesGroups(c card) {
	d.t.Helper()
	d.groups(c)
	d.Press("esc")
	d.WaitFor(d.t, "two are swapped")
	d.throwAway()
}

// card goes to the card's field and enters a number.
func (d *desk) card(prefix string, in func(*desk, card), c card) {
	d.t.Helper()
	d.Press("n")
	d.WaitFor(d.t, form)
	order := d.order(prefix)
	d.Type(order + "\n10.50\n")
	d.WaitFor(d.t, "10.50")
	in(d, c)
	d.ended(c)
}

// ended leaves the card's field with Enter, because a Visa number may have more digits.
// After a number that cannot, the form ignores the Enter.
func (d *desk) ended(c card) {
	d.t.Helper()
	d.Type("\n")
	d.WaitUntil(d.t, "the card's brand and last digits", func(shown string) bool {
		return strings.Contains(shown, c.last4()) && strings.Contains(shown, brands[c.brand()].name)
	})
}

func (d *desk) charge(prefix string, in func(*desk, card), c card, outcome string) {
	d.t.Helper()
	d.card(prefix, in, c)
	d.Type(c.rest())
	d.yes(outcome)
}

// chargeBurst sends a whole payment at once, like a program that types.
func (d *desk) chargeBurst(c card, outcome string) {
	d.t.Helper()
	d.Input([]byte("n" + d.order("SHOP-2026-") + "\r10.50\r" + c.number + "\r" + strings.ReplaceAll(c.rest(), "\n", "\r")))
	d.yes(outcome)
}

func (d *desk) yes(outcome string) {
	d.t.Helper()
	d.WaitFor(d.t, confirmPage)
	grace()
	d.Press("y")
	d.WaitFor(d.t, outcome)
}

// goHome leaves an outcome. The page of an outcome that arrives at that moment stays a
// little longer and ignores the key.
func (d *desk) goHome() {
	d.t.Helper()
	for range 10 {
		grace()
		d.Press("enter")
		for range 20 {
			if strings.Contains(d.Text(), home) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	d.WaitFor(d.t, home)
}

func (d *desk) discard(c card) {
	d.t.Helper()
	d.card("", typed, c)
	d.Type(expiry + c.code)
	d.throwAway()
}

// askedAbout goes to the confirm page, where moto asks the gateway for payments by the
// card, and then discards the form.
func (d *desk) askedAbout(c card) {
	d.t.Helper()
	d.card("", typed, c)
	d.Type(c.rest())
	d.WaitFor(d.t, confirmPage)
	grace()
	d.Press("esc")
	d.WaitFor(d.t, form)
	d.throwAway()
}

// throwAway leaves the payment's form.
func (d *desk) throwAway() {
	d.t.Helper()
	d.Press("esc")
	d.WaitFor(d.t, "Discard this payment?")
	d.Press("y")
	d.WaitFor(d.t, home)
}

func (d *desk) dies(c card) {
	d.t.Helper()
	d.card("", typed, c)
	d.Kill()
	d.Wait(d.t)
}

func (d *desk) quits(c card) {
	d.t.Helper()
	d.card("", pasted, c)
	d.Press("ctrl+c")
	d.WaitFor(d.t, asks)
	d.Press("y")
	if code := d.Wait(d.t); code != 0 {
		d.t.Errorf("exit code %d", code)
	}
}

// panics makes the console panic: in Update, or in a command.
func (d *desk) panics(c card) {
	d.t.Helper()
	d.card("", typed, c)
	d.Press([]string{"f12", "f11"}[len(d.screens)%2])
	if code := d.Wait(d.t); code != 1 {
		d.t.Errorf("exit code %d", code)
	}
	if d.AltScreen() {
		d.t.Error("the terminal was left on the alternate screen")
	}
	drawn := string(d.Recorded())
	if !strings.Contains(drawn, "moto: a defect of the program ended it") {
		d.t.Errorf("it does not say what happened:\n%s", d.Text())
	}
	for _, told := range []string{"the value of a panic", "goroutine", "Caught panic"} {
		if strings.Contains(drawn, told) {
			d.t.Errorf("%q was printed", told)
		}
	}
}
