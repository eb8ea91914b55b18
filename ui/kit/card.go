package kit

import (
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

// SayAmount asks the caller for an amount.
const SayAmount = "“And how much is it for?”"

// SayCode asks the caller for a card's security code, and again after it was refused. Where
// it has four digits, they are on the front of the card.
func SayCode(brand gateway.Brand) (say, again string) {
	if brand.CodeLength() == 4 {
		return "“And the four digits on the front of the card, please?”", "“Could you read the four digits on the front again, please?”"
	}
	return "“And the three digits on the back of the card, please?”", "“Could you read the three digits on the back again, please?”"
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
