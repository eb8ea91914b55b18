package lookup

import (
	"strings"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// LooksLikeCard reports text with what may be a card number in it, however it
// is divided. References as the gateway and moto make them are none.
func LooksLikeCard(text string) bool { return cardguard.InRecord(text) }

// cardRefused never says what was typed.
func cardRefused() error {
	return refuse("pan", "this looks like a card number: never type one here. Its last four digits are enough; of another number, its last 12")
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
	if LooksLikeCard(value) {
		return "[hidden]"
	}
	return gateway.Clean(value, 64)
}
