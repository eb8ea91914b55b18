package ui

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox"
)

// TestReleaseOfATwinAsksWhy: the release of a held refund wants a reason when the
// same was given back in its place, as every second giving back does.
func TestReleaseOfATwinAsksWhy(t *testing.T) {
	f := newHall(t)
	c := f.console(t, "priya")
	c.charge()
	c.wait(t, "APPROVED")
	reference := c.root.charge().Attempt().Result.Record.TransactionReference
	f.bank.Settle()
	refund := func(until string) {
		c.open(t, reference)
		c.Press("g")
		c.pickOption(t, "Refund a part")
		c.Type("4.00\nnot\n")
		c.wait(t, "Check with the caller")
		c.clock.wait(time.Second)
		c.Press("y")
		c.wait(t, until)
		c.clock.wait(20 * time.Minute)
	}
	if err := f.bank.SetFault(sandbox.Fault{Name: "suspend", Types: []string{gateway.TypeRefund}}); err != nil {
		t.Fatal(err)
	}
	refund("! HELD")
	entries, err := f.store.Recent(t.Context(), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	refund("✔ REFUNDED")
	c.open(t, entries[0].TransactionReference)
	c.Press("g")
	c.pickOption(t, "Release the held refund")
	c.Type("goo\n")
	c.wait(t, "kept with the payment")
	c.mustShow(t, "Already done?", "not released yet", "£4.00 was given back")
}
