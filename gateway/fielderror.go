package gateway

// FieldError says which field breaks which rule. It never holds the value,
// which may be a card number.
type FieldError struct {
	// Field is the gateway's name of the field, such as "pan" or "baseamount".
	Field string
	// Rule is a sentence for the person who typed it, without a full stop.
	Rule string
}

// Error is the rule.
func (e *FieldError) Error() string { return e.Rule }
