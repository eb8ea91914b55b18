package spoken

import (
	"fmt"
	"unicode"

	"motoconsole/gateway"
)

// most is the longest date in words: "september two thousand and twenty seven" has 39.
const most = 48

// Said is a date in words as it is typed: from its first letter on. What was typed before,
// such as "03/", is given to each method.
type Said struct{ text []rune }

// Add adds a letter, a digit or a divider, and reports false for a key with which no date
// goes on.
func (s *Said) Add(before string, r rune) bool {
	if len(s.text) == most || !Begins(before+string(s.text)+string(r)) {
		return false
	}
	if s.text == nil {
		s.text = make([]rune, 0, most) // it never grows, which would leave a copy
	}
	s.text = append(s.text, r)
	return true
}

// Drop deletes the last key, and reports false if there is none.
func (s *Said) Drop() bool {
	last := len(s.text) - 1
	if last < 0 {
		return false
	}
	s.text[last], s.text = 0, s.text[:last]
	return true
}

// Clear forgets the words.
func (s *Said) Clear() {
	clear(s.text)
	s.text = nil
}

// Len is how many keys there are.
func (s *Said) Len() int { return len(s.text) }

// Text are the words as typed.
func (s *Said) Text() string { return string(s.text) }

// Digits is how many digits were typed among the words.
func (s *Said) Digits() (n int) {
	for _, r := range s.text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// OnCard is a date as it stands on the card, MM/YY.
func OnCard(date gateway.Expiry) string {
	return fmt.Sprintf("%02d/%02d", int(date.Month), date.Year%100)
}
