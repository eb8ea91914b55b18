package forms

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Countries are the countries of ISO 3166-1 with their English names, in the
// names' order. They come from the CLDR data of golang.org/x/text.
func Countries() []Option {
	var countries []Option
	others := map[string][]string{} // codes that mean another code: UK for GB
	names := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			region, err := language.ParseRegion(code)
			if err != nil {
				continue
			}
			if is := region.Canonicalize(); is != region {
				others[is.String()] = append(others[is.String()], code)
				continue
			}
			// CLDR also knows islands and unions that ISO only reserves a
			// code for. They have no number of their own, or a private one.
			name := names.Name(region)
			if name != "" && region.IsCountry() && !region.IsPrivateUse() && region.M49() != 0 {
				countries = append(countries, Option{Code: code, Name: name, Also: []string{region.ISO3()}})
			}
		}
	}
	for i, c := range countries {
		countries[i].Also = append(c.Also, others[c.Code]...)
	}
	slices.SortFunc(countries, func(a, b Option) int { return strings.Compare(fold(a.Name), fold(b.Name)) })
	return countries
}

// NewCountry makes a country field that stands at the code given; an unknown
// or empty code is no country.
func NewCountry(code string) *Choice {
	return NewChoice(ChoiceOptions{
		Name: "billingcountryiso2a", Label: "Country", Meaning: "the country",
		Options: Countries(), Default: code,
	})
}
