package lookup

import (
	"strings"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal/journaltest"
	"motoconsole/internal/payment"
)

// TestEndings: the merchant's own reference finds a payment that moto sent.
func TestEndings(t *testing.T) {
	processor := payment.Processor{Options: payment.Options{
		Clocks: clock.Clocks{Now: noon}, Records: payment.Records{Store: journaltest.NewMemory(noon)},
	}}
	sure := 0
	for _, own := range []string{"A17", "Call-2026-000123", strings.Repeat("Ä", 30), "a b", "x-7K3M2P"} {
		for range 200 {
			sent := processor.Begin(payment.Charge{OrderReference: own}).SentReference
			if ownPart(sent) != cutOwn(own) {
				t.Fatalf("%q was sent as %q: its own part is %q", own, sent, ownPart(sent))
			}
			s := Search{Filter: gateway.Query{OrderReferences: []string{own}}}
			if !s.isOrder(sent) && !ended(own) || !s.isOrder(own) || s.isOrder("B"+sent) {
				t.Errorf("%q is not found by %q", sent, own)
			}
			for _, typed := range []string{strings.ToLower(own), strings.ToUpper(own)} {
				if s.Filter.OrderReferences[0] = typed; !s.isOrder(own) || !s.isOrder(sent) && !ended(own) {
					t.Errorf("%q is not found by %q", sent, typed)
				}
			}
			if ended(sent) {
				sure++
			}
		}
	}
	if sure < 800 {
		t.Errorf("%d of 1000 endings are told at sight", sure)
	}
	// Endings with only digits or only letters may be the merchant's own words.
	for _, either := range []string{"A17-202611", "A17-GARAGE"} {
		if ownPart(either) == "" || ended(either) {
			t.Errorf("%q is taken for an order with its ending", either)
		}
	}
	for _, not := range []string{"", "A17", "-7K3M2P", "A-7k3m2p", "A-7K3M2", "A_7K3M2P", "A-IIIIII"} {
		if ownPart(not) != "" {
			t.Errorf("%q has an ending", not)
		}
	}
}
