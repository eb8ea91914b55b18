package gateway

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"motoconsole/gateway/thousands"
)

// maxBaseDigits is the longest baseamount the gateway's field table allows.
const maxBaseDigits = 13

// zeroDecimals are the currencies that the vendor's own shop module sends without
// decimals. They double-check the CLDR data, which for some currencies gives the
// decimals in everyday use instead of those of ISO 4217.
const zeroDecimals = " BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF ISK UGX "

// Currency is an ISO 4217 currency with the number of decimals of its smallest
// unit. The zero value is no currency.
type Currency struct {
	code     string
	exponent int
}

// ParseCurrency finds a currency by its three-letter code, in any case. It refuses
// codes that ISO 4217 does not have and currencies whose decimals are not certain
// on this gateway: those with three, and those on which the sources disagree. Such
// a currency needs CurrencyWithExponent, after Trust Payments has confirmed the
// exponent, because a wrong one charges ten or a hundred times too much.
func ParseCurrency(code string) (Currency, error) {
	unit, err := legalTender(code)
	if err != nil {
		return Currency{}, err
	}
	code = unit.String()
	scale, _ := currency.Standard.Rounding(unit)
	listed := strings.Contains(zeroDecimals, " "+code+" ")
	if (scale == 2 && !listed) || (scale == 0 && listed) {
		return Currency{code: code, exponent: scale}, nil
	}
	return Currency{}, fmt.Errorf("the number of decimals of %s must be confirmed with Trust Payments and set in the configuration", code)
}

// CurrencyWithExponent is a currency whose number of decimals (0 to 4) has been
// confirmed with Trust Payments.
func CurrencyWithExponent(code string, exponent int) (Currency, error) {
	unit, err := legalTender(code)
	if err != nil {
		return Currency{}, err
	}
	if exponent < 0 || exponent > 4 {
		return Currency{}, fmt.Errorf("a currency has 0 to 4 decimals")
	}
	return Currency{code: unit.String(), exponent: exponent}, nil
}

// legalTender finds a currency that people can pay with today. It refuses withdrawn
// currencies, gold and the code for testing.
func legalTender(code string) (currency.Unit, error) {
	if unit, err := currency.ParseISO(code); err == nil && tenders()[unit.String()] != "" {
		return unit, nil
	}
	return currency.Unit{}, fmt.Errorf("currency must be a three-letter ISO 4217 code such as GBP")
}

// tenders are the signs of the currencies that people can pay with today, by their codes.
// To look one up takes longer than the rest of drawing an amount.
var tenders = sync.OnceValue(func() map[string]string {
	signs, printer := map[string]string{}, message.NewPrinter(language.BritishEnglish)
	for it := currency.Query(); it.Next(); {
		code := it.Unit().String()
		if signs[code] = printer.Sprint(currency.Symbol(it.Unit())); signs[code] == code {
			signs[code] += " "
		}
	}
	return signs
})

// Code is the three-letter ISO 4217 code, the gateway's currencyiso3a.
func (c Currency) Code() string { return c.code }

// Exponent is the number of decimals: 2 for GBP, 0 for JPY.
func (c Currency) Exponent() int { return c.exponent }

// String is the currency's code.
func (c Currency) String() string { return c.code }

// Symbol is the sign written before an amount ("£"), or the code and a space if the
// sign belongs to several currencies.
func (c Currency) Symbol() string { return tenders()[c.code] }

// shortSymbol is the sign people write when the currency is clear: "$".
func (c Currency) shortSymbol() string {
	unit, err := currency.ParseISO(c.code)
	if err != nil {
		return ""
	}
	return message.NewPrinter(language.BritishEnglish).Sprint(currency.NarrowSymbol(unit))
}

// Signs are what people write for the currency besides its code: "£", or "US$"
// and "$".
func (c Currency) Signs() []string {
	return slices.Compact([]string{strings.TrimSpace(c.Symbol()), c.shortSymbol()})
}

// WithoutSign removes the currency's sign from the front of an amount.
func (c Currency) WithoutSign(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || text[0] >= '0' && text[0] <= '9' {
		return text
	}
	if bare, ok := strings.CutPrefix(text, strings.TrimSpace(c.Symbol())); ok {
		return strings.TrimSpace(bare)
	}
	bare, ok := strings.CutPrefix(text, c.shortSymbol())
	if bare = strings.TrimSpace(bare); ok && bare != "" && bare[0] >= '0' && bare[0] <= '9' {
		return bare
	}
	return text
}

// Money is an amount in the smallest unit of its currency (pence, cents), the
// gateway's baseamount.
type Money struct {
	Minor    int64
	Currency Currency
}

// IsZero reports whether no amount is set.
func (m Money) IsZero() bool { return m.Minor == 0 }

// Plus is the sum of two amounts of one currency. It reports false for amounts of two
// currencies and for a sum that is too large, which then is the largest amount there
// is, so that it exceeds every limit. The zero Money adds nothing to any currency.
func (m Money) Plus(more Money) (Money, bool) {
	switch sum := m.Minor + more.Minor; {
	case m == (Money{}):
		return more, true
	case more == (Money{}):
		return m, true
	case m.Currency != more.Currency, (sum > m.Minor) != (more.Minor > 0):
		return Money{Minor: math.MaxInt64, Currency: m.Currency}, false
	default:
		return Money{Minor: sum, Currency: m.Currency}, true
	}
}

