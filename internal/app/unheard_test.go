package app

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
)

// TestWhatNoEventTells: consoles are told to look when money that is held is released
// elsewhere, and when a warning comes or goes, and not while nothing changes.
func TestWhatNoEventTells(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.fault(t, "suspend:AUTH")
	priya := f.console(t, "priya")
	f.Start()
	priya.opened(t)
	all := f.ofAll()
	known := unheard{}
	hears := func(what string, want bool) {
		t.Helper()
		now, differs := f.hear(t.Context(), all, known)
		if known = now; differs != want {
			t.Errorf("%s: differs %t, want %t; %+v", what, differs, want, now.holds.List)
		}
	}
	hears("nothing is held", false)
	a := priya.take(t, "A17")
	if a.Outcome != gateway.OutcomeHeld {
		t.Fatal(a.Outcome)
	}
	hears("a payment is held", true)
	hears("it still is", false)
	made, err := f.store.Get(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.client.Update(t.Context(), gateway.UpdateRequest{Site: a.Site, TransactionReference: made.TransactionReference, SettleStatus: gateway.SettleCancelled}); err != nil {
		t.Fatal(err)
	}
	hears("the gateway was asked a moment ago", false)
	*f.held = payment.HeldAnswers{}
	hears("it was cancelled in the portal", true)
	hears("it stays cancelled", false)
	f.signInRefused()
	hears("a warning", true)
	hears("the same warning", false)
}
