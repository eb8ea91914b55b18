// Package currencies holds the names that people use for currencies. It is the only
// such list: the form, the search and the sentences that agents read aloud use it.
package currencies

import (
	"slices"
	"strings"
)

// Names are the names of a currency, the one to show first: "Pound sterling",
// "Pound", "Quid". Those with a plural form it with an s.
func Names(code string) []string { return slices.Clone(names[code]) }

// Signs are the other signs that people write for a currency, besides its code, its
// names and the signs of gateway.Currency.
func Signs(code string) []string { return slices.Clone(signs[code]) }

// Called are the codes, in order, of the currencies that a word names in the
// singular or plural.
func Called(word string) (codes []string) {
	for code, all := range names {
		if slices.ContainsFunc(all, func(name string) bool { return strings.EqualFold(name, word) || strings.EqualFold(name+"s", word) }) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// aloud are the singular and plural of a unit, and of its hundredth.
var aloud = map[string][4]string{
	"GBP": {"pound", "pounds", "penny", "pence"},
	"EUR": {"euro", "euros", "cent", "cents"},
	"USD": {"dollar", "dollars", "cent", "cents"},
	"CAD": {"dollar", "dollars", "cent", "cents"},
	"AUD": {"dollar", "dollars", "cent", "cents"},
	"NZD": {"dollar", "dollars", "cent", "cents"},
	"JPY": {"yen", "yen", "", ""},
}

// Aloud is how people say a common currency: singular and plural of the unit, and
// of its hundredth. Other currencies are said by their code.
func Aloud(code string) (unit, units, part, parts string) {
	if said, ok := aloud[code]; ok {
		return said[0], said[1], said[2], said[3]
	}
	return code, code, "", ""
}
