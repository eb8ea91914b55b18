package cardguard

import (
	"iter"
	"strings"
	"unicode"

	"motoconsole/gateway"
	"motoconsole/internal/orderref"
)

// longRow is the length from which an order number with its ending may look like a
// card number.
const longRow = 9

// Unended is the text of a search for an order, with a mark in place of each ending
// that moto adds to a reference, such as -7K3M2P. With open, the end of the text
// counts as an ending if it follows a long number, for its letters may still come.
// A caller that accepts the text as complete must check again without open.
func Unended(text iter.Seq[rune], open bool) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		var held []rune // the dash and a possible ending
		defer func() { clear(held) }()
		row, before := 0, 0 // consecutive digits, and how many precede the dash
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
