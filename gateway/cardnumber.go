package gateway

import (
	"crypto/subtle"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"motoconsole/gateway/internal/secmem"
	"motoconsole/gateway/internal/testcards"
	"motoconsole/gateway/thousands"
)

// maxCardDigits is the length of the longest card number.
const maxCardDigits = 19

// maxAccountDigits is the most digits of a recipient's account number.
const maxAccountDigits = 20

// CardNumber is a primary account number (PAN) while it is typed and sent. It is a
// handle: copies share the same digits, at most 19, which are in a Vault. Make one
// with Vault.CardNumber; the zero value is empty and takes no digits.
type CardNumber struct {
	redacted
	d secmem.Digits
}

// NewCardNumber makes an empty card number with a small vault of its own. The vault
// exists only while the number holds digits. Mapping it costs a few microseconds.
func NewCardNumber() CardNumber {
	return CardNumber{d: secmem.NewDigits(maxCardDigits)}
}

// Push adds one ASCII digit at the end. It reports whether there was room.
func (c CardNumber) Push(digit byte) bool { return c.d.Push(digit) }

// Pop removes the last digit.
func (c CardNumber) Pop() { c.d.Pop() }

// Wipe overwrites the digits. The handle is then empty and may be used again.
func (c CardNumber) Wipe() { c.d.Wipe() }

// Len is the number of digits.
func (c CardNumber) Len() int { return c.d.Len() }

// First6 is the issuer part, which may be kept and shown. It is "" while the number
// is too short to hide the other digits.
func (c CardNumber) First6() string {
	return c.shown(func(digits []byte) string { return string(digits[:6]) })
}

// Last4 is the end of the number, which may be kept and shown. It is "" while the
// number is too short to hide the other digits.
func (c CardNumber) Last4() string {
	return c.shown(func(digits []byte) string { return string(digits[len(digits)-4:]) })
}

// shown is a part of the number, or "" while the number is too short to hide the
// other digits.
func (c CardNumber) shown(part func(digits []byte) string) (text string) {
	c.d.Use(func(digits []byte) {
		if len(digits) >= 12 {
			text = part(digits)
		}
	})
	return text
}

// Masked is the number in the form of the gateway's maskedpan: first six, a "#" for
// each hidden digit, last four.
func (c CardNumber) Masked() string {
	masked := ""
	c.d.Use(func(digits []byte) { masked = strings.Repeat("#", len(digits)) })
	// Another goroutine may wipe the digits in between.
	if first, last := c.First6(), c.Last4(); first != "" && last != "" && len(masked) >= 12 {
		return first + masked[10:] + last
	}
	return masked
}

// Check reports the rule a finished card number breaks: its length for the
// brand, or the Luhn check digit for brands that have one.
func (c CardNumber) Check() error {
	fail := func(rule string) error { return &FieldError{Field: "pan", Rule: rule} }
	n, brand := c.Len(), c.Brand()
	if n == 0 {
		return fail("enter the card number")
	}
	if c.beginsWithZero() {
		return fail("no card number begins with 0: is the card upside down? Ask for it again")
	}
	if lengths := brand.Lengths(); !slices.Contains(lengths, n) {
		of := brand.Name()
		if brand == "" {
			of = "card"
		}
		return fail(fmt.Sprintf("the card number has %s: %s numbers have %s; ask for it again", thousands.CountOf(n, "digit"), of, lengthList(lengths)))
	}
	if c.Slipped() {
		return fail("one digit is wrong or two are swapped: ask for the number again by groups")
	}
	return nil
}

// Slipped reports a number of one of its brand's lengths whose check digit does not fit.
// The check digit cannot tell where the slip is: a wrong digit in any group explains it.
func (c CardNumber) Slipped() bool {
	brand := c.Brand()
	return !c.beginsWithZero() && brand.HasLuhn() && slices.Contains(brand.Lengths(), c.Len()) && !c.passesLuhn()
}

// OfNoScheme reports digits with which no card number begins.
func (c CardNumber) OfNoScheme() (none bool) {
	c.d.Use(func(digits []byte) { none = len(digits) > 0 && !beginsScheme(digits) })
	return none
}

// HasAt reports whether the digits of part stand in the number from the place at on. It
// takes the same time whichever differ.
func (c CardNumber) HasAt(at int, part CardNumber) (same bool) {
	c.d.UseWith(part.d, func(digits, part []byte) {
		same = len(part) > 0 && at >= 0 && at+len(part) <= len(digits) &&
			subtle.ConstantTimeCompare(digits[at:at+len(part)], part) == 1
	})
	return same
}

// PutAt overwrites digits of the number, from the place at on, with those of part. It
// changes nothing if the number has too few.
func (c CardNumber) PutAt(at int, part CardNumber) {
	c.d.UseWith(part.d, func(digits, part []byte) {
		if at >= 0 && at+len(part) <= len(digits) {
			copy(digits[at:], part)
		}
	})
}

// Set makes the number one of the same digits as from, as far as it has room.
func (c CardNumber) Set(from CardNumber) {
	c.Wipe()
	for range from.Len() {
		c.Push('0')
	}
	c.PutAt(0, from)
}

// Complete reports that no further digit can belong to the number: the brand is
// known, the number has its greatest length, and the check digit fits.
func (c CardNumber) Complete() bool {
	brand := c.Brand()
	return brand != "" && c.Len() == slices.Max(brand.Lengths()) && c.Check() == nil
}

// TestCardRefused is the sentence with which a live site refuses a test card.
const TestCardRefused = "this is a test card, and this site is live: ask for the caller's card"

// IsTest reports one of the vendor's test cards.
func (c CardNumber) IsTest() (is bool) {
	c.d.Use(func(digits []byte) { is = testcards.Has(digits) })
	return is
}

func lengthList(lengths []int) string {
	if n := len(lengths); n > 2 && lengths[n-1]-lengths[0] == n-1 {
		return fmt.Sprintf("%d to %d", lengths[0], lengths[n-1])
	}
	words := make([]string, len(lengths))
	for i, n := range lengths {
		words[i] = strconv.Itoa(n)
	}
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// passesLuhn reports whether the digits end in the right check digit.
func (c CardNumber) passesLuhn() (ok bool) {
	c.d.Use(func(digits []byte) { ok = PassesLuhn(digits) })
	return ok
}

// beginsWithZero reports a first digit that no scheme uses.
func (c CardNumber) beginsWithZero() (zero bool) {
	c.d.Use(func(digits []byte) { zero = len(digits) > 0 && digits[0] == '0' })
	return zero
}
