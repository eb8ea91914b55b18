package gateway

import (
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway/internal/secmem"
)

// Secrets are handles on memory elsewhere. Copying a handle copies a pointer, never
// the digits, and code that does not follow unexported pointers finds only an
// address. Every way of printing a handle gives the redaction.

// redacted is embedded in each type that holds a secret.
type redacted = secmem.Redacted

// Card holds the card details that a payment needs. The call that sends a card
// wipes it.
type Card struct {
	Number CardNumber
	Expiry Expiry
	Code   SecurityCode
}

// Wipe empties the number, the code and the date.
func (c *Card) Wipe() {
	c.Number.Wipe()
	c.Code.Wipe()
	c.Expiry = Expiry{}
}

// maxCodeDigits is the length of the longest security code.
const maxCodeDigits = 4

// SecurityCode is the 3 or 4 digit code printed on the card (CVV2, CSC). It is
// a handle like CardNumber and must never be stored.
type SecurityCode struct {
	redacted
	d secmem.Digits
}

// NewSecurityCode makes an empty security code with a small vault of its own; see
// NewCardNumber.
func NewSecurityCode() SecurityCode {
	return SecurityCode{d: secmem.NewDigits(maxCodeDigits)}
}

// Push adds one ASCII digit at the end. It reports whether there was room.
func (c SecurityCode) Push(digit byte) bool { return c.d.Push(digit) }

// Pop removes the last digit.
func (c SecurityCode) Pop() { c.d.Pop() }

// Wipe overwrites the digits. The handle is then empty and may be used again.
func (c SecurityCode) Wipe() { c.d.Wipe() }

// Len is the number of digits.
func (c SecurityCode) Len() int { return c.d.Len() }

// Check reports the rule that a security code breaks for a card of the brand: four
// digits on American Express, none on PIBA, three on all others, three or four
// while the brand is not known. An empty code is refused only if required is set.
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

// maxYearsAhead is how far ahead an expiry date may lie. No scheme issues cards for
// longer.
const maxYearsAhead = 20

// Expiry is the last month in which a card is valid.
type Expiry struct {
	Month time.Month
	Year  int
}

// String is the date in the form of the gateway's expirydate, MM/YYYY.
func (e Expiry) String() string { return fmt.Sprintf("%02d/%04d", int(e.Month), e.Year) }

// IsZero reports whether no date is set.
func (e Expiry) IsZero() bool { return e == Expiry{} }

// ParseExpiry reads MM/YY or MM/YYYY, with a slash, dash, dot, space or
// nothing between. The error is a *FieldError.
func ParseExpiry(text string) (Expiry, error) {
	fail := func(rule string) (Expiry, error) {
		return Expiry{}, &FieldError{Field: "expirydate", Rule: rule}
	}
	const shape = "write the expiry date as on the card, MM/YY"
	text = strings.TrimSpace(text)
	if text == "" {
		return fail("enter the expiry date as on the card, MM/YY")
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/-. ", r) })
	if len(parts) == 1 && (len(parts[0]) == 4 || len(parts[0]) == 6) {
		parts = []string{parts[0][:2], parts[0][2:]}
	}
	if len(parts) != 2 {
		return fail(shape)
	}
	month, okMonth := smallNumber(parts[0], 2)
	year, okYear := smallNumber(parts[1], 4)
	if !okMonth || !okYear || len(parts[1]) != 2 && len(parts[1]) != 4 {
		return fail(shape)
	}
	if len(parts[1]) == 2 {
		year += 2000
	}
	if month < 1 || month > 12 {
		return fail("the month must be 01 to 12")
	}
	return Expiry{Month: time.Month(month), Year: year}, nil
}

// smallNumber reads 1 to most ASCII digits.
func smallNumber(s string, most int) (int, bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	n := 0
	for _, r := range []byte(s) {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, true
}

// Check reports, as a *FieldError, a card that has expired at now or that
// claims to be valid for more than twenty years. A card is valid to the end
// of its month.
func (e Expiry) Check(now time.Time) error {
	switch {
	case e.Month < time.January || e.Month > time.December:
		return &FieldError{Field: "expirydate", Rule: "the month must be 01 to 12"}
	case e.Year < now.Year() || e.Year == now.Year() && e.Month < now.Month():
		return &FieldError{Field: "expirydate", Rule: "the card has expired: check the date, or ask for another card"}
	case e.Year > now.Year()+maxYearsAhead || e.Year == now.Year()+maxYearsAhead && e.Month > now.Month():
		return &FieldError{Field: "expirydate", Rule: "the expiry date is more than 20 years ahead: check the year"}
	}
	return nil
}
