package groups

import (
	"fmt"
	"slices"
	"strings"

	"motoconsole/gateway"
)

// guess is how many digits are drawn while the brand is open.
const guess = 16

// Expected is how many digits to draw of a number that is typed, and how many to name in
// the hint.
func Expected(number gateway.CardNumber) (draw int, words string) {
	n, brand := number.Len(), number.Brand()
	lengths, usual := brand.Lengths(), brand.UsualLength()
	most := lengths[len(lengths)-1]
	switch {
	case brand == "" || usual == most && len(lengths) > 1: // no usual length
		draw = guess
		if n > draw {
			draw = most
		}
		if brand != "" {
			words = fmt.Sprintf("%d to %d", lengths[0], most)
		}
	default:
		draw = usual
		if n > usual {
			i, _ := slices.BinarySearch(lengths, n)
			draw = lengths[min(i, len(lengths)-1)]
		}
		words = fmt.Sprint(draw)
	}
	return draw, words
}

// Told is how many digits the hint counts: those of whole groups, and all at the end. So
// most digits change only their own cell on the screen.
func Told(number gateway.CardNumber) (told int) {
	n := number.Len()
	total, _ := Expected(number)
	for _, size := range number.Brand().Grouping(total) {
		if told += size; told > n {
			return told - size
		}
	}
	return n
}

// Count is the hint of a number that is typed: its brand as soon as that is certain, and
// how many digits it has.
func Count(number gateway.CardNumber) string {
	brand, told := number.Brand(), Told(number)
	_, words := Expected(number)
	switch {
	case told == 0 && brand == "":
		return AnyLength
	case told == 0:
		return brand.Name()
	case brand == "":
		return fmt.Sprintf("%d digits", told)
	default:
		return fmt.Sprintf("%d of %s, %s", told, words, brand.Name())
	}
}

// AnyLength is how many digits card numbers have.
const AnyLength = "12 to 19 digits"

// Dots are the groups of a number with so many digits in all: those that are there, of
// which the last ones may show, and those to come.
func Dots(number gateway.CardNumber, total int, last string) (typed, rest string) {
	var there, toCome strings.Builder
	n, i := number.Len(), 0
	for g, size := range number.Brand().Grouping(total) {
		for j := range size {
			out := &there
			if i >= n {
				out = &toCome
			}
			if g > 0 && j == 0 {
				out.WriteByte(' ')
			}
			switch {
			case i >= n:
				out.WriteString(Missing)
			case i >= n-len(last):
				out.WriteByte(last[i-n+len(last)])
			default:
				out.WriteString(Hidden)
			}
			i++
		}
	}
	return there.String(), toCome.String()
}
