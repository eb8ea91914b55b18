package message

import (
	"strings"

	iso "golang.org/x/text/currency"

	"motoconsole/gateway"
)

// PlainDecimal reports digits, with a point and more of them or without.
func PlainDecimal(v string) bool {
	whole, fraction, point := strings.Cut(v, ".")
	return len(v) <= 14 && of(digit, 14)(whole+fraction) && whole != "" && (fraction != "" || !point)
}

// BaseAmount is an amount of a currency in its smallest unit.
func BaseAmount(v, code string) (string, bool) {
	c, ok := decimals(code)
	if !ok || !PlainDecimal(v) {
		return "", false
	}
	if strings.Trim(v, "0.") == "" {
		return "0", true
	}
	if v = strings.TrimLeft(v, "0"); v[0] == '.' {
		v = "0" + v
	}
	m, err := gateway.ParseMoney(v, c)
	return m.BaseAmount(), err == nil
}

// decimals is a currency with as many decimals as ISO 4217 gives it.
func decimals(code string) (gateway.Currency, bool) {
	if c, err := gateway.ParseCurrency(code); err == nil {
		return c, true
	}
	unit, err := iso.ParseISO(code)
	if err != nil {
		return gateway.Currency{}, false
	}
	scale, _ := iso.Standard.Rounding(unit)
	c, err := gateway.CurrencyWithExponent(code, scale)
	return c, err == nil
}

// converted is the format of a mainamount: one that could be converted is a
// baseamount by now.
func converted(string) bool { return false }
