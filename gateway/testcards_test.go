package gateway

import "testing"

// TestTestCards: every digit of a test card counts: no other number is taken for one.
func TestTestCards(t *testing.T) {
	number := func(digits string) CardNumber {
		c := NewCardNumber()
		for _, d := range []byte(digits) {
			c.Push(d)
		}
		return c
	}
	for _, digits := range []string{
		"4111111111111111", "4111110000000211", "4242424242424242", "4000000000000812", "4111110000000112", "5100000000000511", "5100000000000412",
		"5124990000000101", "340000000000611", "3000000000000111", "6011000000000301", "3528000000000411", "5000000000000611", "4245190000000311",
		"4484000000000411", "4370000000000061", "3089500000000000021", "1801000000000901", "4000000000000721", "3337000000200087", "3005000000009877",
	} {
		c := number(digits)
		if !c.IsTest() {
			t.Errorf("the test card that ends in %s is not known", c.Last4())
		}
		for i := range digits {
			other := []byte(digits)
			other[i] = '0' + (other[i]-'0'+5)%10
			if n := number(string(other)); n.IsTest() {
				t.Errorf("digit %d of the test card that ends in %s does not count", i+1, c.Last4())
			}
		}
		if number(digits[1:]).IsTest() || number(digits[:len(digits)-1]).IsTest() {
			t.Errorf("a part of the test card that ends in %s is taken for it", c.Last4())
		}
		c.Wipe()
		if c.IsTest() {
			t.Error("nothing is a test card")
		}
	}
	if (CardNumber{}).IsTest() {
		t.Error("no number is a test card")
	}
}
