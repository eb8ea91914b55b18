package gateway

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// minSearchDigits is the shortest run of digits taken for a card number in
// text. Maestro has numbers of 12, but so many other things do.
const minSearchDigits = 13

// HoldsCardNumber reports whether text, once spaces, dashes, dots, underscores and
// invisible characters are taken out of it, contains 13 to 19 digits in a row that begin
// like a known brand, have a length of that brand and pass Luhn: perhaps a card
// number in the wrong place. Digits of any script count.
func HoldsCardNumber(text string) bool { return anyRun(runesOf(text), len(text), runHoldsCardNumber) }

// BytesHoldCardNumber is HoldsCardNumber for text that is not to become a
// string.
func BytesHoldCardNumber(text []byte) bool {
	return anyRun(func(at int) (rune, int) { return utf8.DecodeRune(text[at:]) }, len(text), runHoldsCardNumber)
}

// MayHoldCardNumber is HoldsCardNumber for places where a mistake costs nothing:
// 12 to 19 digits that pass Luhn are enough as well, whatever brand they are of.
// None begins with 0.
func MayHoldCardNumber(text string) bool {
	return anyRun(runesOf(text), len(text), func(run []byte) bool {
		return len(run) >= 12 && len(run) <= maxCardDigits && run[0] != '0' && passesLuhn(run) || runHoldsCardNumber(run)
	})
}

func runesOf(text string) func(at int) (rune, int) {
	return func(at int) (rune, int) { return utf8.DecodeRuneInString(text[at:]) }
}

// anyRun asks about each run of digits, with what may stand between them left
// out.
func anyRun(next func(at int) (rune, int), length int, found func(run []byte) bool) bool {
	run := make([]byte, 0, min(length, 64))
	defer func() { clear(run[:cap(run)]) }()
	for at := 0; at < length; {
		r, size := next(at)
		at += size
		digit, ok := asciiDigit(r)
		switch {
		case ok && len(run) < cap(run):
			run = append(run, digit)
		case ok:
			grown := append(make([]byte, 0, 2*cap(run)), run...)
			clear(run)
			run = append(grown, digit)
		case r == ' ' || r == '-' || r == '\t' || r == '.' || r == '_' || unicode.In(r, unicode.Zs, unicode.Pd, unicode.Cf) || r == '\u2212':
		default:
			if found(run) {
				return true
			}
			clear(run)
			run = run[:0]
		}
	}
	return found(run)
}

// HideDigits replaces every digit of any script by "#".
func HideDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if _, ok := asciiDigit(r); ok {
			return '#'
		}
		return r
	}, text)
}

// runHoldsCardNumber looks at every part of a run of ASCII digits.
func runHoldsCardNumber(run []byte) bool {
	for ; len(run) >= minSearchDigits; run = run[1:] {
		brand := brandOf(run[:minSearchDigits]) // no brand needs more than that
		if brand == "" {
			continue
		}
		for _, n := range brand.Lengths() {
			if n >= minSearchDigits && n <= len(run) && passesLuhn(run[:n]) {
				return true
			}
		}
	}
	return false
}

// asciiDigit is the ASCII form of a decimal digit of any script. Unicode keeps
// the ten digits of a script together, in order.
func asciiDigit(r rune) (byte, bool) {
	const digits = "0123456789"
	if r >= '0' && r <= '9' {
		return digits[r-'0'], true
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	n := int64(r)
	for _, t := range unicode.Nd.R16 {
		if lo := int64(t.Lo); n >= lo && n <= int64(t.Hi) {
			return digits[(n-lo)%10], true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo := int64(t.Lo); n >= lo && n <= int64(t.Hi) {
			return digits[(n-lo)%10], true
		}
	}
	return 0, false
}
