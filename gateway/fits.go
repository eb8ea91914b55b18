package gateway

import (
	"slices"
	"strings"
	"unicode"

	"motoconsole/gateway/postcode"
)

// This file has the checks of text that the client makes before it sends and the
// test bank makes when it receives, so that both accept the same.

// FieldFits reports whether a value has the length and the shape of a request
// field, by the gateway's name of the field: "billingemail", "customertelephone".
// A value is left out rather than sent empty, so "" always fits.
func FieldFits(name, value string) bool { return checkField(name, value, false, false) == nil }

// PostcodeFits reports whether a postcode has the shape of one in a country,
// named by its ISO 3166 code, where the gateway checks it.
func PostcodeFits(text, country string) bool { return text == "" || postcode.Valid(text, country) }

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
