package forms

import (
	"slices"
	"testing"

	"motoconsole/gateway"
)

// TestBackToWhatIsToBlame: if another answer in an earlier field would make this one
// right, the field says so, and the agent may go back from it. At the end the form
// names the field.
func TestBackToWhatIsToBlame(t *testing.T) {
	yen, err := gateway.ParseCurrency("JPY")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		first, was    string // the field before, and its text
		field, typed  string
		way           string // "" where the field is not left
		mended, value string // the new text of the field before, and what the field then shows
	}{
		{"billingcountryiso2a", "", "billingpostcode", "10115", "the country", "Germany", "10115"},
		{"billingcountryiso2a", "us", "billingpostcode", "TE45 6ST", "the country", "GB", "TE45 6ST"},
		{"billingcountryiso2a", "ca", "billingpostcode", "9021", "the country", "fr", "9021"},
		{"billingcountryiso2a", "", "billingpostcode", "a postcode too long for any country", "", "", ""},
		{"billingcountryiso2a", "", "billingpostcode", "4539/5787/6362/1486", "", "", ""},
		{"currencyiso3a", "", "baseamount", "10.50", "the currency", "GBP", "£10.50"},
		{"currencyiso3a", "", "baseamount", "£10", "the currency", "pound", "£10.00"},
		{"currencyiso3a", "", "baseamount", "10 50", "", "", ""},
		{"currencyiso3a", "", "baseamount", "10.505", "", "", ""},
		{"currencyiso3a", "", "baseamount", "050", "", "", ""},
		{"currencyiso3a", "GBP", "baseamount", "10.505", "", "", ""},
		{"currencyiso3a", "GBP", "baseamount", "5000.01", "", "", ""},
		{"pan", amex, "securitycode", "123", "the card number", visa, "•••"},
		{"pan", amex, "securitycode", "12", "", "", ""},
		{"pan", visa, "securitycode", "12345", "", "", ""},
		{"pan", visa, "securitycode", "12x", "", "", ""},
	} {
		p := NewPayment(PaymentOptions{
			Currency: yen, Currencies: []gateway.Currency{yen, pounds(t)}, Country: "GB", CodeRequired: true, Now: newClock().now,
			MaxAmount: gateway.Money{Minor: 5000, Currency: yen},
		})
		p.FocusField(c.first)
		say(p, c.was)
		p.FocusField(c.field)
		if say(p, c.typed); p.Update(enter) != Refused {
			t.Errorf("%q is left onward", c.typed)
		}
		event := p.Update(shiftTab)
		if c.way == "" {
			if event != Refused {
				t.Errorf("%q is left backwards", c.typed)
			}
			continue
		}
		if event != Moved {
			t.Errorf("%q is not left backwards\n%s", c.typed, screen(p.Form))
			continue
		}
		p.FocusField(c.field)
		wantShown(t, p.Form, ", or shift+tab to change "+c.way)
		p.FocusField(c.first)
		wantShown(t, p.Form, ", or change "+c.way)
		if p.CheckAll() || p.Field(c.field).Check() == nil {
			t.Errorf("%q is not asked for at the end", c.typed)
		}
		p.FocusField(c.first)
		p.Update(ctrl('u'))
		say(p, c.mended)
		p.Update(enter)
		if err := p.slots[slices.IndexFunc(p.slots, func(s slot) bool { return s.Name() == c.field })].shown(); err != nil {
			t.Errorf("%q is still wrong: %v", c.typed, err)
		}
		if got := show(p.Field(c.field), false); got != c.value {
			t.Errorf("%q is %q, want %q", c.typed, got, c.value)
		}
	}
}

// TestACodeThatWasTooLong: the agent types a code that was too long again after
// changing the card, because the field did not keep it.
func TestACodeThatWasTooLong(t *testing.T) {
	for _, card := range []string{visa, withCheckDigit("308950000000000000")} {
		p, _ := payment(t)
		p.FocusField("pan")
		say(p, card)
		p.FocusField("securitycode")
		say(p, "1234")
		wantFocus(t, p.Form, "securitycode")
		wantShown(t, p.Form, ", or shift+tab to change the card number")
		if p.Update(shiftTab) != Moved {
			t.Fatal("the card number cannot be reached")
		}
		p.FocusField("pan")
		p.Update(ctrl('u'))
		say(p, amex)
		p.FocusField("securitycode")
		if p.Update(enter) != Refused {
			t.Error("a code was taken that was not kept")
		}
		wantShown(t, p.Form, "the card number has changed: press ctrl+u and type the security code again")
		p.Update(ctrl('u'))
		if say(p, "1234") != Moved {
			t.Error("the code cannot be typed again")
		}
	}
}
