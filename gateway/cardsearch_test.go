package gateway

import (
	"strings"
	"testing"
	"time"

	"motoconsole/internal/effort"
)

func TestCardNumberInText(t *testing.T) {
	for text, want := range map[string]bool{
		"4111111111111111":                   true,
		"4111 1111 1111 1111":                true,
		"4111-1111-1111-1111":                true,
		"4111  1111 - 1111\u00a01111":        true,
		"4111\t1111\t1111\t1111":             true,
		"4111\u20131111\u20121111\u22121111": true, // dashes and a minus sign
		"4111\u200b1111\u00ad1111\ufeff1111": true, // invisible characters
		"4111\u20091111\u202f1111\u30001111": true, // other spaces
		"４１１１１１１１１１１１１１１１":                   true,
		"⁴¹¹¹¹¹¹¹¹¹¹¹¹¹¹¹":                   true, // raised
		"④①①① ①①①① ①①①① ①①①①":                true,
		"٤١١١١١١١١١١١١١١١":                   true,
		"٣٠٨٩٥٠٠٠٠٠٠٠٠٠٠٠٠٢١":                true, // with a nine
		"\U0001d7ef\U0001d7ec\U0001d7f4\U0001d7f5\U0001d7f1\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ec\U0001d7ee\U0001d7ed": true, // where five sets of digits follow each other
		"card 4111111111111111 exp 12/30": true,
		"ref:340000000000611.":            true,
		"x3400-000000-00611x":             true,
		"3089500000000000021":             true,
		"4222222222222":                   true,
		"99 4111111111111111 99":          true, // inside a longer run of digits
		"{\"pan\":\"4111111111111111\"}":  true,
		"":                                false,
		"4111111111111112":                false, // fails the check
		"411111######1111":                false, // masked
		"411111 1111":                     false,
		"9000000000000001":                false, // no brand
		"ORDER-2026-11-000123":            false,
		"INV 12345678":                    false,
		"+44 20 7946 0958":                false,
		"23-9-80006":                      false,
		"4111a111b111c1111":               false,
		"4111/1111/1111/1111":             false, // dates and lists are not numbers
		"4111.1111.1111.1111":             true,
		"4111_1111_1111_1111":             true,
		"10.50":                           false,
		"Flat 4, 111 High St 11, 1111":    false,
		"2026-11-21 03:41:31":             false,
		strings.Repeat("0", 40):           false,
		strings.Repeat("a4", 40):          false,
	} {
		if got := HoldsCardNumber(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, pan := range testPANs(t) {
		brand := number(t, pan).Brand()
		if got := HoldsCardNumber("order " + pan + ", thanks"); got != (brand != "") {
			t.Errorf("%s of brand %q: %v", pan, brand, got)
		}
	}
}

// A pasted megabyte must not hold the console up. The search takes a fraction of a
// second; it would take hours if it started again at each digit. The limit lies far
// from both, so that a busy machine does not matter.
func TestHoldsCardNumberIsQuick(t *testing.T) {
	for _, unit := range []string{"0", "3", "4", "411111111111111", "4 ", "６", "x"} {
		start := time.Now()
		size := effort.Of(1_000_000, 100_000)
		HoldsCardNumber(strings.Repeat(unit, size/len(unit)))
		if took := time.Since(start); took > 2*time.Minute {
			t.Errorf("%d bytes of %q took %v", size, unit, took)
		}
	}
}

func FuzzHoldsCardNumber(f *testing.F) {
	f.Add("4111 1111 1111 1111", "ref ", " thanks")
	f.Add("４１１１", "4111\u00ad", "\xff\xfe1111")
	f.Add("3400-000000-00611", "", "١٠")
	f.Fuzz(func(t *testing.T, text, before, after string) {
		held := HoldsCardNumber(text)
		if held && !HoldsCardNumber(before+"x"+text+"x"+after) {
			t.Errorf("%q is found alone, and not between other text", text)
		}
		if !HoldsCardNumber(before + "5100000000000511" + after) {
			t.Errorf("not found between %q and %q", before, after)
		}
	})
}
