package leakcheck

import (
	"fmt"
	"strings"
	"testing"

	"motoconsole/internal/memscan"
)

// A security code has three or four digits, and every process has hundreds of such
// rows for other reasons. So the test searches for four-digit codes, as on American
// Express cards. For each card it chooses a code that is nowhere before it is typed:
// not in memory, as a row of exactly four digits in ASCII, UTF-16 or UTF-32, nor in a
// file, on the terminal or in the bank's output. A code found anywhere afterwards is a
// copy, or chance. The test measures chance: how many of the ten thousand codes came up
// although they were never typed. It is one in a thousand or so. So after a find more
// cards go the same way, and only codes found for more than one card in five are a
// leak. Next to other digits the code is part of a longer row, which this search
// misses. With the expiry date before it, it makes eight digits, which the test
// searches for like a part of a number.

// codes are the finds of security codes.
type codes struct {
	looked, found int
	came          int // codes that came up, of all there are, over all cards
	again         int // further cards, tried because of a find
}

const (
	allCodes = 10000
	// retries is how many further cards one find costs.
	retries = 5
)

// choose gives a card with a code of four digits a code that is nowhere.
func (w way) choose(t *testing.T, d *desk, c *card) (before map[string]int) {
	t.Helper()
	if w.alone || w.settle == nil || len(c.code) != memscan.CodeLength {
		return nil
	}
	before = scan(t, d, c.number).Codes
	for before[c.code] > 0 || d.bare(c.code) || c.code == expiry || c.code == c.last4() {
		c.code = anyCard(c.brand()).code
	}
	return before
}

// needles are the texts to search memory for: the card's number, and the expiry date
// with the code, as typed.
func (c card) needles() []string {
	if len(c.code) != memscan.CodeLength {
		return []string{c.number}
	}
	return []string{c.number, expiry + c.code}
}

// look searches for the code everywhere.
func (k *codes) look(d *desk, c card, before map[string]int, after memscan.Report) {
	if before == nil {
		return
	}
	k.looked++
	if after.Codes[c.code] > 0 || d.bare(c.code) {
		k.found++
	}
	for code := range after.Codes {
		if before[code] == 0 {
			k.came++
		}
	}
}

// doubtful reports that more cards are needed to tell a leak from chance.
func (k *codes) doubtful() bool {
	if k.found == 0 || k.again >= 2*retries { // of two cards one has such a code
		return false
	}
	k.again++
	return true
}

// leak reports more than chance.
func (k *codes) leak() bool { return k.found*retries > k.looked }

// String is how many codes were found.
func (k codes) String() string {
	if k.looked == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d (chance %.2f%%)", k.found, k.looked, 100*float64(k.came)/float64(k.looked*allCodes))
}

// bare reports a code that is not part of a longer row of digits, in a file, in the
// drawn text, or in the bank's output.
func (d *desk) bare(code string) bool {
	found := false
	d.texts(func(_, text string) {
		found = found || bareIn(text, code) && bareIn(timeless(text), code)
	})
	return found
}

func bareIn(text, code string) bool {
	digit := func(at int) bool { return at >= 0 && at < len(text) && text[at] >= '0' && text[at] <= '9' }
	for at := 0; ; at++ {
		next := strings.Index(text[at:], code)
		if next < 0 {
			return false
		}
		if at += next; !digit(at-1) && !digit(at+len(code)) {
			return true
		}
	}
}
