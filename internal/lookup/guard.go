package lookup

import (
	"strings"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// LooksLikeCard reports text that may hold a card number, however it is divided.
// References in the gateway's and moto's own form do not count.
func LooksLikeCard(text string) bool { return cardguard.InRecord(text) }

// cardRefused never repeats what was typed.
func cardRefused() error {
	return refuse("pan", "this looks like a card number: never type one here. The last four digits are enough. For an order number that looks like one, write order: and its last twelve digits")
}

// lastFour are the last four digits of a card after a few signs for the others:
// *1111, x1111, ...1111; or "".
func lastFour(word string) string {
	if len(word) < 5 {
		return ""
	}
	signs, digits := word[:len(word)-4], word[len(word)-4:]
	if !digitsOnly(digits) || utf8.RuneCountInString(signs) > 4 {
		return ""
	}
	for _, sign := range []string{"*", "•", "…", "x", "X", "."} {
		if strings.Trim(signs, sign) == "" && signs != "." { // .1111 may be an amount
			return digits
		}
	}
	return ""
}

// masked reports a card as receipts print it, with most digits covered.
func masked(word string) bool {
	covered := strings.Trim(word, "0123456789")
	if strings.Trim(word, "*•#") == "" { // the rest follows a blank
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

// isReference reports a transaction reference in the gateway's form: three numbers,
// such as "23-9-80006". A long one may look like a card number, but no card is
// printed in groups like these.
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

// hidden is a value in a form that may be shown.
func hidden(value string) string {
	if LooksLikeCard(value) && !isReference(value) {
		return "[hidden]"
	}
	return gateway.Clean(value, 64)
}
