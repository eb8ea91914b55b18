package gateway

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"motoconsole/gateway/postcode"
)

// fieldKind says which characters a field's value may have.
type fieldKind int

const (
	anyText       fieldKind = iota // any Unicode, line breaks included
	orderText                      // lost payments are found by it, so nothing the gateway may trim
	lettersText                    // A to Z, either case
	digitsText                     // 0 to 9
	siteText                       // letters, digits and _
	referenceText                  // letters, digits and -
	statementText                  // what a bank statement prints
	emailText                      // one e-mail address
	emailListText                  // several, with , or ; between (inferred from code 30005)
	telephoneText                  // digits and symbols; the vendor's list of symbols is lost
	telephoneTypeText
	countryText  // ISO 3166 alpha-2
	currencyText // ISO 4217
	dateText     // YYYY-MM-DD
	timestampText
	expiryText  // MM/YYYY
	addressText // IPv4 or IPv6
	urlText     // https only (inferred: the vendor's examples)
	settleText
	authMethodText
	credentialsText
	initiationText
	subscriptionText
)

// breach says what is wrong with a value, as a phrase to follow the field's name; "" for
// nothing.
func (k fieldKind) breach(v string) string {
	ok, rule := k.judge(v)
	if ok {
		return ""
	}
	return rule
}

func (k fieldKind) judge(v string) (ok bool, rule string) {
	switch k {
	case orderText:
		return Clean(v, MaxOrderReference) == v && strings.TrimSpace(v) == v && v != "" && !HoldsCardNumber(v),
			"must not begin or end with a blank, hold invisible characters or look like a card number"
	case lettersText:
		return madeOf(v, isLetter), "must be letters only"
	case digitsText:
		return madeOf(v, isDigit), "must be digits only"
	case siteText:
		return madeOf(v, isLetter, isDigit, in("_")), "must be letters, digits and _ only"
	case referenceText:
		return madeOf(v, isLetter, isDigit, in("-")), "must be letters, digits and - only"
	case statementText:
		return madeOf(v, isLetter, isDigit, in(" +-_.@()")), "must be letters, digits, spaces and + - _ . @ ( ) only"
	case emailText:
		return isEmail(v), "must be one address with at most 64 characters before the @"
	case emailListText:
		return isEmailList(v), "must be addresses with at most 64 characters before the @, and , or ; between them"
	case telephoneText:
		return isTelephone(v), "must be digits and symbols"
	case countryText:
		region, err := language.ParseRegion(v)
		return err == nil && madeOf(v, isCapital) && region.IsCountry() && region.Canonicalize().String() == v, "must be a two-letter ISO 3166 code in capitals, such as GB"
	case currencyText:
		return len(v) == 3 && madeOf(v, isCapital), "must be a three-letter ISO 4217 code in capitals, such as GBP"
	case dateText:
		return isTime(time.DateOnly, v), "must be a date written YYYY-MM-DD"
	case timestampText:
		return isTime(time.DateTime, v), "must be written YYYY-MM-DD HH:MM:SS"
	case expiryText:
		return isTime("01/2006", v), "must be written MM/YYYY"
	case addressText:
		ip, err := netip.ParseAddr(v)
		return err == nil && ip.Zone() == "", "must be an IP address"
	case urlText:
		return isWebAddress(v), "must be an address that begins with https://"
	default:
		values, listed := k.values()
		return !listed || slices.Contains(values, v), "must be one of " + strings.Join(values, ", ")
	}
}

// values are the permitted values of a field with a closed list.
func (k fieldKind) values() ([]string, bool) {
	switch k { //nolint:exhaustive // the others have no list
	case telephoneTypeText:
		return []string{"H", "M", "W"}, true
	case settleText: // only the gateway sets 10 and 100
		return []string{"0", "1", "2", "3"}, true
	case authMethodText:
		return []string{string(AuthFinal), string(AuthPre), string(AuthIncremental)}, true
	case credentialsText:
		return []string{"0", "1", "2"}, true
	case initiationText:
		return []string{"A", "C", "D", "S", "X"}, true
	case subscriptionText:
		return []string{string(SubscriptionRecurring), string(SubscriptionInstallment)}, true
	}
	return nil, false
}

func madeOf(v string, kinds ...func(rune) bool) bool {
	for _, r := range v {
		if !slices.ContainsFunc(kinds, func(is func(rune) bool) bool { return is(r) }) {
			return false
		}
	}
	return true
}

func in(set string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(set, r) }
}

func isCapital(r rune) bool { return r >= 'A' && r <= 'Z' }
func isLetter(r rune) bool  { return isCapital(r) || r >= 'a' && r <= 'z' }
func isDigit(r rune) bool   { return r >= '0' && r <= '9' }

func isTime(layout, v string) bool {
	_, err := time.Parse(layout, v)
	return err == nil && len(v) == len(layout)
}

// isWebAddress reports an https address without a user name or password in it.
func isWebAddress(v string) bool {
	u, err := url.Parse(v)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

// The client checks texts before it sends them, and a test bank checks those it
// receives. Both use these functions, so both accept the same texts.

// FieldFits reports whether a value has the length and the form of a request field.
// The name is the gateway's: "billingemail", "customertelephone". An empty value is
// not sent, so "" always fits.
func FieldFits(name, value string) bool { return CheckField(name, value) == nil }

// CheckField is the *FieldError of the first rule that a value of a request field
// breaks, nil where it fits.
func CheckField(name, value string) error { return checkField(name, value, false, false) }

// PostcodeFits reports whether a postcode has the form used in a country, given by
// its ISO 3166 code. It accepts any text for countries whose postcodes the gateway
// does not check.
func PostcodeFits(text, country string) bool { return text == "" || postcode.Valid(text, country) }

// isEmail checks the length before the @ and the minimum form of an address.
func isEmail(v string) bool {
	local, domain, at := strings.Cut(v, "@")
	odd := func(r rune) bool { return r == '@' || unicode.IsSpace(r) || unicode.IsControl(r) }
	return at && local != "" && len([]rune(local)) <= 64 && !slices.Contains(strings.Split(domain, "."), "") &&
		strings.IndexFunc(local+domain, odd) < 0
}

// isEmailList checks addresses with , or ; between them. A separator at the end, or
// two together, are harmless slips.
func isEmailList(v string) bool {
	parts := strings.FieldsFunc(v, in(",;"))
	bad := func(p string) bool { return !isEmail(strings.TrimSpace(p)) }
	return len(parts) > 0 && !slices.ContainsFunc(parts, bad)
}

// isTelephone accepts digits and the blanks and ASCII symbols that people write
// between them. The vendor's list of symbols is lost.
func isTelephone(v string) bool {
	return madeOf(v, isDigit, in(" "), isSymbol) && strings.IndexFunc(v, isDigit) >= 0
}

// isSymbol reports ASCII punctuation.
func isSymbol(r rune) bool { return r > ' ' && r < 0x7f && !isLetter(r) && !isDigit(r) }
