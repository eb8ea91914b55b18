package gateway

import "slices"

// MaybeCardNumber reports text that may be a card number with a slip in it: 13
// digits or more in a row, with or without what may stand between them, that
// begin like a brand and have a length of its numbers, or are one digit short
// of it. Most slips are one digit, so the check digit does not matter.
func MaybeCardNumber(text string) bool {
	return anyRun(runesOf(text), len(text), func(run []byte) bool {
		if len(run) < minSearchDigits {
			return false
		}
		brand := brandOf(run[:minSearchDigits])
		return brand != "" && (slices.Contains(brand.Lengths(), len(run)) || slices.Contains(brand.Lengths(), len(run)+1))
	})
}
