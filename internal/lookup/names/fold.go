package names

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway"
)

// Same reports whether a customer's first and last name are the one that was
// typed, whatever capitals, marks, apostrophes, hyphens and blanks they have and
// whichever comes first. A last name alone is enough where no more was typed.
func Same(typed, first, last string) bool {
	wanted := folds(typed)
	if before, behind, ok := strings.Cut(typed, ","); ok {
		wanted = folds(behind + " " + before)
	}
	for _, name := range []string{last, first + " " + last, last + " " + first} {
		if strings.TrimSpace(name) == "" {
			continue
		}
		if slices.ContainsFunc(folds(name), func(f string) bool { return slices.Contains(wanted, f) }) {
			return true
		}
	}
	return false
}

// SameText reports two texts that differ in capitals, marks and blanks alone.
func SameText(a, b string) bool { return fold(a, false) == fold(b, false) }

// folds are a name without what spellings differ in, once with ä as a and once
// as ae.
func folds(name string) []string { return []string{fold(name, false), fold(name, true)} }

// fold keeps letters, their marks, joiners and digits. Mac is mc to it, and saint
// st: they sound alike.
func fold(name string, two bool) string {
	name = inLetters(cases.Fold().String(norm.NFKC.String(gateway.PlainName(name))), two)
	var out strings.Builder
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" -'.", r) }) {
		switch rest, ok := strings.CutPrefix(word, "mac"); {
		case ok && len(rest) != 1 && len(rest) != 2:
			word = "mc" + rest
		case word == "saint":
			word = "st"
		}
		out.WriteString(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.Is(unicode.M, r) || unicode.IsDigit(r) || unicode.Is(unicode.Cf, r) {
				return r
			}
			return -1
		}, word))
	}
	return out.String()
}
