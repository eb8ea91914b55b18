package gateway

import (
	"fmt"

	"motoconsole/gateway/internal/secmem"
)

// maxCodeDigits is the length of the longest security code.
const maxCodeDigits = 4

// SecurityCode is the 3 or 4 digit code printed on the card (CVV2, CSC). It is
// a handle like CardNumber and must never be stored.
type SecurityCode struct {
	redacted
	d secmem.Digits
}

// NewSecurityCode makes an empty security code as NewCardNumber does.
func NewSecurityCode() SecurityCode {
	return SecurityCode{d: secmem.NewDigits(maxCodeDigits)}
}

// Push adds one ASCII digit at the end and reports whether there was room.
func (c SecurityCode) Push(digit byte) bool { return c.d.Push(digit) }

// Pop removes the last digit.
func (c SecurityCode) Pop() { c.d.Pop() }

// Wipe overwrites the digits. The handle is empty then, and may be used again.
func (c SecurityCode) Wipe() { c.d.Wipe() }

// Len is the number of digits.
func (c SecurityCode) Len() int { return c.d.Len() }

// Check reports the rule a security code breaks for a card of the brand: four
// digits on American Express, three on others, none on PIBA, three or four while
// the brand is not known. An empty code is refused only where required is set.
func (c SecurityCode) Check(brand Brand, required bool) error {
	fail := func(rule string) error { return &FieldError{Field: "securitycode", Rule: rule} }
	want := brand.CodeLength()
	switch {
	case brand == "" && (c.Len() == 3 || c.Len() == 4):
		return nil
	case brand == "" && c.Len() > 0:
		return fail("the security code has 3 or 4 digits, as on the card")
	case brand == "" && required:
		return fail("enter the security code, 3 or 4 digits")
	case c.Len() == 0 && (want == 0 || !required):
		return nil
	case c.Len() == 0:
		return fail(fmt.Sprintf("enter the security code, %d digits", want))
	case want == 0:
		return fail(brand.Name() + " cards have no security code: leave it empty")
	case c.Len() != want:
		return fail(fmt.Sprintf("the security code of a %s card has %d digits", brand.Name(), want))
	}
	return nil
}
