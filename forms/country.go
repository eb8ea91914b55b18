package forms

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Countries are the countries of ISO 3166-1 with their English names, in the
// names' order. They come from the CLDR data of golang.org/x/text. Codes that were
// withdrawn find nothing, but UK: whoever types BU means Bulgaria, not Burma.
func Countries() []Option { return slices.Clone(countries()) }

var countries = sync.OnceValue(func() []Option {
	var countries []Option
	names := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			region, err := language.ParseRegion(code)
			if err != nil || region.Canonicalize() != region { // a code that was withdrawn, or UK
				continue
			}
			// CLDR also knows islands and unions that ISO only reserves a
			// code for. They have no number of their own, or a private one.
			name := names.Name(region)
			if name != "" && region.IsCountry() && !region.IsPrivateUse() && region.M49() != 0 {
				countries = append(countries, Option{Code: code, Name: name, Also: []string{region.ISO3()}, Known: known[code]})
			}
		}
	}
	for i, c := range countries {
		if c.Code == "GB" {
			countries[i].Also = append(c.Also, "UK")
		}
		if saint, ok := strings.CutPrefix(c.Name, "St. "); ok {
			countries[i].Known = append(slices.Clone(c.Known), "Saint "+saint)
		}
	}
	slices.SortFunc(countries, func(a, b Option) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	return countries
})

// known are names that callers give for a country and that CLDR has not: of its
// parts, older and newer ones, those of daily use.
var known = map[string][]string{
	"AE": {"UAE", "Emirates"},
	"BA": {"Bosnia"},
	"CD": {"DR Congo", "DRC", "Democratic Republic of the Congo", "Zaire"},
	"CG": {"Republic of the Congo"},
	"CI": {"Ivory Coast"},
	"CN": {"People's Republic of China", "PRC"},
	"CV": {"Cabo Verde"},
	"CZ": {"Czech Republic"},
	"FK": {"Falklands"},
	"FM": {"Federated States of Micronesia"},
	"GB": {
		"England", "Scotland", "Wales", "Northern Ireland", "Great Britain", "Britain", "Cymru",
		"United Kingdom of Great Britain and Northern Ireland",
	},
	"GR": {"Hellas"},
	"IE": {"Eire", "Republic of Ireland", "Southern Ireland", "Irish Republic"},
	"KH": {"Kampuchea"},
	"KP": {"DPRK", "Democratic People's Republic of Korea"},
	"KR": {"Republic of Korea"},
	"LK": {"Ceylon"},
	"MK": {"North Macedonia"},
	"MM": {"Burma"},
	"MO": {"Macao"},
	"NL": {"Holland"},
	"NZ": {"Aotearoa"},
	"PF": {"Tahiti"},
	"PS": {"Palestine", "State of Palestine"},
	"RU": {"Russian Federation"},
	"SY": {"Syrian Arab Republic"},
	"SZ": {"Eswatini"},
	"TL": {"East Timor"},
	"TR": {"Türkiye"},
	"TW": {"Republic of China"},
	"US": {"USA", "United States of America", "America", "US of A", "The States"},
	"VA": {"Holy See", "Vatican"},
	"VN": {"Viet Nam"},
}

// NewCountry makes a country field that stands at the code given; an unknown
// or empty code is no country.
func NewCountry(code string) *Choice {
	return newChoice(ChoiceOptions{
		Name: "billingcountryiso2a", Label: "Country", Meaning: "the country",
		Options: countries(), Default: code,
	}, countryFinder())
}

var countryFinder = sync.OnceValue(func() finder { return newFinder(countries()) })
