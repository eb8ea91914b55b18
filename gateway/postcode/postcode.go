// Package postcode knows the formats of postcodes in each country, and how a
// country writes them. It is the only list of them: the gateway's client and the
// test bank check postcodes with it, the payment form writes them, and a search
// finds every spelling.
//
// It knows formats only, not areas: the vendor's own test postcodes lie in none.
package postcode

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Bare is a postcode without the differences between its spellings: in capitals,
// with plain digits, without blanks or dashes.
func Bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(text))
}

// Written is a postcode as its country writes it: "TE45 6ST" for "te456st". It
// reports false if the text has none of the country's formats, and for a country
// that is not in the list.
func Written(text, country string) (written string, ok bool) {
	bare := Bare(text)
	for _, shape := range shapesOf(country) {
		if written, ok := shape.write(bare); ok {
			return written, true
		}
	}
	return "", false
}

// Checked reports a country whose postcodes the gateway checks. It takes those of
// other countries as free text.
func Checked(country string) bool { return country == "GB" || country == "US" || country == "CA" }

// Valid reports a postcode that the gateway accepts for a country: one in the
// country's spelling, or without its blank or dash. Outside the United Kingdom a
// blank and a dash may replace each other. If the gateway does not check a
// country's postcodes, every postcode is valid.
func Valid(text, country string) bool {
	if !Checked(country) {
		return true
	}
	written, ok := Written(text, country)
	if !ok {
		return false
	}
	upper := strings.Map(func(r rune) rune { // ASCII only: ſ is sent unchanged
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, text)
	return upper == written || upper == Bare(written) ||
		country != "GB" && strings.ReplaceAll(upper, " ", "-") == strings.ReplaceAll(written, " ", "-")
}

// Evident reports a text that is almost certainly a postcode. Five digits are more
// often an order number, and an Eircode without its blank may be an order as well.
func Evident(text string) bool {
	bare := Bare(text)
	for _, shape := range evident {
		written, ok := shape.write(bare)
		if ok && (!shape.parted || strings.EqualFold(text, written)) && shape.mixed(bare) {
			return true
		}
	}
	return false
}

// Shaped reports a text in the format of some country's postcodes.
func Shaped(text string) bool { return anyWritten(text, func(string) bool { return true }) }

// Parted reports a text with a blank or dash in the place where some country writes
// one in its postcodes.
func Parted(text string) bool {
	return anyWritten(text, func(written string) bool { return strings.EqualFold(written, text) && written != Bare(written) })
}

// anyWritten reports whether ask accepts any country's spelling of the text.
func anyWritten(text string, ask func(written string) bool) bool {
	bare := Bare(text)
	for _, c := range countries {
		for _, shape := range c.shapes {
			if written, ok := shape.write(bare); ok && ask(written) {
				return true
			}
		}
	}
	return false
}

// Spellings are all the ways a postcode may have been sent, the text's own first:
// with and without its blank or dash, in capitals and small letters, and without
// the country's letters before it ("D-10115").
func Spellings(text string) []string {
	all := []string{text, strings.ToUpper(text)}
	bares := []string{Bare(text)}
	if letters, rest, ok := strings.Cut(text, "-"); ok && len(letters) <= 2 && strings.ContainsFunc(letters, unicode.IsLetter) && Shaped(rest) {
		bares = append(bares, Bare(rest))
	}
	for _, bare := range bares {
		for _, c := range countries {
			for _, shape := range c.shapes {
				if written, ok := shape.write(bare); ok {
					all = append(all, written)
				}
			}
		}
	}
	all = append(all, bares...)
	for _, spelling := range slices.Clone(all) {
		all = append(all, strings.ToLower(spelling))
	}
	var unique []string
	for _, spelling := range all {
		if !slices.Contains(unique, spelling) {
			unique = append(unique, spelling)
		}
	}
	return unique
}
