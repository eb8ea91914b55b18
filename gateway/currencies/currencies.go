// Package currencies knows what people call currencies. It is the one list of such
// names: the form, the search and what agents read aloud have it from here.
package currencies

import (
	"slices"
	"strings"
)

// Names are the names of a currency, the one that is shown first: "Pound sterling",
// "Pound", "Quid". All have a plural with an s but those that are one.
func Names(code string) []string { return slices.Clone(names[code]) }

// Signs are what people write for a currency besides its code, its names and the
// signs of gateway.Currency.
func Signs(code string) []string { return slices.Clone(signs[code]) }

// Called are the codes of the currencies that a word is a name of, or the plural of
// one, in their order.
func Called(word string) (codes []string) {
	for code, all := range names {
		if slices.ContainsFunc(all, func(name string) bool { return strings.EqualFold(name, word) || strings.EqualFold(name+"s", word) }) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// aloud are one and several of a unit, and of its hundredth.
var aloud = map[string][4]string{
	"GBP": {"pound", "pounds", "penny", "pence"},
	"EUR": {"euro", "euros", "cent", "cents"},
	"USD": {"dollar", "dollars", "cent", "cents"},
	"CAD": {"dollar", "dollars", "cent", "cents"},
	"AUD": {"dollar", "dollars", "cent", "cents"},
	"NZD": {"dollar", "dollars", "cent", "cents"},
	"JPY": {"yen", "yen", "", ""},
}

// Aloud is how the common currencies are said aloud: one and several of the unit,
// and of its hundredth. Others are said by their code.
func Aloud(code string) (unit, units, part, parts string) {
	if said, ok := aloud[code]; ok {
		return said[0], said[1], said[2], said[3]
	}
	return code, code, "", ""
}
