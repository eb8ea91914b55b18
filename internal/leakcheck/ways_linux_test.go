package leakcheck

import (
	"fmt"
	"strings"
	"time"
)

// A way in which a card comes in and is let go. It begins at home; when let
// returns, nothing of the card may be left, and settle leads home once more.
type way struct {
	name string
	let  func(d *desk, c card)
	// settle is nil when the console has ended.
	settle func(d *desk)
	// env is what the console is given in its environment, for tests alone.
	env []string
}

// ways are all there are. What a later part of the program brings belongs
// here; without let a way is listed as one that cannot be gone yet.
func ways() []way {
	return []way{
		{"typed", func(d *desk, c card) { d.charge("", typed, c, "APPROVED") }, (*desk).goHome, nil},
		{"pasted", func(d *desk, c card) { d.charge("", pasted, c, "APPROVED") }, (*desk).goHome, nil},
		{"burst", func(d *desk, c card) { d.chargeBurst(c, "APPROVED") }, (*desk).goHome, nil},
		{"pasted in groups", func(d *desk, c card) { d.charge("", grouped, c, "APPROVED") }, (*desk).goHome, nil},
		{"corrected", func(d *desk, c card) { d.charge("", corrected, c, "APPROVED") }, (*desk).goHome, nil},
		{"discarded", (*desk).discard, func(*desk) {}, nil},
		{"asked about", (*desk).askedAbout, func(*desk) {}, nil},
		{"timed out", func(d *desk, c card) { d.charge("FAULT-stall.9s-", typed, c, "UNKNOWN") }, (*desk).goHome, nil},
		{"unknown", func(d *desk, c card) { d.charge("FAULT-lost-", typed, c, "UNKNOWN") }, (*desk).goHome, nil},
		{"panicked", (*desk).panics, nil, nil},
		{"killed", (*desk).dies, nil, nil},
		{"left", (*desk).quits, nil, nil},
		{"locked", (*desk).locks, (*desk).unlock, []string{"MOTO_TEST_CARD_IDLE=" + away, "MOTO_TEST_LOCK_AFTER=" + away}},
		{"wiped while idle", (*desk).idles, (*desk).throwAway, []string{"MOTO_TEST_CARD_IDLE=" + away}},
		{"look-up by card", (*desk).looksUp, (*desk).leaveList, nil},
		{name: "plain mode"},
		{name: "over SSH"},
	}
}

const (
	home        = "What would you like to do?"
	confirmPage = "charges the card once"
	rest        = "1230" + "907" + "Ann Smith\nNo 789\nTE456ST"
)

// grace is longer than a page ignores keys.
func grace() { time.Sleep(700 * time.Millisecond) }

// order is an order reference that no other payment has.
func (d *desk) order(prefix string) string {
	d.orders++
	return fmt.Sprintf("%s%d", prefix, d.orders)
}

// typed types the number as a person does, each digit after the last one was
// drawn.
func typed(d *desk, c card) { d.digits(string(c)) }

func (d *desk) digits(digits string) {
	d.t.Helper()
	for _, digit := range digits {
		at := d.Bytes()
		d.Type(string(digit))
		d.WaitUntil(d.t, "a digit is drawn", func(string) bool { return d.Bytes() > at })
	}
}

func pasted(d *desk, c card) { d.Paste(string(c)) }

// grouped pastes the number as it stands on the card.
func grouped(d *desk, c card) {
	d.Paste(strings.Join([]string{string(c[:4]), string(c[4:8]), string(c[8:12]), string(c[12:])}, " "))
}

// corrected types a wrong check digit, takes four digits back and types them
// anew.
func corrected(d *desk, c card) {
	d.digits(c.wrong())
	d.Press("backspace", "backspace", "backspace", "backspace")
	d.Type(string(c[12:]))
}

// card leads to the card's field and puts a number in.
func (d *desk) card(prefix string, in func(*desk, card), c card) {
	d.t.Helper()
	d.Press("n")
	d.WaitFor(d.t, "Payment by telephone")
	order := d.order(prefix)
	d.Type(order + "\n10.50")
	d.WaitFor(d.t, "10.50")
	in(d, c)
	d.WaitFor(d.t, string(c[12:])+"  Visa")
}

func (d *desk) charge(prefix string, in func(*desk, card), c card, outcome string) {
	d.t.Helper()
	d.card(prefix, in, c)
	d.Type(rest)
	d.yes(outcome)
}

// chargeBurst sends a whole payment at once, as a program that types does.
func (d *desk) chargeBurst(c card, outcome string) {
	d.t.Helper()
	d.Input([]byte("n" + d.order("") + "\r10.50" + string(c) + strings.ReplaceAll(rest, "\n", "\r")))
	d.yes(outcome)
}

func (d *desk) yes(outcome string) {
	d.t.Helper()
	d.WaitFor(d.t, confirmPage)
	grace()
	d.Press("y")
	d.WaitFor(d.t, outcome)
}

// goHome leaves an outcome. One that is found out just then stays a while longer,
// and swallows the key.
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
	d.Type("1230907")
	d.throwAway()
}

// askedAbout leads to the confirm page, where the gateway is asked for payments
// by the card, and throws it away.
func (d *desk) askedAbout(c card) {
	d.t.Helper()
	d.card("", typed, c)
	d.Type(rest)
	d.WaitFor(d.t, confirmPage)
	grace()
	d.Press("esc")
	d.WaitFor(d.t, "Payment by telephone")
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
	d.WaitFor(d.t, "Leave moto?")
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
