package reader

import (
	"regexp"
	"strings"
)

var (
	figures    = regexp.MustCompile(`^(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?$`)
	beginnings = regexp.MustCompile(`^(0?|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})*,[0-9]{0,3}|(?:0|[1-9][0-9]*)\.[0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]*)$`)
)

// Text that was typed too early, or by a slip, is not a name: figures without a
// word, and seven digits or more before the first letter. But companies of Canada may be named
// by their number: seven digits, or eight where the name ends as a company's does.
var (
	houseNumber = regexp.MustCompile(`^\pN(?:\pL?[^\pL])*\pL?$`)
	manyDigits  = regexp.MustCompile(`^\pN(?:[^\pL\pN]*\pN){6}`)
	ofProvince  = regexp.MustCompile(`^\pN{7}[^\pL\pN]*(?:\pL|$)`)
	ofCanada    = regexp.MustCompile(`(?i)^(?:\pN{8}|\pN{4}-\pN{4})[^\pL\pN]*\pL.*(?:^|[\s\pN\pP\pS])(?:inc|incorporated|incorporée|ltd|limited|ltée|limitée|corp|corporation|co|company|ulc|llc|lp|llp)\PL*$`)
	alone       = regexp.MustCompile(`(?i)^(?:\pN{8}|\pN{4}-\pN{4})\PL*(?:inc|incorporated|incorporée|ltd|limited|ltée|limitée|corp|corporation|co|company|ulc|llc|lp|llp)\PL*$`)
)

// numbered reports more digits than a name begins with.
func numbered(text string) bool {
	return manyDigits.MatchString(text) && !ofProvince.MatchString(text) && !ofCanada.MatchString(text) && !alone.MatchString(text)
}

// money describes a currency.
type money struct {
	decimals int
	signs    []string // that may stand before the figures
}

var currencies = map[string]money{
	"GBP": {2, []string{"£"}}, "EUR": {2, []string{"€"}}, "USD": {2, []string{"US$", "$"}},
	"JPY": {0, []string{"JP¥", "¥"}}, "BHD": {3, []string{"BHD"}},
}

// bare is an amount without a sign of its currency.
func (m money) bare(typed string) string {
	text := strings.TrimSpace(typed)
	for _, sign := range m.signs {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			return strings.TrimSpace(rest)
		}
	}
	return text
}

// amount is the typed amount in the smallest unit of the currency, without leading
// zeros, or "".
func amount(typed, currency string) string {
	m, ok := currencies[currency]
	parts := figures.FindStringSubmatch(m.bare(typed))
	if !ok || parts == nil || len(parts[2]) > m.decimals {
		return ""
	}
	if m.decimals == 3 && parts[2] == "" && strings.Count(parts[1], ",") == 1 { // thousands, or three decimals
		return ""
	}
	return strings.TrimLeft(strings.ReplaceAll(parts[1], ",", "")+(parts[2] + "000")[:m.decimals], "0")
}

// amountMayBegin reports that an amount may begin as the text does.
func amountMayBegin(typed, currency string) bool {
	m := currencies[currency]
	text := m.bare(typed)
	_, fraction, point := strings.Cut(text, ".")
	for _, sign := range m.signs {
		if strings.HasPrefix(sign, text) {
			return true
		}
	}
	return beginnings.MatchString(text) && len(fraction) <= m.decimals && (!point || m.decimals > 0)
}

// amountEnds reports an amount with all its decimals that no further digit can
// follow: neither as thousands after a point, a comma, a blank or an apostrophe,
// nor as decimals.
func amountEnds(typed, currency string) bool {
	m := currencies[currency]
	text := m.bare(typed)
	if _, fraction, _ := strings.Cut(text, "."); amount(typed, currency) == "" || m.decimals == 0 || len(fraction) != m.decimals {
		return false
	}
	more := text + "1"
	for _, thousands := range []string{"", ".", ",", " ", "'"} {
		for _, point := range []string{".", ","} {
			if thousands == point {
				continue
			}
			whole, fraction, _ := strings.Cut(more, point)
			if len(fraction) > m.decimals || strings.Trim(fraction, "0123456789") != "" {
				whole = more // it is not a decimal point
				if strings.Contains(more, point) {
					continue
				}
			}
			if grouped(whole, thousands) {
				return false
			}
		}
	}
	return true
}

