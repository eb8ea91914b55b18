package forms

import "unicode"

// mostLeading is how many digits a name may begin with. "118118 Money" has six, and
// six digits of a card number may be shown.
const mostLeading = 6

// misplaced is what is wrong with a name that begins with a digit: it has no word in
// it, like a house number, or more digits before its first letter than any name, like
// part of a card number.
func (t *TextField) misplaced() error {
	if t.glued() {
		return broken(t.o.Name, t.o.Meaning+" was refused, and what was typed next stands right behind it: check it, or clear it with ctrl+u")
	}
	leading, letters, word, begun := 0, 0, false, false
	for i, r := range t.trimmed() {
		digit := t.isDigit(r)
		if i == 0 && !digit {
			return nil
		}
		switch {
		case digit && !begun:
			leading++
		case unicode.Is(unicode.M, r): // part of the letter before it
			continue
		}
		if !unicode.IsLetter(r) {
			letters = 0
			continue
		}
		begun = true
		letters++
		word = word || letters == fewestOfWord || alone(r)
	}
	switch {
	case leading > mostLeading:
		return broken(t.o.Name, t.o.Meaning+" begins with too many digits to be one: check it")
	case leading > 0 && !word:
		return broken(t.o.Name, t.o.Meaning+" has no word in it, and a house number comes after it: check it, or add a word, as in 3M UK")
	}
	return nil
}

// fewestOfWord is how many letters side by side make a word. One is part of a
// house number: 221B.
const fewestOfWord = 2

// alone reports a letter that may be a word by itself, in scripts whose characters are
// words or syllables.
func alone(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// refused implements standing. What is typed right behind a name without a word was
// meant for the next field and does not make it a name, unless a blank comes first.
func (t *TextField) refused() {
	if t.o.Named && !t.glued() && t.misplaced() != nil {
		t.stands = t.length()
	}
}

// moved notes an edit at a place of the text. An edit within what was refused makes
// another answer of it.
func (t *TextField) moved(at int) {
	if at < t.stands {
		t.stands = 0
	}
}

func (t *TextField) glued() bool {
	return t.stands > 0 && len(t.line.runes) > t.stands && !unicode.IsSpace(t.line.runes[t.stands])
}
