package kit

import (
	"charm.land/bubbles/v2/key"

	"motoconsole/forms"
	"motoconsole/gateway"
	"motoconsole/internal/ink"
	"motoconsole/internal/lookup"
	"motoconsole/internal/payment"
)

// CardName is a card as brand and last four.
func CardName(c payment.Charge) string {
	if c.Brand == gateway.MyBank { // a bank transfer has no card
		return "MyBank"
	}
	if c.Last4 == "" {
		return c.Brand.Name()
	}
	return c.Brand.Name() + " ending " + c.Last4
}

// AskedForCode is what asks the caller for a card's security code in the script. Where the
// code has four digits, they are on the front of the card.
func AskedForCode(brand gateway.Brand) string {
	if brand.CodeLength() == 4 {
		return "code_on_front"
	}
	return "code"
}

// GroupKeys are the keys while a card number of a form is typed again by groups, nil while
// none is.
func (s Shell) GroupKeys(f *forms.Form) []key.Binding {
	is, fits := f.InGroups()
	if !is {
		return nil
	}
	k, does := s.Keys.Groups, "next group"
	if fits {
		does = "take the number"
	}
	return []key.Binding{Relabel(k.Take, does), k.Choose, k.Back, s.Keys.Global.Help}
}

// CardOf is a cleaned record's card as brand and last four digits.
func CardOf(r gateway.Record) string {
	return CardName(payment.Charge{Brand: gateway.Brand(r.PaymentType), Last4: lookup.Last4(r)})
}

// CardCell is a card in width cells of a list: brand and last four digits. A brand that
// is too long is shortened, so that the digits show.
func CardCell(brand gateway.Brand, name, last4 string, width int) string {
	if last4 == "" {
		return ink.Cut(name, width)
	}
	room := width - len(" ") - ink.Width(last4)
	if short, ok := shortBrands[brand]; ok && (ink.Width(name) > room || brand == gateway.Amex) {
		name = short
	}
	return ink.Cut(name, room) + " " + last4
}

// shortBrands are short names for brands.
var shortBrands = map[gateway.Brand]string{gateway.Mastercard: "MC", gateway.Amex: Amex}

// Amex is the short name of American Express.
const Amex = "Amex"
