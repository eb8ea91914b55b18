package operate

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
	"motoconsole/ui/kit/flow"
	"motoconsole/ui/kit/theme"
)

// newShell is a console without pages around an operation.
func newShell(t *testing.T) kit.Shell {
	t.Helper()
	gbp, err := gateway.ParseCurrency("GBP")
	if err != nil {
		t.Fatal(err)
	}
	theme, keys := kit.ThemeOf(theme.New(theme.Options{Level: theme.True})), kit.NewKeyMap()
	asked := 0
	now := func() time.Time { return time.Date(2026, 11, 21, 14, 2, 0, 0, time.Local) }
	return kit.Shell{
		Console: &kit.Console{Now: now, Permits: &payment.Processor{Options: payment.Options{Operator: payment.Operator{Grant: rights.Everything()}}}, Operations: &operation.Service{}, Form: forms.PaymentOptions{Currency: gbp, Now: now}},
		Theme:   &theme, Keys: &keys,
		Room:    func() (width, height int) { return 76, 20 },
		Notify:  func(string) {},
		Request: func() int { asked++; return asked },
		Open:    func(kit.Open) tea.Cmd { return nil },
	}
}

// TestOldAnswersRefuseNothing: what was asked about an earlier form changes nothing.
func TestOldAnswersRefuseNothing(t *testing.T) {
	s := New(newShell(t), nil, operation.Snapshot{}, false)
	s.Stage, s.request = flow.Confirming, 2
	s.Update(preparedMsg{request: 1, err: operation.ErrNoPayment})
	if s.Stage != flow.Confirming {
		t.Error("an old answer refuses the move")
	}
	s.Update(preparedMsg{request: 2, err: operation.ErrNoPayment})
	if s.Stage != flow.Refused {
		t.Error("the answer does not refuse the move")
	}
}

// TestCardOfAPayoutIsWiped: nothing of the card is left once the outcome is there.
func TestCardOfAPayoutIsWiped(t *testing.T) {
	s := NewPayout(newShell(t))
	s.Sheet.FocusField("pan")
	for _, d := range "4111111111111111" {
		s.Sheet.Update(tea.KeyPressMsg{Code: d, Text: string(d)})
	}
	if !s.HoldsCard() {
		t.Fatal("the form holds no card")
	}
	s.Finish(operation.Operation{})
	if n := s.form.Number().Len(); n != 0 {
		t.Errorf("%d digits of the card are left", n)
	}
}

// TestLabelsLieApartFromTheirValues: on a confirm page and on a result two cells at
// least part a label from its value.
func TestLabelsLieApartFromTheirValues(t *testing.T) {
	for label, wide := range map[string]int{
		"New order reference": checkWide, "New expiry date": checkWide, "Left afterwards": checkWide,
		"The new payment now": resultWide, "Can be given back": resultWide, "Amount to settle": resultWide,
	} {
		if wide-len(label) < 2 {
			t.Errorf("%q touches its value", label)
		}
	}
}
