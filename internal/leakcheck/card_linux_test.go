package leakcheck

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"motoconsole/internal/memscan"
)

// card is a card that the bank has never seen and approves.
type card struct{ number, code string }

// The brands, tried in turn. American Express has codes of four digits, which a search
// of memory can find: see code.
var brands = [2]struct {
	name, head     string
	length, digits int
}{{"American Express", "37", 15, memscan.CodeLength}, {"Visa", "4", 16, 3}}

// brand is the card's place in brands.
func (c card) brand() int {
	if len(c.number) == brands[0].length {
		return 0
	}
	return 1
}

// newCard makes up a card of a brand. The journal keeps its first six and last four
// digits side by side. For one card in a hundred they would look like a stretch of the
// number itself, or of another card's: newCard avoids such cards.
func newCard(brand int, others ...card) card {
	for {
		c := anyCard(brand)
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

func (c card) last4() string { return c.number[len(c.number)-4:] }

// kept are the digits of a number that may be kept, in both orders.
func (c card) kept() string {
	return c.number[:6] + c.last4() + " " + c.last4() + c.number[:6] + "\n"
}

func anyCard(brand int) card {
	b := brands[brand]
	digits := []byte(b.head)
	for len(digits) < b.length-1 {
		digits = append(digits, anyDigit())
	}
	sum := 0
	for i, d := range digits {
		n := int(d - '0')
		if (b.length-i)%2 == 0 { // the second from the right, once the check digit is there
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	c := card{number: string(digits) + strconv.Itoa((10-sum%10)%10)}
	for range b.digits {
		c.code += string(anyDigit())
	}
	return c
}

func anyDigit() byte { return '0' + byte(rand.N(10)) }

// wrong is the number with another check digit.
func (c card) wrong() string {
	last := len(c.number) - 1
	return c.number[:last] + strconv.Itoa((int(c.number[last]-'0')+1)%10)
}

// groups are the number as it stands on the card.
func (c card) groups() []string {
	if c.brand() == 0 {
		return []string{c.number[:4], c.number[4:10], c.number[10:]}
	}
	return []string{c.number[:4], c.number[4:8], c.number[8:12], c.number[12:]}
}

// window is a stretch of a number that must not be found in text, up to its last
// digit.
type window struct {
	name, digits string
	last         int
}

// windows are any eight digits in a row, and the middle in groups of four.
func (c card) windows() []window {
	var windows []window
	for i := range len(c.number) - 7 {
		windows = append(windows, window{fmt.Sprintf("digits %d-%d", i+1, i+8), c.number[i : i+8], i + 8})
	}
	middle := c.groups()[1:3]
	for _, between := range []string{" ", "-"} {
		windows = append(windows, window{"the middle in groups", strings.Join(middle, between), 4 + len(middle[0]+middle[1])})
	}
	return windows
}

// traces say which stretches of the number text holds, with the text around each. They
// have no digit in them.
func (c card) traces(text string) []string { return c.tracesBeyond(0, text) }

// tracesBeyond are the traces that go beyond so many digits from the first.
func (c card) tracesBeyond(drawn int, text string) []string {
	var traces []string
	for _, w := range c.windows() {
		if w.last <= drawn {
			continue
		}
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
