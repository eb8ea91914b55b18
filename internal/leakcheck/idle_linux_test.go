package leakcheck

import (
	"strings"
	"time"
)

// How long the keyboard is idle in the ways that test idleness. Agents have minutes;
// the build for tests takes these times from its environment.
const away = "3s"

// A passphrase, and its hash with the fewest rounds allowed.
const (
	passphrase     = "open the console"
	passphraseHash = "pbkdf2-sha256$100000$bW90bydzIGxlYWsgdGVzdA$84GcVYctv4u3cxfes5lpUSgEkIj1EizshFuSkQ6iXJo"
)

// locks leaves a card in the form until the console locks itself. Only the lock wipes
// the card.
func (d *desk) locks(c card) {
	d.t.Helper()
	d.awake()
	d.card("", typed, c)
	d.Type(expiry + c.code)
	d.WaitFor(d.t, "moto is locked")
}

// awake unlocks a console that has locked itself while the test searched its memory. A
// key shows whether it has.
func (d *desk) awake() {
	d.t.Helper()
	d.Press("f1")
	d.WaitUntil(d.t, "an answer to a key", func(shown string) bool {
		return strings.Contains(shown, "closes the help") || strings.Contains(shown, "shows more keys") || strings.Contains(shown, "moto is locked")
	})
	if strings.Contains(d.Text(), "moto is locked") {
		settle()
		d.Type(passphrase + "\n")
		d.WaitFor(d.t, home)
	}
	for !strings.Contains(d.Text(), home) { // the help has pages
		was := d.Text()
		d.Press("esc")
		d.WaitUntil(d.t, "another page", func(shown string) bool { return shown != was })
	}
}

// settle waits until keys count again. A console that wiped a card or locked later than it
// should, because it stood still, ignores them for a second.
func settle() { time.Sleep(1500 * time.Millisecond) }

// unlock opens a console that has locked itself, and leaves its form. On a busy machine the
// console may lock itself again before it gets the next key.
func (d *desk) unlock() {
	d.t.Helper()
	const locked, says = "moto is locked", "The console was locked, so the card data was"
	said := false
	for end := time.Now().Add(8 * time.Minute); ; {
		shown := d.Text()
		said = said || strings.Contains(shown, says)
		switch {
		case strings.Contains(shown, home):
			if !said {
				d.t.Error("the console does not say that it removed the card data when it locked")
			}
			return
		case !d.runs() || time.Now().After(end):
			d.t.Fatalf("the console cannot be unlocked:\n%s", shown)
		case strings.Contains(shown, locked):
			settle()
			d.Type(passphrase + "\n")
			d.Watch(d.Exited(), soon, func(now string) bool { return !strings.Contains(now, locked) })
			continue
		case strings.Contains(shown, "Discard this payment?"):
			d.Press("y")
		default:
			d.Press("esc")
		}
		d.Watch(d.Exited(), soon, func(now string) bool { return now != shown })
	}
}

// held leaves a card in the form while the terminal takes no output.
func (d *desk) held(c card) {
	d.t.Helper()
	d.awake()
	d.card("", typed, c)
	d.Type(expiry + c.code)
	d.Hold()
	d.absent()
}

// heldOpen is held in a console that does not lock itself soon.
func (d *desk) heldOpen(c card) {
	d.t.Helper()
	d.card("", pasted, c)
	d.Type(expiry + c.code)
	d.Hold()
	d.absent()
}

// absent is longer than the console takes to wipe the card, or to lock itself: the watchdog
// comes a second after the time.
func (d *desk) absent() { time.Sleep(6 * time.Second) }

// letGo makes the terminal take output again. What was typed meanwhile reaches nothing:
// neither the form below the lock, nor the passphrase.
func (d *desk) letGo() {
	d.t.Helper()
	d.Type("y\x03\n")
	at := len(d.Recorded())
	d.Release()
	d.WaitFor(d.t, "moto is locked")
	settle()
	shown := string(d.Recorded()[at:])
	if lock := strings.LastIndex(shown, "moto is locked"); lock < 0 || strings.Contains(shown[lock:], "10.50") {
		d.t.Error("after the lock the form was drawn once more")
	}
	d.unlock()
}

// letGoOpen makes the terminal take output again, and leaves the form.
func (d *desk) letGoOpen() {
	d.t.Helper()
	d.Release()
	d.WaitFor(d.t, "so the card data was")
	settle()
	d.throwAway()
}

// idles leaves a card in the form until the console wipes it.
func (d *desk) idles(c card) {
	d.t.Helper()
	d.card("", pasted, c)
	d.Type(expiry + c.code)
	d.WaitFor(d.t, "so the card data was")
	settle()
}

// idlesInGroups is idle while a number is typed again.
func (d *desk) idlesInGroups(c card) {
	d.t.Helper()
	d.groups(c)
	d.WaitFor(d.t, "so the card data was")
	settle()
}
