package leakcheck

import "strings"

// looksUp takes a payment by a card, and then finds it by the card's number.
func (d *desk) looksUp(c card) {
	d.t.Helper()
	d.chargeBurst(c, "APPROVED")
	d.goHome()
	d.Press("l")
	d.WaitFor(d.t, "Type what the caller tells you")
	d.Press("ctrl+f")
	d.WaitFor(d.t, "More filters")
	d.digits(c.number)
	d.ended(c)
	d.Press("ctrl+r")
	d.WaitUntil(d.t, "the payment is found", func(screen string) bool {
		return strings.Contains(screen, "row 1") && strings.Contains(screen, c.last4())
	})
}

// leaveList goes home from the list, past the search line.
func (d *desk) leaveList() {
	d.t.Helper()
	d.Press("e")
	d.WaitFor(d.t, "Type what the caller tells you")
	d.Press("esc")
	d.WaitFor(d.t, home)
}
