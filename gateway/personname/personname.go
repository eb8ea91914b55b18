// Package personname splits people's names into the parts that forms and searches
// need: first and last name, titles, suffixes and particles. It also reduces them
// to the plain letters and marks of a keyboard.
package personname

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain is a name in NFC with a keyboard's plain apostrophe, hyphen and blank in
// place of typographic ones. The gateway's filters compare letter by letter:
// O'Brien does not find O’Brien, with a printer's apostrophe. Joiners stay: in some
// scripts they are part of a name.
func Plain(text string) string {
	return strings.Join(strings.Fields(norm.NFC.String(strings.Map(plainRune, text))), " ")
}

// undecomposed are the small letters that Unicode does not decompose into a plain
// letter and a mark, with the plain letters that people write instead.
var undecomposed = strings.NewReplacer("ß", "ss", "æ", "ae", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ı", "i", "œ", "oe")

// Letters replaces the small letters that many keyboards lack with the plain ones
// that people write instead: "ss" for "ß". It leaves letters that Unicode
// decomposes into a plain letter and a mark, such as "é".
func Letters(text string) string { return undecomposed.Replace(text) }

// Split splits a whole name into first names and last name. The last name is the
// last word with the particles that belong to it, as in "Jan van der Berg", or the
// words before a comma, as in "Smith, Ann". Split leaves out Mr and Mrs, and puts
// Jr with the first names.
func Split(name string) (first, last string) {
	name = WithoutTitle(Plain(name))
	if last, first, ok := AtComma(name); ok {
		return first, last
	}
	if bare := strings.Trim(name, ", "); bare != "" {
		name = bare
	}
	words, suffix := strings.Fields(name), ""
	if n := len(words); n > 1 && IsSuffix(words[n-1]) {
		words, suffix = words[:n-1], words[n-1]
		words[n-2] = strings.TrimSuffix(words[n-2], ",") // John Smith, Jr.
	}
	at := max(len(words)-1, 0)
	for at > 1 && IsParticle(words[at-1]) {
		at--
	}
	if at == 1 && len(words) > 2 && IsParticle(words[0]) && IsParticle(words[1]) { // only a last name
		at = 0
	}
	return strings.TrimSpace(strings.Join(words[:at], " ") + " " + suffix), strings.Join(words[at:], " ")
}

// AtComma cuts "Smith, Ann" at its comma. It does not cut at a comma before Jr.
func AtComma(name string) (last, first string, ok bool) {
	last, first, ok = strings.Cut(name, ",")
	last, first = strings.TrimSpace(last), strings.Trim(WithoutTitle(strings.TrimSpace(first)), ", ")
	return last, first, ok && last != "" && first != "" && !IsSuffix(first)
}

// WithoutTitle removes Mr, Mrs, Miss, Ms, Mx or Dr from the front of a longer name.
func WithoutTitle(name string) string {
	words := strings.Fields(name)
	for len(words) > 1 && slices.Contains(titles, strings.ToLower(strings.TrimRight(words[0], ".,"))) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// titles precede a name and are never part of one.
var titles = []string{"mr", "mrs", "ms", "miss", "mx", "dr"}

// IsSuffix reports a word that follows a last name but is not part of it. A V alone
// is an initial.
func IsSuffix(word string) bool {
	return slices.Contains([]string{"jr", "jnr", "sr", "snr", "ii", "iii", "iv"}, strings.ToLower(strings.TrimRight(word, ".")))
}

// IsParticle reports a word that belongs to the next one: van, de la, Mc. A capital
// alone is an initial, as in John E Smith.
func IsParticle(word string) bool {
	if len(word) == 1 && word == strings.ToUpper(word) {
		return false
	}
	return slices.Contains(particles, strings.ToLower(word))
}

// particles are those that languages write as separate words. Words that are first
// names as well, such as Ben and Al, are left out.
var particles = []string{
	"van", "von", "vom", "der", "den", "de", "del", "della", "delle", "di", "da", "das", "dos", "do", "du", "des", "la", "las", "le", "les", "los",
	"el", "bin", "bint", "ibn", "abu", "ap", "af", "av", "zu", "zur", "zum", "ter", "ten", "te", "'t", "y", "e", "mc", "mac", "st", "st.", "saint", "o'", "d'", "l'",
}

// apostrophes and hyphens are the characters that other texts use for ' and -.
const (
	apostrophes = "'`´’‘‛ʹʻʼʽ′＇՚ꞌ"
	hyphens     = "-‐‑‒–—―−⁃﹣－"
)

func plainRune(r rune) rune {
	switch {
	case strings.ContainsRune(apostrophes, r):
		return '\''
	case strings.ContainsRune(hyphens, r):
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case r == '\u00ad', r == '\u200b', r == '\u2060', r == '\ufeff': // invisible, and not joiners
		return -1
	}
	return r
}
