package payment

import (
	"motoconsole/gateway"
	"motoconsole/internal/cardguard"
)

// checkOrder reports an order reference that cannot be given to a payment.
func checkOrder(reference string) error {
	wrong := func(rule string) error { return &gateway.FieldError{Field: "orderreference", Rule: rule} }
	switch {
	case reference == "":
		return wrong("enter an order reference")
	case len([]rune(reference)) > gateway.MaxOrderReference:
		return wrong("the order reference must be at most 25 characters")
	case cardguard.Answer.Finds(cardguard.Runes(reference)):
		return wrong(cardguard.Refusal)
	case gateway.Clean(reference, 4*gateway.MaxOrderReference) != reference:
		return wrong("the order reference has characters that do not print")
	}
	return nil
}