// grouped reports digits in groups of three. The last group may be growing.
func grouped(text, mark string) bool {
	if mark == "" || !strings.Contains(text, mark) {
		return text != "" && strings.Trim(text, "0123456789") == ""
	}
	groups := strings.Split(text, mark)
	for i, g := range groups {
		last := i == len(groups)-1
		switch {
		case strings.Trim(g, "0123456789") != "":
			return false
		case i == 0 && (g == "" || len(g) > 3 || g[0] == '0'):
			return false
		case i > 0 && len(g) != 3 && !(last && len(g) < 3):
			return false
		}
	}
	return true
}

// answers are the names of a choice, in lower case, by the code that is sent.
type answers map[string][]string

var currencyNames = answers{
	"GBP": {"gbp", "pound sterling", "pound", "pounds", "sterling", "british pound", "quid", "£"},
	"EUR": {"eur", "euro", "euros", "€"},
	"JPY": {"jpy", "japanese yen", "japanese yens", "yen", "yens", "¥", "jp¥"},
	"USD": {"usd", "us dollar", "dollar", "dollars", "american dollar", "united states dollar", "us dollars", "$", "us$", "buck"},
}

// unsent is the code of an answer that sends nothing.
const unsent = "-"

// countryNames are countries that the test types, and others that begin like them.
var countryNames = answers{
	"GB": {"gb", "gbr", "uk", "united kingdom", "england", "scotland", "wales", "northern ireland", "great britain", "britain"},
	"US": {"us", "usa", "united states", "united states of america", "america"},
	"AE": {"ae", "are", "united arab emirates", "uae"},
	"FR": {"fr", "fra", "france"}, "GF": {"gf", "guf", "french guiana"}, "PF": {"pf", "pyf", "french polynesia"},
	"DE": {"de", "deu", "germany"}, "DK": {"dk", "dnk", "denmark"},
	"IE": {"ie", "irl", "ireland", "eire"}, "IT": {"it", "ita", "italy"}, "IS": {"is", "isl", "iceland"},
	"NL": {"nl", "nld", "netherlands", "holland"}, "CA": {"ca", "can", "canada"},
	"CI": {"ci", "civ", "ivory coast", "cote divoire"}, "GL": {"gl", "grl", "greenland"},
	unsent: {"kosovo"}, // it has no code
	"AU":   {"au", "aus", "australia"}, "AT": {"at", "aut", "austria"},
}

// read finds the answer that the text is, or the only one that begins with it; "" if
// there is none. It ignores points, commas and apostrophes.
func (a answers) read(typed string) string {
	text := strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer(".", "", ",", "", "'", "").Replace(typed)), " "))
	if rest, ok := strings.CutPrefix(text, "the "); ok {
		text = rest
	}
	exact, begins := "", ""
	several := false
	for code, names := range a {
		for _, name := range names {
			if name == text {
				exact = code
			}
			if strings.HasPrefix(name, text) && begins != code {
				several = several || begins != ""
				begins = code
			}
		}
	}
	switch {
	case text == "":
		return ""
	case exact != "":
		return exact
	case several:
		return ""
	}
	return begins
}

var (
	ukPostcode = regexp.MustCompile(`^([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})$`)
	caPostcode = regexp.MustCompile(`^([A-Z][0-9][A-Z])([0-9][A-Z][0-9])$`)
	usPostcode = regexp.MustCompile(`^([0-9]{5})([0-9]{4})?$`)
)

// postcode is the postcode as its country writes it, whether it is valid, and whether
// it is complete.
func postcode(typed, country string) (written string, ok, ends bool) {
	text := strings.ToUpper(strings.TrimSpace(typed))
	bare := strings.ReplaceAll(text, " ", "")
	switch country {
	case "GB":
		if bare == "GIR0AA" {
			return "GIR 0AA", true, true
		}
		m := ukPostcode.FindStringSubmatch(bare)
		if m == nil {
			return "", false, false
		}
		return m[1] + " " + m[2], true, true
	case "CA":
		m := caPostcode.FindStringSubmatch(strings.ReplaceAll(bare, "-", ""))
		if m == nil {
			return "", false, false
		}
		return m[1] + " " + m[2], true, true
	case "US":
		m := usPostcode.FindStringSubmatch(strings.ReplaceAll(bare, "-", ""))
		switch {
		case m == nil:
			return "", false, false
		case m[2] == "":
			return m[1], true, false
		}
		return m[1] + "-" + m[2], true, true
	}
	return text, len(text) <= 25, false
}
