package sandbox

import "motoconsole/gateway"

// masked is free text fit to be kept and given back: where a card number hides
// in it, no digit survives. Callers do put card numbers into order references
// and names, and the bank promises to hold none.
func masked(text string) string {
	if !gateway.HoldsCardNumber(text) {
		return text
	}
	return gateway.HideDigits(text)
}
