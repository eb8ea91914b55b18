// Package countries knows what people call countries: names that are used today and
// older ones, abbreviations, names in other languages, and those of parts.
package countries

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is a country of ISO 3166-1 with what people type for it.
type Country struct {
	Code  string   // alpha-2
	Name  string   // in English
	Codes []string // other codes and abbreviations
	Names []string // other names in use
	Local []string // its parts, and its names in other languages
}

// All are the countries of ISO 3166-1, by their codes, and no others: the gateway takes
// these codes. They come from the CLDR data of golang.org/x/text. A withdrawn code
// finds nothing, except UK: an agent who types BU means Bulgaria, not Burma.
func All() []Country { return slices.Clone(all()) }

var all = sync.OnceValue(func() []Country {
	var countries []Country
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
				countries = append(countries, Country{
					Code: code, Name: name, Codes: append([]string{region.ISO3()}, short[code]...),
					Names: known[code], Local: slices.Concat(native(region), reserved(names, code), local[code]),
				})
			}
		}
	}
	for i, c := range countries {
		if c.Code == "GB" {
			countries[i].Codes = append(c.Codes, "UK")
		}
		if saint, ok := strings.CutPrefix(c.Name, "St. "); ok {
			countries[i].Names = append(slices.Clone(c.Names), "Saint "+saint)
		}
	}
	return countries
})

// Kosovo has no code in ISO 3166-1. Others use XK for it, a code that ISO leaves to its
// users, and no source says that the gateway takes it. So XK is among its Codes, which
// people may type, and its Code is empty.
func Kosovo() Country {
	const code = "XK"
	region := language.MustParseRegion(code)
	return Country{
		Name:  display.English.Regions().Name(region),
		Codes: []string{code, region.ISO3()}, Local: append(native(region), local[code]...),
	}
}

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
