package leakcheck

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// card is a number that the bank has never seen: a Visa one that it approves.
type card string

// newCard makes a number up. First six and last four digits, which the journal
// keeps and which stand side by side there, look like a stretch of the number
// itself for one in a hundred. They must not, nor like one of the others'.
func newCard(others ...card) card {
	for {
		c := anyCard()
		kept, found := "", 0
		for _, o := range append(others, c) {
			found += len(o.traces(c.kept()))
			kept += o.kept()
		}
		if found+len(c.traces(kept)) == 0 {
			return c
		}
	}
}

// kept is what may be kept of a number, in both orders.
func (c card) kept() string { return string(c[:6]+c[12:]) + " " + string(c[12:]+c[:6]) + "\n" }

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

// window is a stretch of a number that must not be found in text.
type window struct{ name, digits string }

// windows are any eight digits in a row, and the middle in groups of four.
func (c card) windows() []window {
	var windows []window
	for i := range len(c) - 7 {
		windows = append(windows, window{fmt.Sprintf("digits %d-%d", i+1, i+8), string(c[i : i+8])})
	}
	for _, between := range []string{" ", "-"} {
		windows = append(windows, window{"digits 5-12 in groups", string(c[4:8]) + between + string(c[8:12])})
	}
	return windows
}

// traces are where text holds a stretch of the number: which, and what stands
// around it. They have no digit in them.
func (c card) traces(text string) []string {
	var traces []string
	for _, w := range c.windows() {
		for size, encoding := range map[int]string{1: "ASCII", 2: "UTF-16", 4: "UTF-32"} {
			trace := wide(w.digits, size)
			for at := 0; ; at++ {
				next := strings.Index(text[at:], trace)
				if next < 0 {
					break
				}
				at += next
				around := text[max(0, at-16):min(len(text), at+len(trace)+16)]
				traces = append(traces, fmt.Sprintf("%s as %s in %q", w.name, encoding, hidden(around)))
			}
		}
	}
	return traces
}

// hidden is text without its digits.
func hidden(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '#'
		}
		return r
	}, text)
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