// Minus takes another amount of the currency away and gives what is left. It reports
// false for amounts of two currencies, and if more is taken away than there is: then
// nothing is left. The zero Money takes nothing away.
func (m Money) Minus(less Money) (Money, bool) {
	switch left := m.Minor - less.Minor; {
	case less == (Money{}):
		return m, true
	case m.Currency != less.Currency, (left < m.Minor) != (less.Minor > 0), left < 0:
		return Money{Currency: m.Currency}, false
	default:
		return Money{Minor: left, Currency: m.Currency}, true
	}
}

// FigureIn is the same figure in another currency: £10.50 becomes €10.50, or ¥10. A
// limit for every currency is such a figure.
func (m Money) FigureIn(c Currency) Money {
	for e := m.Currency.Exponent(); e < c.Exponent(); e++ {
		m.Minor *= 10
	}
	for e := m.Currency.Exponent(); e > c.Exponent(); e-- {
		m.Minor /= 10
	}
	m.Currency = c
	return m
}

// BaseAmount is the amount as the gateway expects it: digits only, smallest unit.
func (m Money) BaseAmount() string { return strconv.FormatInt(m.Minor, 10) }

// Decimal is the amount in major units without grouping, "1050.00".
func (m Money) Decimal() string {
	sign, digits := "", strconv.FormatInt(m.Minor, 10)
	if m.Minor < 0 {
		sign, digits = "-", digits[1:]
	}
	exp := m.Currency.exponent
	if exp == 0 {
		return sign + digits
	}
	if pad := exp + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	cut := len(digits) - exp
	return sign + digits[:cut] + "." + digits[cut:]
}

// String is the amount for people, "£1,050.00".
func (m Money) String() string {
	whole, fraction, has := strings.Cut(m.Decimal(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	whole = thousands.Group(whole, ",")
	if has {
		whole += "." + fraction
	}
	return sign + m.Currency.Symbol() + whole
}

// ParseBaseAmount reads the gateway's baseamount: digits only, 13 at most.
func ParseBaseAmount(digits string, c Currency) (Money, error) {
	if digits == "" || len(digits) > maxBaseDigits || strings.Trim(digits, "0123456789") != "" {
		return Money{}, &FieldError{Field: "baseamount", Rule: "the amount must be 1 to 13 digits in the smallest unit"}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Money{}, &FieldError{Field: "baseamount", Rule: "the amount must be 1 to 13 digits in the smallest unit"}
	}
	return Money{Minor: n, Currency: c}, nil
}

// ParseMoney reads an amount as people write it, in major units: "10", "10.50" and
// "1,050.00" in GBP are ten pounds, ten pounds fifty, and one thousand and fifty
// pounds. Commas may only group thousands. In a currency with three decimals, a
// single comma without a point could mean either, so ParseMoney refuses it. It also
// refuses a leading 0, except in "0" before a point. The error is a *FieldError
// that names the rule and never holds what was typed.
func ParseMoney(text string, c Currency) (Money, error) {
	fail := func(rule string) (Money, error) {
		return Money{}, &FieldError{Field: "baseamount", Rule: rule}
	}
	if c.code == "" {
		return fail("choose a currency first")
	}
	text = c.WithoutSign(text)
	if text == "" {
		return fail("enter an amount, such as " + example(c))
	}
	if strings.HasPrefix(text, "-") {
		return fail("the amount must be more than zero")
	}
	whole, fraction, point := strings.Cut(text, ".")
	if point && fraction == "" || strings.Trim(fraction, "0123456789") != "" {
		return fail("write the amount in figures, such as " + example(c))
	}
	if len(fraction) > c.exponent {
		if c.exponent == 0 {
			return fail(c.code + " has no decimals: leave out the point and what follows it")
		}
		return fail(fmt.Sprintf("%s has %s: write the amount as %s", c.code, thousands.CountOf(c.exponent, "decimal"), example(c)))
	}
	commas := strings.Count(whole, ",")
	whole, ok := thousands.Ungroup(whole)
	if !ok {
		return fail("write the amount in figures, such as " + example(c) + "; a comma only before each three digits")
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", c.exponent-len(fraction)), "0")
	switch {
	case digits == "":
		return fail("the amount must be more than zero")
	case len(whole) > 1 && whole[0] == '0': // "050" may be "0.50" with its point lost
		if c.exponent == 0 {
			return fail("the amount begins with 0: leave the 0 out")
		}
		return fail("the amount begins with 0: leave the 0 out, or write the point after it")
	case commas == 1 && !point && c.exponent > 2: // in other countries "1,050" is a little over one
		return fail("in " + c.code + " a comma may stand for thousands or for decimals: leave it out, or write a point")
	case len(digits) > maxBaseDigits:
		return fail("the amount is longer than the gateway's 13 digits")
	}
	return ParseBaseAmount(digits, c)
}

func example(c Currency) string {
	m := Money{Minor: 10, Currency: c}
	for range c.exponent {
		m.Minor *= 10
	}
	if c.exponent > 0 {
		m.Minor += m.Minor / 20
	}
	return m.Decimal()
}
