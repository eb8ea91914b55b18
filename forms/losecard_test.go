package forms

import (
	"slices"
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/payment/terms"
)

// TestEveryWipedFieldSaysWhy: each field that was wiped with the card says so, even an
// optional one, and no other does. The agent cannot leave the form before passing each
// of them or typing it again.
func TestEveryWipedFieldSaysWhy(t *testing.T) {
	const why = "the console was locked"
	newPayment := func() (*Form, func(string)) {
		p := NewPayment(PaymentOptions{Currency: pounds(t), Country: "GB", Now: newClock().now, Offer: terms.Offer{Recipient: true}})
		return p.Form, func(name string) { p.FocusField(name) }
	}
	newRepeat := func() (*Form, func(string)) {
		r := NewOperation(OperationOptions{Code: true, Brand: gateway.Visa, Uncalled: true, Amount: true, Currency: pounds(t), Now: newClock().now})
		return r.Form, func(name string) { r.FocusField(name) }
	}
	for name, tc := range map[string]struct {
		form  func() (*Form, func(string))
		typed []string
	}{
		"a whole card":        {newPayment, []string{"pan", "expirydate", "securitycode"}},
		"a number":            {newPayment, []string{"pan"}},
		"a code":              {newPayment, []string{"securitycode"}},
		"a code and account":  {newPayment, []string{"securitycode", accountNumber}},
		"an account":          {newPayment, []string{accountNumber}},
		"nothing of a card":   {newPayment, nil},
		"a repeat's code":     {newRepeat, []string{"securitycode"}},
		"nothing in a repeat": {newRepeat, nil},
	} {
		f, focus := tc.form()
		answers := map[string]string{"pan": visa, "expirydate": "1230", "securitycode": "123", accountNumber: amex}
		for _, field := range tc.typed {
			focus(field)
			say(f, answers[field])
		}
		focus("baseamount")
		before := f.Focused()
		f.LoseCard(why)
		var says []string
		for i := range f.slots {
			if s := &f.slots[i]; s.failed != nil {
				says = append(says, s.Name())
				if !s.Empty() {
					t.Errorf("%s: %s is left", name, s.Name())
				}
			}
		}
		slices.Sort(says)
		want := slices.Sorted(slices.Values(tc.typed))
		if !slices.Equal(says, want) {
			t.Errorf("%s: %v say why, want %v", name, says, want)
		}
		if len(tc.typed) == 0 {
			if f.Focused() != before {
				t.Errorf("%s: the focus went to %s", name, f.Focused().Name())
			}
			continue
		}
		if f.Focused().Name() != tc.typed[0] {
			t.Errorf("%s: the focus is on %s", name, f.Focused().Name())
		}
		wantShown(t, f, "console was locked")
		if f.CheckAll() {
			t.Errorf("%s: the form is whole without it", name)
		}
	}
}
