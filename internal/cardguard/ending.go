package cardguard

import (
	"iter"
	"strings"
	"unicode"

	"motoconsole/gateway"
	"motoconsole/internal/orderref"
)

// longRow is how many digits an order number has that may be confused with a
// card number by its ending.
const longRow = 9

// Unended is text that is typed to find an order, with an end in place of each
// ending that moto puts behind a reference, such as -7K3M2P. With open, the last
// of the text counts as one behind a long number, for its letters may still
// come: who takes the text for an answer must ask once more without.
func Unended(text iter.Seq[rune], open bool) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		var held []rune // the dash and what may be an ending
		defer func() { clear(held) }()
		row, before := 0, 0 // digits side by side, and how many stood before the dash
		letters := false
		flush := func(is bool) bool {
			out := held
			if is {
				out = []rune{end}
			}
			for _, r := range out {
				if !yield(r) {
					return false
				}
			}
			clear(held)
			held, letters = held[:0], false
			return true
		}
		for r := range text {
			_, digit := gateway.Digit(r)
			letter := unicode.IsLetter(r)
			if len(held) > 0 {
				switch {
				case len(held) < ending && strings.ContainsRune(orderref.Alphabet, unicode.ToUpper(r)):
					held, letters = append(held, r), letters || letter
					continue
				case !flush(len(held) == ending && letters && !digit && !letter):
					return
				}
			}
			switch {
			case r == '-':
				held, before, row = append(held, r), row, 0
				continue
			case digit:
				row++
			default:
				row = 0
			}
			if !yield(r) {
				return
			}
		}
		flush(len(held) == ending && letters || open && len(held) > 1 && before >= longRow)
	}
}
