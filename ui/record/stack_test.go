package record

import (
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"

	"motoconsole/gateway"
	"motoconsole/ui/kit"
)

// TestRecordsDoNotPileUp: however an agent goes from a payment to its refunds and back, Esc
// goes back to the page that this one was opened from, comes to each record once, and leaves
// the family after at most as many keys as it has records.
func TestRecordsDoNotPileUp(t *testing.T) {
	made := func(reference, parent string) gateway.Record {
		r := gateway.Record{TransactionReference: reference, ParentTransaction: parent, RequestType: gateway.TypeRefund, SettleStatus: "0", ErrorCode: gateway.CodeFine}
		if parent == "" {
			r.RequestType = gateway.TypeAuth
		}
		return r
	}
	family := []gateway.Record{made("23-9-1", ""), made("23-9-2", "23-9-1"), made("23-9-3", "23-9-1"), made("23-9-4", "23-9-2")}
	below := func(reference string) (all []gateway.Record) {
		for _, r := range family {
			if r.ParentTransaction == reference {
				all = append(all, r)
			}
		}
		return all
	}
	enter, esc, tab := tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: tea.KeyEscape}, tea.KeyPressMsg{Code: tea.KeyTab}
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(13, seed)) //nolint:gosec // a walk of a test
		p := newPage(t, family[random.IntN(len(family))])
		left := false
		p.view.shell.Open = func(o kit.Open) tea.Cmd { left = left || o.Back; return nil }
		read := func() { // what the gateway would show
			v := p.view
			v.known, v.children = true, below(v.reference)
			for _, r := range family {
				if r.TransactionReference == v.record.ParentTransaction {
					v.parent, v.siblings = r, below(r.TransactionReference)
				}
			}
		}
		read()
		chain := []string{p.view.reference} // of what Esc goes back through, by a model of its own
		for range 40 {
			if key := []tea.KeyPressMsg{tab, enter, enter}[random.IntN(3)]; key.Code == tab.Code || p.view.mark() >= len(p.view.links()) {
				p.Update(tab)
				continue
			}
			p.Update(enter)
			read()
			to := p.view.reference
			for i, reference := range chain {
				if reference == to {
					chain = chain[:i]
					break
				}
			}
			chain = append(chain, to)
			if len(chain) > len(family) {
				t.Fatalf("seed %d: %v", seed, chain)
			}
		}
		for i := len(chain) - 1; i >= 0; i-- {
			if p.view.reference != chain[i] || left {
				t.Fatalf("seed %d: Esc comes to %s, want %s of %v; left: %v", seed, p.view.reference, chain[i], chain, left)
			}
			p.Update(esc)
		}
		if !left {
			t.Fatalf("seed %d: Esc does not leave %s", seed, p.view.reference)
		}
	}
}
