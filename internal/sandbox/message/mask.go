package message

import (
	"strings"

	"motoconsole/gateway"
)

// Masked is free text fit to keep and return: if it holds a card number, no digit
// survives. Callers do put card numbers into order references and names, and the bank
// promises to hold none.
func Masked(text string) string {
	if !gateway.HoldsCardNumber(text) {
		return text
	}
	return gateway.HideDigits(text)
}

// maskedNumber is a card number with its first six and last four digits, or
// without any digit where the number is too short for that.
func maskedNumber(digits string) string {
	n := len(digits)
	if n < 12 {
		return strings.Repeat("#", n)
	}
	return digits[:6] + strings.Repeat("#", n-10) + digits[n-4:]
}
