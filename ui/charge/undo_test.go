package charge

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"charm.land/bubbles/v2/key"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/terms"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
)

// TestWhatIsUndone: g gives back a payment that took money and has a record. The footer
// shows the key only then.
func TestWhatIsUndone(t *testing.T) {
	for name, tc := range map[string]struct {
		outcome   gateway.Outcome
		kind      terms.Kind
		reference string
		undone    bool
	}{
		"a payment":             {gateway.OutcomeApproved, terms.Payment, "23-9-1", true},
		"a pre-authorisation":   {gateway.OutcomeApproved, terms.Preauthorisation, "23-9-1", true},
		"one that is reserved":  {gateway.OutcomeHeld, terms.Preauthorisation, "23-9-1", true},
		"a card check":          {gateway.OutcomeApproved, terms.CardCheck, "23-9-1", false},
		"one without a record":  {gateway.OutcomeApproved, terms.Payment, "", false},
		"one that is held":      {gateway.OutcomeHeld, terms.Payment, "23-9-1", false},
		"one that was declined": {gateway.OutcomeDeclined, terms.Payment, "23-9-1", false},
	} {
		p, a, at := newPage(t)
		p.fill()
		p.Stage = flow.Sending
		done := payment.Attempt{ID: "x", State: payment.Known, Outcome: tc.outcome, Charge: payment.Charge{Kind: tc.kind}}
		if tc.kind == terms.Preauthorisation {
			done.Charge.Settlement = terms.Hold()
		}
		done.Result.Record.TransactionReference = tc.reference
		p.Finish(kit.DoneMsg{Attempt: done})
		*at = at.Add(time.Minute)
		shown := slices.ContainsFunc(p.Keys(), func(b key.Binding) bool { return b.Help().Key == "g" })
		p.press(tea.KeyPressMsg{Code: 'g', Text: "g"})
		if opened := slices.Equal(a.opened, []kit.Place{kit.Record}); opened != tc.undone || shown != tc.undone {
			t.Errorf("%s: the key is shown: %v, it opened %v", name, shown, a.opened)
		}
		p.Finish(kit.DoneMsg{Attempt: done})
		for _, b := range p.Keys() { // the page that it opens starts on letting it go
			want := map[bool]string{true: "cancel", false: "give back"}[name == "one that is reserved"]
			if b.Help().Key == "g" && b.Help().Desc != want {
				t.Errorf("%s: the key is %q, want %q", name, b.Help().Desc, want)
			}
		}
	}
}
