package message

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/sandbox/book"
)

// A format reports whether a value that was sent keeps the field table's
// specification.
type format func(value string) bool

// free is any text up to a length; the gateway takes any Unicode, line breaks
// included.
func free(most int) format {
	return func(v string) bool { return utf8.RuneCountInString(v) <= most }
}

// of is text up to a length made of the characters given.
func of(allowed func(r rune) bool, most int) format {
	return func(v string) bool {
		return free(most)(v) && strings.IndexFunc(v, func(r rune) bool { return !allowed(r) }) < 0
	}
}

// OneOf is any of the values.
func OneOf(values ...string) format {
	return func(v string) bool { return slices.Contains(values, v) }
}

func letter(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
func digit(r rune) bool  { return r >= '0' && r <= '9' }

func siteCharacter(r rune) bool      { return letter(r) || digit(r) || r == '_' }
func referenceCharacter(r rune) bool { return letter(r) || digit(r) || r == '-' }

// site has the shape of a site reference. A text that holds a card number is not one,
// because the bank would store and return it.
func site(v string) bool { return of(siteCharacter, 50)(v) && Masked(v) == v }

// chargeCharacter is one a bank statement can print.
func chargeCharacter(r rune) bool {
	return letter(r) || digit(r) || strings.ContainsRune(" +-_.@()", r)
}

// asSent accepts what this program's own client would send in a field, so that the two
// never disagree.
func asSent(name string) format {
	return func(v string) bool { return gateway.FieldFits(name, v) }
}

func ipAddress(v string) bool {
	_, err := netip.ParseAddr(v)
	return err == nil && free(39)(v)
}

func date(v string) bool {
	_, err := time.Parse(time.DateOnly, v)
	return err == nil
}

// Amount is 1 to 13 digits, more than zero.
func Amount(v string) bool {
	m, err := gateway.ParseBaseAmount(v, gateway.Currency{})
	return err == nil && m.Minor > 0
}

// Currency is a code ISO 4217 has, in capitals. The bank needs no exponent:
// amounts are raw digits here.
func Currency(v string) bool {
	c, err := gateway.CurrencyWithExponent(v, 2)
	return err == nil && c.Code() == v && v != "XXX" // XXX is ISO's "no currency"
}

// country has the shape of an ISO 3166 code.
func country(v string) bool {
	return len(v) == 2 && v[0] >= 'A' && v[0] <= 'Z' && v[1] >= 'A' && v[1] <= 'Z'
}

// Postcode checks the shape of a postcode if the gateway does. It is the bank's only
// check of one.
func Postcode(v, country string) bool { return gateway.PostcodeFits(v, country) }

// paymentTypeName is a name the gateway has for a card type.
func paymentTypeName(v string) bool {
	switch gateway.Brand(v) {
	case gateway.Visa, gateway.Mastercard, gateway.Amex, gateway.Maestro, gateway.Discover,
		gateway.Diners, gateway.JCB, gateway.PIBA, gateway.AstroPay:
		return true
	default:
		return slices.Contains([]string{"DELTA", "ELECTRON", "PURCHASING", "VPAY", "MASTERCARDDEBIT", "SOLO", "SWITCH", book.TypeMyBank, book.TypeSofort, book.TypeACH, book.TypePayPal}, v)
	}
}

// webAddress is an address of the web.
func webAddress(most int) format {
	return func(v string) bool {
		u, err := url.Parse(v)
		return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && free(most)(v)
	}
}
