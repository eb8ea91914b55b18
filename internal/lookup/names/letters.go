package names

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/personname"
)

// letters are letters that some keyboards lack, with their replacements in two
// letters and in one, if they differ from the plain way: see personname.Letters.
var letters = []struct{ letter, two, one string }{
	{"ä", "ae", "a"},
	{"ö", "oe", "o"},
	{"ü", "ue", "u"},
	{"å", "aa", "a"},
	{"æ", "ae", "a"},
	{"ø", "oe", "o"},
	{"œ", "oe", "o"},
}

// inLetters writes a name in small letters, without the letters and marks that only
// some keyboards have.
func inLetters(name string, two bool) string {
	for _, l := range letters {
		if two {
			name = strings.ReplaceAll(name, l.letter, l.two)
		} else {
			name = strings.ReplaceAll(name, l.letter, l.one)
		}
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // marks of Latin letters; in other scripts marks are letters
			return -1
		}
		return r
	}, norm.NFD.String(personname.Letters(name))))
}

var (
	german = strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü", "ss", "ß")
	nordic = strings.NewReplacer("oe", "ø", "ae", "æ", "aa", "å", "ö", "ø", "ä", "æ")
)

// otherLetters writes a stem without, or with, the letters and marks that only some
// keyboards have.
func otherLetters(stem string) []string {
	return []string{inLetters(stem, true), inLetters(stem, false), spanish(stem), german.Replace(stem), nordic.Replace(stem), withMarks(stem), spanish(withMarks(stem)), withoutUmlauts(stem)}
}

// spanish adds the acute accents of Spanish surnames, in all words: hernández
// lópez, garcía.
func spanish(stem string) string {
	words := strings.Split(stem, " ")
	for i, word := range words {
		body, ok := strings.CutSuffix(word, "ez")
		switch at := strings.LastIndexAny(strings.NewReplacer("gu", "g.", "qu", "q.").Replace(body), "aeiou"); {
		case ok && at >= 0:
			words[i] = acute(word, at)
		case strings.HasSuffix(word, "ia") || strings.HasSuffix(word, "iaz"):
			words[i] = acute(word, strings.LastIndexByte(word, 'i'))
		}
	}
	return strings.Join(words, " ")
}

// acute is a word with an acute on a vowel.
func acute(word string, at int) string {
	return norm.NFC.String(word[:at+1] + "\u0301" + word[at+1:])
}

// marked are the marked letters that a plain one most often stands for.
var marked = map[rune]string{'a': "áäã", 'e': "éèë", 'i': "í", 'o': "óöø", 'u': "úü", 'n': "ñ", 'c': "ç", 's': "š", 'z': "ž"}

// accented are a stem's variants with a mark on one of its plain letters, the
// likeliest marks first.
func accented(stem string) []string {
	var out []string
	runes := []rune(stem)
	for place := range 3 {
		for i, r := range runes {
			if choices := []rune(marked[r]); place < len(choices) {
				out = append(out, string(runes[:i])+string(choices[place])+string(runes[i+1:]))
			}
		}
	}
	return out
}
