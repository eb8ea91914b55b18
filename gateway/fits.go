package gateway

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The checks of text that the client makes before it sends, and the test bank
// when it receives: what one takes, so does the other.

// FieldFits reports whether a value has the length and the shape of a request
// field, by the gateway's name of the field: "billingemail", "customertelephone".
// A value is left out rather than sent empty, so "" always fits.
func FieldFits(name, value string) bool { return checkField(name, value, false, false) == nil }

// The shapes of postcodes in the three countries where the gateway checks them.
// There is no list of areas: the vendor's own test postcodes are in none.
var (
	postcodeGB = regexp.MustCompile(`^([A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}|[Gg][Ii][Rr] ?0[Aa]{2})$`)
	postcodeUS = regexp.MustCompile(`^[0-9]{5}([- ]?[0-9]{4})?$`)
	postcodeCA = regexp.MustCompile(`^[A-Za-z][0-9][A-Za-z][- ]?[0-9][A-Za-z][0-9]$`)
)

// PostcodeFits reports whether a postcode has the shape of one in a country,
// named by its ISO 3166 code. Countries other than GB, US and CA have none.
func PostcodeFits(postcode, country string) bool {
	switch {
	case postcode == "":
		return true
	case country == "GB":
		return postcodeGB.MatchString(postcode)
	case country == "US":
		return postcodeUS.MatchString(postcode)
	case country == "CA":
		return postcodeCA.MatchString(postcode)
	default:
		return true
	}
}

// isEmail checks the length before the @ and the least shape an address has.
func isEmail(v string) bool {
	local, domain, at := strings.Cut(v, "@")
	odd := func(r rune) bool { return r == '@' || unicode.IsSpace(r) || unicode.IsControl(r) }
	return at && local != "" && len([]rune(local)) <= 64 && !slices.Contains(strings.Split(domain, "."), "") &&
		strings.IndexFunc(local+domain, odd) < 0
}

// isEmailList checks addresses with , or ; between them. One separator at the
// end, or two together, are a slip that changes nothing.
func isEmailList(v string) bool {
	parts := strings.FieldsFunc(v, in(",;"))
	bad := func(p string) bool { return !isEmail(strings.TrimSpace(p)) }
	return len(parts) > 0 && !slices.ContainsFunc(parts, bad)
}

// isTelephone checks for digits and what people write between them: blanks and
// ASCII symbols, because the vendor's list of symbols is lost.
func isTelephone(v string) bool {
	return madeOf(v, isDigit, in(" "), isSymbol) && strings.IndexFunc(v, isDigit) >= 0
}

// isSymbol is ASCII punctuation.
func isSymbol(r rune) bool { return r > ' ' && r < 0x7f && !isLetter(r) && !isDigit(r) }
