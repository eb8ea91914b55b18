package names

import (
	"slices"
	"strings"
)

// stemsOf are the stems of a name in small letters, the one nearest to the typed
// form first.
func stemsOf(small string) []string {
	words := strings.Fields(small)
	for i, word := range words {
		if joined := inOneWord(word); len(joined) > 0 {
			words[i] = joined[0]
		}
	}
	stems := spellings{strings.Join(words, " ")}
	if stems[0] == "" {
		stems[0] = small
	}
	stems.put(inWords(words)...)
	for i, word := range strings.Fields(small) {
		for _, other := range inOneWord(word) {
			parts := append([]string(nil), words...)
			parts[i] = other
			stems.put(strings.Join(parts, " "))
		}
	}
	if strings.Contains(stems[0], "-") {
		for _, by := range []string{" ", "‑", joint} {
			stems.put(strings.ReplaceAll(stems[0], "-", by))
		}
	}
	for _, stem := range append([]string(nil), stems...) {
		stems.put(otherLetters(stem)...)
	}
	return stems
}

// elisions are the ways to write a left-out letter: O'Brien, with a keyboard's and
// a printer's apostrophe, OBrien and O Brien.
var elisions = []string{"'", joint, "’", " "}

// inOneWord are the stems of a word that may be two: mc|donald, o'brien and van der
// berg for mcdonald, obrien and vanderberg.
func inOneWord(word string) []string {
	var out []string
	if strings.Contains(word, "'") {
		for _, by := range elisions {
			out = append(out, strings.ReplaceAll(word, "'", by))
		}
		return out
	}
	if strings.Contains(word, "-") { // mc|donald-smith
		if made := eachPart(word, firstInOneWord); made != word {
			return []string{made, word}
		}
		return nil
	}
	for _, b := range [][2]string{{"mc", "mac"}, {"mac", "mc"}} { // the two sound alike
		if rest, ok := behind(word, b[0]); ok {
			return []string{b[0] + joint + rest, b[1] + joint + rest, b[0] + " " + rest, b[1] + " " + rest}
		}
	}
	if rest, ok := behind(word, "fitz"); ok {
		return []string{"fitz" + joint + rest, "fitz " + rest}
	}
	if rest, ok := behind(word, "o"); ok && !vowel(rest[0]) {
		return append([]string{word}, elided("o", rest)...)
	}
	if rest, ok := behind(word, "d"); ok && (strings.IndexByte("aeo", rest[0]) >= 0 && len(rest) > 4 || slices.Contains(behindD, rest)) { // dangelo, but not davis
		out = append(append(out, word), elided("d", rest)...)
	}
	for _, letter := range []string{"n", "m"} { // N'Diaye, M'Baye
		if rest, ok := behind(word, letter); ok && strings.IndexByte("bdgjkpstz", rest[0]) >= 0 && word != "nguyen" {
			return append([]string{word}, elided(letter, rest)...)
		}
	}
	for _, p := range joinedParticles {
		if rest, ok := behind(word, strings.ReplaceAll(p, " ", "")); ok {
			out = append(append(out, word), inWords(append(strings.Fields(p), rest))...)
			return append(out, p+" "+rest)
		}
	}
	return out
}

// firstInOneWord is the likeliest stem of a word that may be two.
func firstInOneWord(word string) string {
	if strings.HasPrefix(word, "o") { // the word itself comes first
		if rest, ok := behind(word, "o"); ok && !vowel(rest[0]) {
			return "o" + joint + rest
		}
	}
	if all := inOneWord(word); len(all) > 0 {
		return all[0]
	}
	return word
}

// behindD are the surnames of Goa and Portugal that follow a D'.
var behindD = strings.Fields("souza sousa silva cruz costa mello lima sa rozario rosario monte")

// joinedParticles may hide in one word, longer ones first.
var joinedParticles = []string{
	"van den", "van der", "von der", "de los", "de las", "de la", "della", "van de", "van", "von", "del", "de", "di", "da", "du", "la", "le", "el", "al",
}

// behind is the rest of a word after its beginning, if the rest can be a name: no
// name begins with "nn".
func behind(word, begin string) (string, bool) {
	rest, ok := strings.CutPrefix(word, begin)
	if !ok || len(rest) < 3 {
		return "", false
	}
	return rest, vowel(rest[0]) || vowel(rest[1]) || strings.IndexByte("hrlwz", rest[1]) >= 0 || rest[0] >= 0x80 || rest[1] >= 0x80
}

func vowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// elided are the stems of a letter with an apostrophe and what follows it.
func elided(letter, rest string) []string {
	var out []string
	for _, by := range elisions {
		out = append(out, letter+by+rest)
	}
	return out
}

// inWords are the stems of several words that may be written as one, or joined by a
// hyphen.
func inWords(words []string) []string {
	if len(words) < 2 {
		return nil
	}
	last := len(words) - 1
	rest := strings.Join(words[1:], " ")
	switch first := words[0]; {
	case first == "o" || first == "d" || first == "l":
		return elided(first, rest)
	case first == "mc" || first == "mac":
		return []string{"mc" + joint + rest, "mac" + joint + rest, "mc " + rest, "mac " + rest}
	case first == "fitz":
		return []string{"fitz" + joint + rest}
	case first == "st" || first == "st." || first == "saint":
		return []string{"st " + rest, "st. " + rest, "saint " + rest, "st" + joint + rest}
	case isParticle(first):
		return []string{
			strings.Join(words, joint),
			strings.Join(words[:last], "") + joint + words[last],
			strings.Join(words[:last], "") + " " + words[last],
		}
	}
	return []string{strings.Join(words, "-"), strings.Join(words[:last], " ") + "-" + words[last], strings.Join(words, "‑")}
}
