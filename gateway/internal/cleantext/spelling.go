package cleantext

import "unicode"

// Marks are ordinary spelling in many scripts and decoration in others. A pile of
// them covers the lines above and below on a terminal.
const (
	// maxMarks is how many combining marks of any kind a letter keeps.
	maxMarks = 2
	// maxOwnMarks is how many marks of its own script a letter keeps: a Burmese or
	// Tibetan syllable is one letter with up to seven marks.
	maxOwnMarks = 8
)

// joining are the scripts that spell with joiners between letters: Persian and Urdu
// names, conjuncts of Indian scripts.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil,
	unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
	unicode.Tibetan, unicode.Myanmar, unicode.Khmer, unicode.Balinese, unicode.Javanese,
}

// spelling is a letter with the marks kept after it.
type spelling struct {
	letter rune
	marks  int
	joined bool
}

// takesMark counts a mark, and reports whether the letter keeps it.
func (s *spelling) takesMark(mark rune) bool {
	if s.marks >= maxMarks && (s.marks >= maxOwnMarks || !sameScript(s.letter, mark)) {
		return false
	}
	s.marks++
	return true
}

// takesJoiner reports whether a joiner may follow: one for each letter.
func (s *spelling) takesJoiner() bool {
	may := !s.joined && unicode.IsLetter(s.letter) && unicode.In(s.letter, joining...)
	s.joined = s.joined || may
	return may
}

// isJoiner reports ZWNJ and ZWJ.
func isJoiner(r rune) bool { return r == '\u200c' || r == '\u200d' }

// sameScript reports a mark that the letter's script spells with. Latin, Greek and
// Cyrillic have no marks of their own that pile up.
func sameScript(letter, mark rune) bool {
	if mark >= 0x064b && mark <= 0x0655 || mark == 0x0670 { // Unicode assigns the Arabic vowels to no script
		return unicode.In(letter, unicode.Arabic, unicode.Syriac)
	}
	if unicode.In(mark, unicode.Inherited, unicode.Common, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
		return false
	}
	for _, script := range unicode.Scripts {
		if unicode.Is(script, mark) {
			return unicode.Is(script, letter)
		}
	}
	return false
}
