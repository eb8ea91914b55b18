//go:build unix

package cli_test

import (
	"strings"
	"testing"

	"motoconsole/internal/effort"

	"motoconsole/gateway"
	"motoconsole/internal/cli"
	"motoconsole/internal/journal"
)

// TestARenamedOrder: a payment of moto's or of the portal gets another order reference.
// The guard knows the new one, Find and moto lookup find the payment under both, and
// its page says how it was sent.
func TestARenamedOrder(t *testing.T) {
	effort.Whole(t)
	t.Parallel()
	for _, ours := range []bool{true, false} {
		t.Run(map[bool]string{true: "ours", false: "the portal's"}[ours], func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			if !ours {
				o.portal(t, `"orderreference":"A17","baseamount":"1050"`)
			}
			p := o.console(t, "priya")
			if ours {
				take(t, p, ordered("A17"), "✔ APPROVED")
				p.Press("enter")
				p.WaitFor(t, "Your payments today")
			}
			findPayment(t, p, "A17")
			giveBack(t, p, "Change the order reference", "B18\ntyp\n", "y  Change it")
			agree(t, p)
			p.WaitFor(t, "✔ CHANGED")
			if e := o.entries(t)[0]; e.Operation != journal.OpOrder || e.Outcome != gateway.OutcomeApproved {
				t.Errorf("the journal has %v %v", e.Operation, e.Outcome)
			}
			grace()
			p.Press("o") // back to the payment
			loaded(t, p)
			if ours {
				e := o.entries(t)[1]
				if e.CurrentReference != "B18" || e.OwnReference != "A17" {
					t.Errorf("now %q, own %q", e.CurrentReference, e.OwnReference)
				}
				p.WaitFor(t, "B18")
			}
			for _, words := range []string{"A17", "B18"} {
				said, code := o.run(t, "lookup", words)
				if code != cli.ExitOK || !strings.Contains(said, "B18") || !strings.Contains(said, "£10.50") {
					t.Errorf("lookup %s: exit code %d\n%s", words, code, said)
				}
			}
			home := func() {
				p.Press("esc")
				p.WaitFor(t, "newest first")
				p.Press("esc")
				p.WaitFor(t, "esc  Home")
				p.Press("esc")
				p.WaitFor(t, "Your payments today")
			}
			home()
			for _, words := range []string{"A17", "B18"} {
				findPayment(t, p, words)
				home()
			}

			fill(t, p, with(func(e *entry) { e.order, e.amount = "B18", "3.00" }))
			says(t, p, "ORDER B18 HAS ALREADY BEEN PAID")
			b.wantAuths(t, map[bool]int{true: 1, false: 0}[ours])
			o.verify(t)
		})
	}
}

// TestDoNotTryAgain: the bank's "do not try again" is on the gateway's record and not
// in our journal. A new payment by that card is barred, with these words.
func TestDoNotTryAgain(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"advice4", "advice8"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			b := startBank(t)
			o := newOffice(t, b)
			p := o.console(t, "priya")
			take(t, p, ordered("A17"), "✔ APPROVED")
			p.Press("enter")
			p.WaitFor(t, "Your payments today")
			b.keepsWrong(t, fault, gateway.TypeQuery)
			findPayment(t, p, "A17")
			p.Press("g")
			p.WaitFor(t, "↑ ↓  Move   esc  Back")
			if !mark(t, p, "New payment: the bank said not to try this") { // the line with the rest
				t.Fatal(p.Text())
			}
			says(t, p, "The bank said not to try this card again: take another card.")
			p.Press("enter") // and opens no other page
			p.WaitFor(t, "↑ ↓  Move   esc  Back")
			b.wantAuths(t, 1)
		})
	}
}
