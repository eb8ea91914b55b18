package kit

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/gateway/currencies"
	"motoconsole/internal/payment"
	"motoconsole/internal/statement"
)

// NoMoney stands in place of the amount for a kind that takes none.
const NoMoney = "no money"

// AmountOf is the amount of a charge for people.
func AmountOf(c payment.Charge) string {
	if !c.Kind.TakesMoney() {
		return NoMoney
	}
	return c.Amount.String()
}

// AmountOfAttempt is AmountOf with the sign that its record has in Find.
func AmountOfAttempt(a payment.Attempt) string {
	return statement.Sign(a.Entry("").Record()) + AmountOf(a.Charge)
}

// AmountOfHeld is the amount of held money with the same sign.
func AmountOfHeld(m payment.Held) string {
	if m.FromCaller {
		return m.Amount.String()
	}
	return statement.Minus + m.Amount.String()
}

// AmountInWords is an amount as the agent reads it to the caller: "ten pounds
// and fifty pence".
func AmountInWords(m gateway.Money) string {
	unit, units, part, parts := currencies.Aloud(m.Currency.Code())
	scale := int64(1)
	for range m.Currency.Exponent() {
		scale *= 10
	}
	whole, rest := m.Minor/scale, m.Minor%scale
	words := numberInWords(whole) + " " + units
	if whole == 1 {
		words = "one " + unit
	}
	switch {
	case rest == 0:
		return words
	case part == "" || m.Currency.Exponent() != 2:
		_, decimals, _ := strings.Cut(m.Decimal(), ".")
		spoken := make([]string, 0, len(decimals))
		for _, d := range decimals {
			spoken = append(spoken, numberInWords(int64(d-'0')))
		}
		return numberInWords(whole) + " point " + strings.Join(spoken, " ") + " " + units
	case rest == 1:
		parts = part
	}
	fraction := numberInWords(rest) + " " + parts
	if whole == 0 {
		return fraction
	}
	return words + " and " + fraction
}

var (
	small = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	tens  = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

// numberInWords writes a number of at most thirteen digits in British English.
func numberInWords(n int64) string {
	if n < 20 {
		return small[n]
	}
	if n < 100 {
		if n%10 == 0 {
			return tens[n/10]
		}
		return tens[n/10] + "-" + small[n%10]
	}
	for _, scale := range []struct {
		n    int64
		name string
	}{{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}, {100, "hundred"}} {
		if n < scale.n {
			continue
		}
		words := numberInWords(n/scale.n) + " " + scale.name
		switch rest := n % scale.n; {
		case rest == 0:
			return words
		case rest < 100:
			return words + " and " + numberInWords(rest)
		default:
			return words + " " + numberInWords(rest)
		}
	}
	return ""
}
