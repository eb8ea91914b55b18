package gateway

import (
	"iter"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/internal/cleantext"
)

// Clean makes text from outside safe to put on a terminal, in a log line or in
// a table cell: valid UTF-8 in NFC, one line, no control, escape, format
// (bidi, zero-width, tag), invisible, private or unassigned character, no more
// combining marks a letter than its script spells with, no joiner but in scripts
// that spell with them, at most limit characters with "…" for the rest. What is
// taken out leaves U+FFFD, so that nothing hides; only marks beyond those and
// variation selectors go without one. Clean(Clean(x)) is Clean(x).
//
// Nor does a character stay whose width terminals disagree about when it meets
// another: halves of flags, tones of skin, parts of a Korean syllable that make
// none. A character is at most two cells wide.
func Clean(text string, limit int) string { return cleantext.Clean(text, limit) }

// minSearchDigits is the shortest run of digits taken for a card number in
// text. Maestro has numbers of 12, but so many other things do.
const minSearchDigits = 13

// HoldsCardNumber reports whether text, once spaces, dashes, dots, underscores and
// invisible characters are taken out of it, contains 13 to 19 digits in a row that begin
// like a known brand, have a length of that brand and pass Luhn: perhaps a card
// number in the wrong place. Digits of any script count.
//
// It is meant for what the gateway answers. Hold what people type to a stricter
// rule.
func HoldsCardNumber(text string) bool {
	return RunesHoldCardNumber(func(yield func(rune) bool) {
		for _, r := range text {
			if !yield(r) {
				return
			}
		}
	})
}

// RunesHoldCardNumber is HoldsCardNumber for text that is not to become a
// string.
func RunesHoldCardNumber(text iter.Seq[rune]) bool { return anyRun(text, runHoldsCardNumber) }

// anyRun reports whether found accepts any run of digits. It leaves out the
// characters that may stand between the digits.
func anyRun(text iter.Seq[rune], found func(run []byte) bool) bool {
	run := make([]byte, 0, 64)
	defer func() { clear(run[:cap(run)]) }()
	for r := range text {
		digit, ok := Digit(r)
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
		if _, ok := Digit(r); ok {
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
			if n >= minSearchDigits && n <= len(run) && PassesLuhn(run[:n]) {
				return true
			}
		}
	}
	return false
}

// Digit is the ASCII form of a decimal digit of any script, raised, lowered or
// circled ones included. Unicode keeps the ten digits of a script together, in
// order.
func Digit(r rune) (byte, bool) {
	const digits = "0123456789"
	switch {
	case r >= '0' && r <= '9':
		return digits[r-'0'], true
	case r < 0x80:
		return 0, false
	case unicode.Is(unicode.No, r):
		if plain := norm.NFKC.String(string(r)); len(plain) == 1 && plain[0] >= '0' && plain[0] <= '9' {
			return digits[plain[0]-'0'], true
		}
		return 0, false
	case !unicode.Is(unicode.Nd, r):
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
