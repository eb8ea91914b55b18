package sandbox

import (
	"maps"
	"strings"
	"time"

	iso "golang.org/x/text/currency"

	"motoconsole/gateway"
)

// mainamount is the amount in major units, "10.50", instead of baseamount. Both
// at once are one too many.

// withBaseAmount gives an element that has a mainamount its baseamount. One that
// cannot be converted stays, for the field table to name.
func (b *Bank) withBaseAmount(requestType string, e element, now time.Time) element {
	if e.absent("mainamount") || !e.absent("baseamount") || requestType == typeQuery || requestType == typeUpdate {
		return e
	}
	v := e.value("mainamount")
	code := e.value("currencyiso3a")
	if code == "" {
		code = b.currencyOfParent(e, now)
	}
	e = maps.Clone(e)
	base, fits := baseAmount(v, code)
	switch {
	case fits && (base != "0" || requestType == typeAccountCheck):
		delete(e, "mainamount")
	case plainDecimal(v) && !currency(code):
		base = "1" // what is wrong is the currency, and is named
		delete(e, "mainamount")
	default:
		base = "1" // so that the one field is named, and not two
	}
	e.put("baseamount", base)
	return e
}

// currencyOfParent is the currency that a child inherits.
func (b *Bank) currencyOfParent(e element, now time.Time) string {
	reference := e.value("parenttransactionreference")
	if md := e.value("md"); md != "" {
		reference, _ = b.readMD(md, now)
	}
	p, _ := b.book.see(reference, now)
	return p.currency
}

// plainDecimal reports digits, with a point and more of them or without.
func plainDecimal(v string) bool {
	whole, fraction, point := strings.Cut(v, ".")
	return len(v) <= 14 && of(digit, 14)(whole+fraction) && whole != "" && (fraction != "" || !point)
}

// baseAmount is an amount of a currency in its smallest unit.
func baseAmount(v, code string) (string, bool) {
	c, ok := decimals(code)
	if !ok || !plainDecimal(v) {
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
