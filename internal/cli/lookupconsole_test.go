//go:build unix

package cli_test

import (
	"testing"

	"motoconsole/internal/screentest"
)

// TestLookupInTheConsole takes a payment and finds it again by details that a caller
// may give: the order reference, the last four digits, the whole card number.
func TestLookupInTheConsole(t *testing.T) {
	t.Parallel()
	o := newOffice(t, startBank(t))
	p := screentest.StartPTY(t, o.command(t, "priya"), 80, 24)
	p.WaitFor(t, "Your payments today")
	take(t, p, ordered("A17"), "✔ APPROVED")
	take(t, p, with(func(e *entry) { e.order, e.amount = "B22", "700.00" }), "DECLINED")
	p.Press("enter")
	p.WaitFor(t, "Your payments today")

	p.Press("l")
	p.WaitFor(t, "Type what the caller tells you")
	p.Type("A17\n")
	p.WaitFor(t, "row 1")
	p.WaitFor(t, "▸ ")
	for _, words := range []string{"£10.50", "Visa 1486", "A17-", "✔ Approved", "✔ ✔ ✔"} {
		p.WaitFor(t, words)
	}

	p.Press("esc")
	p.WaitFor(t, "Your last search")
	p.Type("1486 declined\n")
	p.WaitFor(t, "1486 declined")
	p.WaitFor(t, "1 of 2 payments")
	for _, words := range []string{"£700.00", "B22-", "✖ Declined"} {
		p.WaitFor(t, words)
	}

	p.Press("esc")
	p.WaitFor(t, "Your last search")
	p.Press("ctrl+f")
	p.WaitFor(t, "More filters")
	p.Type(canary + "\n")
	p.WaitFor(t, "1486")
	p.Press("ctrl+r")
	p.WaitFor(t, "a card number")
	p.WaitFor(t, "2 payments")

	p.Press("esc")
	p.WaitFor(t, "Type what the caller tells you")
	p.Press("esc")
	p.WaitFor(t, "Your payments today")
	leave(t, p)
	noCard(t, "the terminal", string(p.Recorded()))
	o.noTrace(t)
}
