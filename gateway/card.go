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

// Vault is memory for card data. It is outside the Go heap, which the collector
// copies and never clears, and as far as the system allows it is never swapped out,
// dumped or read by another process. Make one for each person who enters cards, and
// keep everything they type in it.
//
// It is safe for concurrent use. Any goroutine may call Wipe or Close at any time:
// everything the vault has handed out is then empty.
type Vault struct {
	redacted
	memory *secmem.Vault
}

// Scratch is a part of a Vault to read input into, as from a terminal. It holds
// bytes only during Use, which wipes them.
type Scratch = secmem.Scratch

// NewVault makes a vault. It fails only if there is no memory at all. Problems
// lists the protections that the system could not give it.
func NewVault() (*Vault, error) {
	memory, err := secmem.New()
	if err != nil {
		return nil, err
	}
	return &Vault{memory: memory}, nil
}

// Vaults are the vaults of many people, in one piece of memory. The system protects it as
// a whole when the program begins, or says then what it lacks: see Problems.
type Vaults struct {
	redacted
	region *secmem.Region
}

// NewVaults sets memory aside for at most `most` vaults at a time. It fails only if there is no memory at all.
func NewVaults(most int) (*Vaults, error) {
	region, err := secmem.NewRegion(most)
	if err != nil {
		return nil, err
	}
	return &Vaults{region: region}, nil
}

// Vault makes one of the vaults. Close it, so that its memory serves another. It fails
// when all are in use.
func (v *Vaults) Vault() (*Vault, error) {
	memory, err := v.region.Vault()
	if err != nil {
		return nil, err
	}
	return &Vault{memory: memory}, nil
}

// Close gives the memory back, unless a vault is still in use.
func (v *Vaults) Close() { v.region.Close() }

// Free is how many more vaults there may be.
func (v *Vaults) Free() int { return v.region.Free() }

// Problems says in sentences which protections the system could not give the memory, and
// how to enable them. It is empty when all are in place.
func (v *Vaults) Problems() []string { return v.region.Problems() }

// Problems says in sentences which protections the system could not give the
// memory, and how to enable them. It is empty when all are in place.
func (v *Vault) Problems() []string { return v.memory.Problems() }

// CardNumber makes an empty card number in the vault. The number takes room only
// while it holds digits, and frees the room when it is wiped. So a number that is
// handed on lives until its new owner wipes it. Push takes no digit when 64 numbers
// and codes already hold digits, or after Close. On a nil Vault, CardNumber makes a
// number with a vault of its own, as NewCardNumber does.
func (v *Vault) CardNumber() CardNumber {
	if v == nil {
		return NewCardNumber()
	}
	return CardNumber{d: v.memory.Digits(maxCardDigits)}
}

// AccountNumber makes an empty number of a recipient's account in the vault. It is a
// CardNumber with room for all the digits that the field takes.
func (v *Vault) AccountNumber() CardNumber {
	if v == nil {
		return CardNumber{d: secmem.NewDigits(maxAccountDigits)}
	}
	return CardNumber{d: v.memory.Digits(maxAccountDigits)}
}

// SecurityCode makes an empty security code in the vault; see CardNumber.
func (v *Vault) SecurityCode() SecurityCode {
	if v == nil {
		return NewSecurityCode()
	}
	return SecurityCode{d: v.memory.Digits(maxCodeDigits)}
}

// Scratch sets n bytes aside for as long as the vault is open.
func (v *Vault) Scratch(n int) (*Scratch, error) { return v.memory.Scratch(n) }

// Wipe overwrites every number and code of the vault. Their handles are then empty
// and may be used again. Scratches wipe themselves.
func (v *Vault) Wipe() {
	if v != nil {
		v.memory.Wipe()
	}
}

// Close wipes the vault and frees its memory, at once or, if a scratch is in use,
// when its Use returns. Everything handed out stays empty.
func (v *Vault) Close() { v.memory.Close() }
