package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"motoconsole/gateway"
)

// maxOrderLength leaves room in the gateway's 25 characters for the ending that
// makes an order reference unique.
const maxOrderLength = 18

const (
	currencyFix = `write a three-letter ISO 4217 code, such as "GBP"`
	countryFix  = `write a two-letter ISO 3166 code, such as country = "GB"`
)

var codeShape = regexp.MustCompile(`^[A-Z]{3}$`)

// payment checks [payment].
func (l *loader) payment() error {
	in, out := l.raw.Payment, &l.out.Payment
	for _, check := range []func() error{l.decimals, l.currencies} {
		if err := check(); err != nil {
			return err
		}
	}
	if l.doc.has("payment.country") {
		country, problem := countryCode(in.Country)
		if problem != "" {
			return l.fail("payment.country", problem, countryFix)
		}
		out.Country = country
	}
	if l.doc.has("payment.max_amount") {
		most, err := gateway.ParseMoney(in.MaxAmount, out.Currency)
		if err != nil { // the error is a rule and never holds the value
			return l.fail("payment.max_amount", err.Error(), "leave the key out for no maximum of your own")
		}
		out.MaxAmount = most
	}
	if l.doc.has("payment.security_code") {
		switch in.SecurityCode {
		case "required", "optional":
			out.SecurityCodeRequired = in.SecurityCode == "required"
		default:
			return l.fail("payment.security_code", "must be required or optional", `write security_code = "required"`)
		}
	}
	if in.OrderLength < 0 || in.OrderLength > maxOrderLength {
		return l.fail("payment.order_length", "must be 0 (any length) or 1 to "+strconv.Itoa(maxOrderLength), "write order_length = 0")
	}
	out.OrderLength = int(in.OrderLength)
	return nil
}

// decimals checks the confirmed decimals. They may settle uncertain ones but not
// contradict certain ones, because a wrong number of decimals charges ten or a
// hundred times too much.
func (l *loader) decimals() error {
	const key = "payment.decimals"
	for _, code := range slices.Sorted(maps.Keys(l.raw.Payment.Decimals)) {
		if !codeShape.MatchString(code) {
			return l.fail(key, "each name in this must be a three-letter currency code", "write decimals = { KWD = 3 }")
		}
		exponent := l.raw.Payment.Decimals[code]
		if exponent < 0 || exponent > 4 {
			return l.fail(key+"."+code, "a currency has 0 to 4 decimals", "write the number Trust Payments has confirmed")
		}
		if _, err := gateway.CurrencyWithExponent(code, int(exponent)); err != nil {
			return l.fail(key, "each name in this must be an ISO 4217 currency", "write decimals = { KWD = 3 }")
		}
		if certain, err := gateway.ParseCurrency(code); err == nil && certain.Exponent() != int(exponent) {
			return l.fail(key+"."+code, code+" has "+strconv.Itoa(certain.Exponent())+" decimals", "take it out of decimals")
		}
	}
	return nil
}

// currencies reads the main currency and the choice of others.
func (l *loader) currencies() error {
	in, out := l.raw.Payment, &l.out.Payment
	if err := l.require("payment.currency", in.Currency, currencyFix); err != nil {
		return err
	}
	first, err := l.currency(func(problem, fix string) error { return l.fail("payment.currency", problem, fix) }, in.Currency)
	if err != nil {
		return err
	}
	out.Currency, out.Currencies = first, []gateway.Currency{first}
	if !l.doc.has("payment.currencies") {
		return nil
	}
	out.Currencies, err = l.listed(in.Currencies, func(problem, fix string) error { return l.fail("payment.currencies", problem, fix) })
	if err != nil {
		return err
	}
	if !slices.Contains(out.Currencies, first) {
		return l.fail("payment.currencies", "must include the main currency", "add "+first.Code()+", or leave the key out")
	}
	return nil
}

// failing is the error for one key.
type failing func(problem, fix string) error

// listed reads a choice of currencies.
func (l *loader) listed(codes []string, fail failing) (all []gateway.Currency, err error) {
	for _, code := range codes {
		c, err := l.currency(fail, code)
		if err != nil {
			return nil, err
		}
		if slices.Contains(all, c) {
			return nil, fail(c.Code()+" is in this twice", "keep one of them")
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, fail("is empty", currencyFix)
	}
	return all, nil
}

// currency reads one code, with its confirmed decimals if there are any.
func (l *loader) currency(fail failing, code string) (gateway.Currency, error) {
	known, err := gateway.CurrencyWithExponent(code, 0)
	if err != nil {
		return gateway.Currency{}, fail("is not a currency", currencyFix)
	}
	if exponent, confirmed := l.raw.Payment.Decimals[known.Code()]; confirmed {
		return gateway.CurrencyWithExponent(code, int(exponent))
	}
	c, err := gateway.ParseCurrency(code)
	if err != nil {
		return gateway.Currency{}, fail("the decimals of "+known.Code()+" are not certain",
			"ask Trust Payments how many it takes and write decimals = { "+known.Code()+" = ... } with their number")
	}
	return c, nil
}

// countryCode reads an ISO 3166 alpha-2 code.
func countryCode(text string) (code, problem string) {
	code = strings.ToUpper(text)
	region, err := language.ParseRegion(text)
	switch {
	case code == "UK":
		return "", "the code of the United Kingdom is GB"
	// ParseRegion also accepts three letters, numbers, withdrawn codes, and codes
	// that ISO reserves for other uses, which have no number. The gateway would
	// refuse those in the middle of a call.
	case err != nil || len(text) != 2 || !region.IsCountry() || region.String() != code || region.Canonicalize() != region || region.M49() == 0:
		return "", "is not a country"
	}
	return code, ""
}
