package names

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"motoconsole/gateway/personname"
)

// mostSpellings is the greatest number of spellings asked for of one name.
const mostSpellings = 48

// Spellings are the ways a name may have been written, its own spelling first: with
// capitals or without, with and without apostrophe, hyphen or blank, with the
// particle in one word or two, with and without marks on letters. Their number is
// limited, the likeliest first.
func Spellings(name string) []string {
	name = personname.Plain(name)
	small := strings.ReplaceAll(cases.Lower(language.Und).String(name), "i\u0307", "i") // of İ
	stems := stemsOf(small)
	list := spellings{name}
	inCapitals := cases.Upper(language.Und)
	upper := func(stem string) string { return inCapitals.String(unmarked(stem)) }
	for _, stem := range stems {
		list.put(capitals(stem)...)
		if stem == stems[0] {
			list.put(upper(stem), small)
		}
	}
	for _, stem := range stems {
		list.put(upper(stem))
	}
	for _, stem := range stems {
		list.put(unmarked(stem))
	}
	for _, stem := range accented(stems[0]) {
		list.put(capitals(stem)[0])
	}
	for _, stem := range umlauts(stems[0]) {
		list.put(capitals(stem)[0], upper(stem), unmarked(stem))
	}
	list.put(turkish(small)...)
	return list
}

// spellings are texts without duplicates.
type spellings []string

func (l *spellings) put(texts ...string) {
	for _, text := range texts {
		text = strings.TrimSpace(text)
		if len(*l) < mostSpellings && text != "" && !slices.Contains(*l, text) {
			*l = append(*l, text)
		}
	}
}

// turkish are a name in small letters with the İ and the ı of Turkish.
func turkish(small string) []string {
	if !strings.ContainsAny(small, "iı") {
		return nil
	}
	var out []string
	if rest, ok := strings.CutPrefix(small, "i"); ok {
		out = append(out, "İ"+rest)
	}
	return append(out, strings.ToUpperSpecial(unicode.TurkishCase, small))
}

// A stem is a name in small letters. joint marks a place inside a word after which
// some people write a capital: mc|donald.
const joint = "|"

func unmarked(stem string) string { return strings.ReplaceAll(stem, joint, "") }

// capitals are the ways to capitalise a stem.
func capitals(stem string) []string {
	words := strings.Split(stem, " ")
	inner, plain := make([]string, len(words)), make([]string, len(words))
	for i, word := range words {
		inner[i], plain[i] = unmarked(title(word)), title(unmarked(word))
		if strings.HasPrefix(word, "ij") { // IJsselstein: one letter in Dutch
			inner[i] = "IJ" + inner[i][2:]
		}
		if bare := strings.TrimRight(word, "."); personname.IsSuffix(bare) && strings.Trim(bare, "iv") == "" {
			inner[i] = strings.ToUpper(word) // John III
		}
	}
	all := []string{strings.Join(inner, " "), strings.Join(plain, " ")}
	if len(words) == 1 {
		return all
	}
	first := inner[0]
	for i, word := range words {
		if personname.IsParticle(word) {
			inner[i] = word
		}
	}
	all = append(all, strings.Join(inner, " ")) // van der Berg
	inner[0] = first
	return append(all, strings.Join(inner, " ")) // Van der Berg
}

// title capitalises the beginning of each part: O'Brien, Smith-Jones.
func title(word string) string {
	inside := false
	return strings.Map(func(r rune) rune {
		if !inside {
			r = unicode.ToTitle(r)
		}
		inside = unicode.IsLetter(r) || unicode.Is(unicode.M, r)
		return r
	}, word)
}

// Capitals are a text as typed, with each word capitalised, in all capitals and in
// none; and with a keyboard's apostrophe and hyphen.
func Capitals(text string) []string {
	plain := personname.Plain(text)
	small := cases.Lower(language.Und).String(plain)
	list := spellings{text}
	list.put(plain)
	list.put(title(small), cases.Upper(language.Und).String(plain), small)
	return list
}
