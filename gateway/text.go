package gateway

import (
	"iter"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"motoconsole/gateway/internal/cleantext"
)

// Clean makes text from outside safe for a terminal, a log line or a table cell.
// The result is one line of valid UTF-8 in NFC, with at most limit characters and
// "…" for the rest. It has no control, escape, format (bidi, zero-width, tag),
// invisible, private or unassigned characters, no more combining marks on a letter
// than its script uses, and no joiners except in scripts that use them. It also has
// no characters whose width terminals disagree about when they meet another: halves
// of flags, skin tones, parts of an incomplete Korean syllable. A character is at
// most two cells wide.
//
// Each removed character leaves U+FFFD, so that nothing is hidden; only surplus
// marks and variation selectors disappear without one. Clean(Clean(x)) is Clean(x).
func Clean(text string, limit int) string { return cleantext.Clean(text, limit) }

// minSearchDigits is the shortest run of digits in text that is taken for a card
// number. Maestro has numbers of 12 digits, but so do many other things.
const minSearchDigits = 13

// HoldsCardNumber reports whether text perhaps contains a card number in the wrong
// place: 13 to 19 digits that begin like a known brand, have a length of that brand
// and pass Luhn. Only spaces, dashes, dots, underscores and invisible characters
// may stand between them. Digits of any script count.
//
// It is meant for the gateway's answers. Hold what people type to a stricter rule.
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

// anyRun reports whether found accepts any run of digits. It skips the characters
// that may stand between the digits.
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

// HideDigits replaces every digit of any script with "#".
func HideDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if _, ok := Digit(r); ok {
			return '#'
		}
		return r
	}, text)
}

// runHoldsCardNumber checks every part of a run of ASCII digits.
func runHoldsCardNumber(run []byte) bool {
	for ; len(run) >= minSearchDigits; run = run[1:] {
		brand := brandOf(run[:minSearchDigits]) // enough digits to tell any brand
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

// Digit is the ASCII form of a decimal digit of any script, including raised,
// lowered and circled ones. Unicode keeps the ten digits of a script together, in
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
