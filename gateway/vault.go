package gateway

import (
	"crypto/subtle"

	"motoconsole/gateway/internal/secmem"
)

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

// Password is a Webservices user's password.
type Password struct {
	redacted
	p *string
}

// NewPassword makes a Password from its text.
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
