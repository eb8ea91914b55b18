package forms

import (
	"slices"
	"strings"
	"unicode"
)

// What is refused as a name: an answer that was meant for the field beside it.

// houseAfter is for a name with a house number after it.
const houseAfter = ", and a house number comes after it"

// misplaced is the error of a name that begins with a digit. It has no word in it, like
// a house number, or as many digits before its first letter as an account or a card.
func (t *TextField) misplaced() error {
	if t.glued() {
		return broken(t.o.Name, t.o.Meaning+" was refused, and more was typed straight after it: check it, or clear it with ctrl+u")
	}
	var shape strings.Builder
	letters, word, begun := 0, false, false
	var last []rune
	for i, r := range t.trimmed() {
		digit := t.isDigit(r)
		if i == 0 && !digit {
			return nil
		}
		if unicode.Is(unicode.M, r) { // part of the letter before it
			continue
		}
		switch {
		case digit && !begun:
			shape.WriteByte('0')
		case !begun && !unicode.IsLetter(r):
			shape.WriteRune(r)
		}
		if unicode.IsSpace(r) {
			last = last[:0]
		}
		if !unicode.IsLetter(r) {
			letters = 0
			continue
		}
		begun = true
		letters++
		word = word || letters == fewestOfWord || alone(r)
		last = append(last, unicode.ToLower(r))
	}
	begins := strings.TrimFunc(shape.String(), func(r rune) bool { return r != '0' })
	switch {
	case tooMany(begins, slices.Contains(companies, string(last))):
		return broken(t.o.Name, t.o.Meaning+" begins with too many digits to be one: clear it, or put a word of the name first")
	case begins != "" && !word:
		return broken(t.o.Name, t.o.Meaning+" has no word in it"+t.o.After+": check it, or add a word, as in 3M UK")
	}
	return nil
}

// mostLeading is how many digits a name may begin with in any grouping. "118118 Money"
// has six, and six digits of a card number may be shown.
const mostLeading = 6

// tooMany reports more digits at the beginning of a name than a company has. shape has a
// 0 for each digit. A numbered company of a Canadian province has seven digits; one of the
// federation has eight, and one of Québec four and four. A British account has eight too,
// so the name must then end as a company's does.
func tooMany(shape string, company bool) bool {
	switch shape {
	case "0000000":
		return false
	case "00000000", "0000-0000":
		return !company
	default:
		return strings.Count(shape, "0") > mostLeading
	}
}

// companies are the last words of the names of companies that have a number.
var companies = []string{"inc", "incorporated", "incorporée", "ltd", "limited", "ltée", "limitée", "corp", "corporation", "co", "company", "ulc", "llc", "lp", "llp"}

// fewestOfWord is how many adjacent letters make a word. One is part of a house number:
// 221B.
const fewestOfWord = 2

// alone reports a letter that may be a word by itself, in scripts whose characters are
// words or syllables.
func alone(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// refused implements refusable. Text typed straight after a name without a word was
// meant for the next field. It does not complete the name unless a blank comes first.
func (t *TextField) refused() {
	if t.o.Named && !t.glued() && t.misplaced() != nil {
		t.stands = t.length()
	}
}

// moved notes an edit at a place in the text. An edit within a refused name makes it
// another answer.
func (t *TextField) moved(at int) {
	if at < t.stands {
		t.stands = 0
	}
}

func (t *TextField) glued() bool {
	return t.stands > 0 && len(t.line.Runes) > t.stands && !unicode.IsSpace(t.line.Runes[t.stands])
}
