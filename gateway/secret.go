package gateway

import (
	"crypto/subtle"
	"fmt"
	"log/slog"
	"strings"
)

// Secrets are handles on memory elsewhere: copying one copies a pointer, never
// the digits, and what does not follow unexported pointers finds only an
// address. Every way of printing gives the redaction.

const (
	maxCardDigits = 19
	maxCodeDigits = 4
)

// redacted prints the same words however it is formatted, marshalled or logged.
// It is embedded in each type that holds a secret.
type redacted struct{}

const redaction = "[redacted]"

// Format implements fmt.Formatter for every verb.
func (redacted) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(redaction)) }

// String is the redaction.
func (redacted) String() string { return redaction }

// GoString is the redaction.
func (redacted) GoString() string { return redaction }

// MarshalText is the redaction, for JSON, TOML and XML.
func (redacted) MarshalText() ([]byte, error) { return []byte(redaction), nil }

// MarshalBinary is the redaction, for gob.
func (redacted) MarshalBinary() ([]byte, error) { return []byte(redaction), nil }

// LogValue is the redaction, for log/slog.
func (redacted) LogValue() slog.Value { return slog.StringValue(redaction) }

// CardNumber is a primary account number (PAN) while it is typed and sent. It
// is a handle: copies share the same 19 digits, which are in a Vault. Make one
// with Vault.CardNumber; the zero value is empty and takes no digits.
type CardNumber struct {
	redacted
	d digits
}

// NewCardNumber makes an empty card number with a small vault of its own, which
// it has only while it holds digits. Mapping that costs a few microseconds.
func NewCardNumber() CardNumber {
	return CardNumber{d: newDigits(maxCardDigits)}
}

// Push adds one ASCII digit at the end and reports whether there was room.
func (c CardNumber) Push(digit byte) bool { return c.d.push(digit) }

// Pop removes the last digit.
func (c CardNumber) Pop() { c.d.pop() }

// Wipe overwrites the digits. The handle is empty then, and may be used again.
func (c CardNumber) Wipe() { c.d.wipe() }

// Len is the number of digits.
func (c CardNumber) Len() int { return c.d.len() }

// First6 is the issuer part that may be kept and shown, or "" while the number
// is too short for it to hide the rest.
func (c CardNumber) First6() string {
	return c.shown(func(digits []byte) string { return string(digits[:6]) })
}

// Last4 is the end of the number that may be kept and shown, or "" while the
// number is too short for it to hide the rest.
func (c CardNumber) Last4() string {
	return c.shown(func(digits []byte) string { return string(digits[len(digits)-4:]) })
}

// shown is a part of a number that is long enough for it to hide the rest.
func (c CardNumber) shown(part func(digits []byte) string) (text string) {
	c.d.use(func(digits []byte) {
		if len(digits) >= 12 {
			text = part(digits)
		}
	})
	return text
}

// Masked is the number as the gateway writes maskedpan: first six, a "#" for
// each hidden digit, last four.
func (c CardNumber) Masked() string {
	masked := ""
	c.d.use(func(digits []byte) { masked = strings.Repeat("#", len(digits)) })
	// The digits may be wiped in between.
	if first, last := c.First6(), c.Last4(); first != "" && last != "" && len(masked) >= 12 {
		return first + masked[10:] + last
	}
	return masked
}

// SecurityCode is the 3 or 4 digit code printed on the card (CVV2, CSC). It is
// a handle like CardNumber and must never be stored.
type SecurityCode struct {
	redacted
	d digits
}

// NewSecurityCode makes an empty security code as NewCardNumber does.
func NewSecurityCode() SecurityCode {
	return SecurityCode{d: newDigits(maxCodeDigits)}
}

// Push adds one ASCII digit at the end and reports whether there was room.
func (c SecurityCode) Push(digit byte) bool { return c.d.push(digit) }

// Pop removes the last digit.
func (c SecurityCode) Pop() { c.d.pop() }

// Wipe overwrites the digits. The handle is empty then, and may be used again.
func (c SecurityCode) Wipe() { c.d.wipe() }

// Len is the number of digits.
func (c SecurityCode) Len() int { return c.d.len() }

// Card is what a payment needs of a card. Whoever sends it wipes it.
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

// Password is a Webservices user's password.
type Password struct {
	redacted
	p *string
}

// NewPassword keeps a password.
func NewPassword(password string) Password { return Password{p: &password} }

// IsZero reports whether no password is set.
func (p Password) IsZero() bool { return p.p == nil || *p.p == "" }

// Equal compares in constant time.
func (p Password) Equal(other string) bool {
	return subtle.ConstantTimeCompare([]byte(p.reveal()), []byte(other)) == 1
}

func (p Password) reveal() string {
	if p.p == nil {
		return ""
	}
	return *p.p
}

// beginsWithZero reports a first digit that no scheme uses.
func (c CardNumber) beginsWithZero() (zero bool) {
	c.d.use(func(digits []byte) { zero = len(digits) > 0 && digits[0] == '0' })
	return zero
}
