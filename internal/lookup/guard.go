package lookup

import (
	"strings"
	"unicode"

	"motoconsole/gateway"
)

// fewestCardDigits and mostCardDigits are what is taken for a card number when
// nothing else is known of it.
const (
	fewestCardDigits = 13
	mostCardDigits   = 19
)

// LooksLikeCard reports text with what may be a card number in it, however it
// is divided. A transaction reference can look like one: see Parse.
func LooksLikeCard(text string) bool {
	if gateway.HoldsCardNumber(text) {
		return true
	}
	return gateway.HoldsCardNumber(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) {
			return r
		}
		return -1
	}, text))
}

// mistyped reports a word that is nothing but 13 to 19 digits, however they are
// divided: a card number with a slip in it, most likely.
func mistyped(word string) bool {
	digits := 0
	for _, r := range word {
		switch {
		case unicode.Is(unicode.Nd, r):
			digits++
		case unicode.IsLetter(r):
			return false
		}
	}
	return digits >= fewestCardDigits && digits <= mostCardDigits
}

// cardRefused never says what was typed.
func cardRefused() error {
	return refuse("pan", "this looks like a card number: never type one here. Its last four digits are enough")
}

// isReference reports a transaction reference as the gateway makes them, three
// numbers such as "23-9-80006". A long one may pass for a card number; no card
// is printed in groups like these.
func isReference(word string) bool {
	groups := strings.Split(word, "-")
	if len(groups) != 3 {
		return false
	}
	for i, most := range [3]int{5, 3, 10} {
		if g := groups[i]; g == "" || len(g) > most || !digitsOnly(g) {
			return false
		}
	}
	return true
}

func digitsOnly(text string) bool { return strings.Trim(text, "0123456789") == "" }

// hidden is a value as it may be shown.
func hidden(value string) string {
	if LooksLikeCard(value) && !isReference(value) {
		return "[hidden]"
	}
	return gateway.Clean(value, 64)
}
