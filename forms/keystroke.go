package forms

// A backspace takes back one key, also a key that was taken and left no mark,
// as a blank between digits. Otherwise the digit before it would go, and what
// is typed next would make another number.

// skipped counts the separators that were typed after so many digits.
type skipped [maxDigits + 1]uint8

// maxDigits is the longest run of digits a field takes.
const maxDigits = 19

func (s *skipped) add(digits int) { s[digits] = min(s[digits], 254) + 1 }

// drop takes the last one back, and reports false when a digit was typed last.
func (s *skipped) drop(digits int) bool {
	if s[digits] == 0 {
		return false
	}
	s[digits]--
	return true
}

// dated is an expiry date as it stood before a key.
type dated struct {
	digits [maxExpiryDigits]byte
	n      int
}

// past is what a date was before each of the last keys.
type past struct {
	dates [16]dated
	n     int
}

func (p *past) add(d dated) {
	if p.n == len(p.dates) {
		copy(p.dates[:], p.dates[1:])
		p.n--
	}
	p.dates[p.n] = d
	p.n++
}

func (p *past) drop() (d dated, ok bool) {
	if p.n == 0 {
		return dated{}, false
	}
	p.n--
	d, p.dates[p.n] = p.dates[p.n], dated{}
	return d, true
}
