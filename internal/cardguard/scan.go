package cardguard

import (
	"iter"
	"unicode"
	"unicode/utf8"

	"motoconsole/gateway"
)

// scanner holds the last digits of a text and the separator before each.
type scanner struct {
	digits [most]byte
	before [most]separator
	n      int
	next   separator // before the next digit
	last   rune      // the class of the separator's last character
}

func newScanner() *scanner { return &scanner{next: separator{length: wall}} }

func (s *scanner) wipe() { *s = scanner{} }

// digit reads a character as a digit. Any other character extends the separator.
func (s *scanner) digit(r rune) (byte, bool) {
	if d, ok := gateway.Digit(r); ok {
		return d, true
	}
	switch {
	case r == end:
		s.next.length = wall
	case unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me): // invisible between digits
	default:
		s.next.length = min(s.next.length+1, wall)
		if class := classOf(r); class != s.last || class == r {
			s.next.shape = s.next.shape*16777619 ^ uint32(class) //nolint:gosec // a hash
			s.last = class
		}
	}
	return 0, false
}

// classOf is one value for all characters that count as alike in a separator.
func classOf(r rune) rune {
	switch {
	case unicode.IsLetter(r):
		return -'a'
	case unicode.IsSpace(r):
		return -' '
	default:
		return r
	}
}

func (s *scanner) push(d byte) {
	if s.n == most {
		copy(s.digits[:], s.digits[1:])
		copy(s.before[:], s.before[1:])
		s.n--
	}
	s.digits[s.n], s.before[s.n] = d, s.next
	s.n++
	s.next, s.last = separator{}, 0
}

// begins reports whether a run may begin with the digit at first and continue to
// the last one.
func (s *scanner) begins(first int, allowed func([]separator) bool) bool {
	return s.before[first].length > 0 && allowed(s.before[first+1:s.n])
}

// anyRun reports whether any run of a text passes is.
func anyRun(text iter.Seq[rune], allowed func([]separator) bool, is func(run []byte) bool) bool {
	s := newScanner()
	defer s.wipe()
	ended := func() bool {
		for first := range s.n {
			if s.begins(first, allowed) && is(s.digits[first:s.n]) {
				return true
			}
		}
		return false
	}
	for r := range text {
		d, ok := s.digit(r)
		switch {
		case !ok:
		case s.next.length > 0 && ended(): // a separator precedes it
			return true
		default:
			s.push(d)
		}
	}
	return ended()
}

func decode[T ~string | ~[]byte](text T) (rune, int) {
	if text[0] < utf8.RuneSelf {
		return rune(text[0]), 1
	}
	return utf8.DecodeRuneInString(string(text[:min(len(text), utf8.UTFMax)]))
}
