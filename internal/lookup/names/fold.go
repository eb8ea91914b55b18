package names

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/personname"
)

// Same reports whether a customer's first and last name contain the typed name:
// either each typed word is one of theirs, or the typed name is theirs written as
// one word. Capitals, marks, apostrophes, hyphens, blanks and the order do not
// matter. The customer's names may have more words: caller and agent may leave out
// first names and second surnames. Mr and Mrs before a name are not part of it.
func Same(typed, first, last string) bool {
	typed = personname.WithoutTitle(personname.Plain(typed))
	if last, first, ok := personname.AtComma(typed); ok {
		typed = first + " " + last
	}
	for _, two := range []bool{false, true} { // ä as a, and as ae
		wanted := foldedWords(typed, two)
		for _, has := range [][]string{foldedWords(first+" "+last, two), foldedWords(first+" "+last, !two)} {
			if holds(has, wanted) || holds(shortened(has), shortened(wanted)) {
				return true
			}
		}
	}
	return false
}

// shortened are words with u for ue, as in muller for mueller.
func shortened(words []string) []string {
	short := make([]string, len(words))
	for i, word := range words {
		short[i] = withoutUmlauts(word)
	}
	return short
}

// holds reports that all wanted words are among the others, or that several of the
// others in a row, written as one word, make them: obrien and o brien, vanderberg
// and van der berg.
func holds(has, wanted []string) bool {
	if len(wanted) == 0 {
		return false
	}
	if all := strings.Join(wanted, ""); inRow(has, all) {
		return true
	}
	left := slices.Clone(has)
	for _, word := range wanted {
		at := slices.Index(left, word)
		if at < 0 {
			return false
		}
		left = slices.Delete(left, at, at+1)
	}
	return true
}

// inRow reports that some consecutive words make a text.
func inRow(words []string, text string) bool {
	for i := range words {
		made := ""
		for _, word := range words[i:] {
			if made += word; made == text {
				return true
			}
			if len(made) > len(text) {
				break
			}
		}
	}
	return false
}

// SameText reports two texts that differ only in capitals, marks and blanks.
func SameText(a, b string) bool {
	return slices.Equal(foldedWords(a, false), foldedWords(b, false))
}

// Bare is a text without capitals and without marks on Latin letters, for searching
// in.
func Bare(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 }) {
		return strings.ToLower(text) // nearly all text is ASCII, and a list has many rows
	}
	return inLetters(cases.Fold().String(personname.Plain(text)), false)
}

// foldedWords are the words of a name without the differences between spellings.
// Letters, marks of other scripts, joiners and digits remain. Mac becomes mc, and
// saint st: they sound alike.
func foldedWords(name string, two bool) []string {
	name = inLetters(cases.Fold().String(norm.NFKC.String(personname.Plain(name))), two)
	var words []string
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" -.,", r) }) {
		word = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.Is(unicode.M, r) || unicode.IsDigit(r) || unicode.Is(unicode.Cf, r) {
				return r
			}
			return -1
		}, word)
		switch rest, ok := strings.CutPrefix(word, "mac"); {
		case ok && len(rest) != 1 && len(rest) != 2:
			word = "mc" + rest
		case word == "saint":
			word = "st"
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}
