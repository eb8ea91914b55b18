package forms

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Countries are the countries of ISO 3166-1 with their English names, in the
// names' order, and no others: the gateway takes these codes. They come from the CLDR data of golang.org/x/text. Codes that were
// withdrawn find nothing, but UK: an agent who types BU means Bulgaria, not Burma.
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
				countries = append(countries, Option{
					Code: code, Name: name, Also: append([]string{region.ISO3()}, short[code]...),
					Known: known[code], Local: slices.Concat(native(region), reserved(names, code), local[code]),
				})
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
	slices.SortFunc(countries, byName)
	return countries
})

func byName(a, b Option) int { return strings.Compare(fold(a.Name), fold(b.Name)) }

// Kosovo has no code in ISO 3166-1. XK, which others use for it, is one that ISO
// leaves to its users, and nothing says that the gateway takes it. So it is an
// answer with which no country is sent.
const kosovo = "XK"

// countryAnswers are the answers to Country.
var countryAnswers = sync.OnceValue(func() []Option {
	region := language.MustParseRegion(kosovo)
	answers := append(Countries(), Option{
		Name: display.English.Regions().Name(region), Also: []string{kosovo, region.ISO3()},
		Uncoded: "no ISO code: none is sent", Local: append(native(region), local[kosovo]...),
	})
	slices.SortFunc(answers, byName)
	return answers
})

// reservedIn are the parts of countries that have a name in CLDR, under a code
// that ISO reserves without making it a country's.
var reservedIn = map[string][]string{"ES": {"IC", "EA"}, "FR": {"CP"}, "IO": {"DG"}, "SH": {"AC", "TA"}}

// reserved are the names of such parts of a country.
func reserved(names display.Namer, code string) (all []string) {
	for _, part := range reservedIn[code] {
		all = append(all, names.Name(language.MustParseRegion(part)))
	}
	return all
}

// native is the name of a country in the language that most people speak there.
func native(region language.Region) []string {
	tag, err := language.Compose(region)
	if err != nil {
		return nil
	}
	base, _ := tag.Base()
	if names := display.Regions(language.Make(base.String())); names != nil {
		return []string{names.Name(region)}
	}
	return nil
}

// NewCountry makes a country field that stands at the code given; an unknown
// or empty code is no country.
func NewCountry(code string) *Choice {
	return newChoice(ChoiceOptions{
		Name: "billingcountryiso2a", Label: "Country", Meaning: "the country",
		Options: countryAnswers(), Default: code,
	}, countryFinder())
}

var countryFinder = sync.OnceValue(func() finder { return newFinder(countryAnswers()) })
