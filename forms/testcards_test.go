package forms

import (
	"strings"
	"testing"

	"motoconsole/gateway"
)

// TestCardsOfASite: at a live site the field refuses a test card and says so. At a test
// site it takes a real card and warns of it.
func TestCardsOfASite(t *testing.T) {
	for _, tc := range []struct {
		digits                 string
		live, test             bool // it is refused, doubted
		completeLive, complete bool
	}{
		{"5100000000000511", true, false, false, true},
		{"4111111111111111", true, false, false, false},
		{"5555555555554444", false, true, true, true},
		{"5555555555554445", false, false, false, false}, // mistyped
	} {
		for cards, complete := range map[Cards]bool{AllCards: tc.complete, LiveCards: tc.completeLive, TestCards: tc.complete} {
			c := newCardNumber(nil, cards)
			for _, d := range []byte(tc.digits) {
				c.digit(d)
			}
			err := c.Check()
			if refused := err != nil && strings.Contains(err.Error(), gateway.TestCardRefused); refused != (tc.live && cards == LiveCards) {
				t.Errorf("%s, cards %d: %v", tc.digits, cards, err)
			}
			if got := c.Complete(); got != complete {
				t.Errorf("%s, cards %d: complete %v", tc.digits, cards, got)
			}
			doubted := tc.test && cards == TestCards
			if got := strings.Contains(c.Hint(false), "looks like a real card"); got != doubted || cards.Doubts(c.Number()) != doubted {
				t.Errorf("%s, cards %d: %q", tc.digits, cards, c.Hint(false))
			}
		}
	}
}
