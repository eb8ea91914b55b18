package lookup

import (
	"strings"
	"unicode"

	"motoconsole/gateway"
)

// fewestCardDigits is what is taken for a card number, in several words, when
// nothing else is known of it.
const fewestCardDigits = 13

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

// mistyped reports a word that may be a card number with a slip in it. Order
// numbers of as many digits pass unless they begin like a card.
func mistyped(word string) bool {
	return gateway.MaybeCardNumber(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) {
			return r
		}
		return -1
	}, word))
}

// cardRefused never says what was typed.
func cardRefused() error {
	return refuse("pan", "this looks like a card number: never type one here. The last four digits are enough. Of an order number that looks so, write order: and its last twelve digits")
}

// masked reports a card as receipts print it, with most digits covered.
func masked(word string) bool {
	covered := strings.Trim(word, "0123456789")
	if strings.Trim(word, "*•#") == "" { // the rest stands behind a blank
		return true
	}
	if len(word) < 4 || !digitsOnly(word[len(word)-4:]) || strings.Trim(covered, "*#•xX…._-") != "" {
		return false
	}
	crosses, others := strings.Count(strings.ToLower(covered), "x"), 0
	for _, r := range covered {
		if strings.ContainsRune("*#•…", r) {
			others++
		}
	}
	return others > 1 || others+crosses > 3 || strings.Contains(covered, "…")
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
	if (LooksLikeCard(value) || mistyped(value)) && !isReference(value) {
		return "[hidden]"
	}
	return gateway.Clean(value, 64)
}
