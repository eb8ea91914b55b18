package leakcheck

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// card is a number that the bank has never seen: a Visa one that it approves.
type card string

// newCard makes a number up. Its first six and last four digits, which may be
// kept and stand side by side in the journal, do not look like a stretch of it.
func newCard() card {
	c := anyCard()
	for c.in(string(c[:6]+c[12:])) > 0 {
		c = anyCard()
	}
	return c
}

func anyCard() card {
	digits := []byte{'4'}
	for len(digits) < 15 {
		digits = append(digits, '0'+byte(rand.N(10)))
	}
	sum := 0
	for i, d := range digits {
		n := int(d - '0')
		if i%2 == 0 { // the second from the right, once the check digit is there
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return card(digits) + card(strconv.Itoa((10-sum%10)%10))
}

// wrong is the number with another check digit.
func (c card) wrong() string {
	return string(c[:15]) + strconv.Itoa((int(c[15]-'0')+1)%10)
}

// traces are the stretches of the number that must not be found in text: any
// eight digits in a row, and the middle in groups of four.
func (c card) traces() []string {
	var traces []string
	for i := range len(c) - 7 {
		traces = append(traces, string(c[i:i+8]))
	}
	return append(traces, string(c[4:8])+" "+string(c[8:12]), string(c[4:8])+"-"+string(c[8:12]))
}

// in counts the traces of the number in text.
func (c card) in(text string) int {
	n := 0
	for _, trace := range c.traces() {
		n += strings.Count(text, trace) + strings.Count(text, wide(trace, 2)) + strings.Count(text, wide(trace, 4))
	}
	return n
}

// wide is ASCII text as UTF-16 or UTF-32.
func wide(text string, size int) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.WriteByte(c)
		b.WriteString(strings.Repeat("\x00", size-1))
	}
	return b.String()
}
