package gateway

import (
	"crypto/subtle"

	"motoconsole/gateway/internal/secmem"
)

// ErrVaultFull is the error of Vault.Scratch when the vault has no room left.
var ErrVaultFull = secmem.ErrFull

// Vault is memory for card data: outside the Go heap, which the collector
// copies and never clears, and, as far as the system can, never swapped out,
// dumped or read by another process. Make one for each person who enters cards,
// and let all that they type go through it.
//
// It is safe for concurrent use. Wipe and Close may come from anywhere at any
// time: what is handed out is empty from then on.
type Vault struct {
	redacted
	memory *secmem.Vault
}

// Scratch is part of a Vault to read into, as from a terminal. It holds bytes
// only during Use, and wipes them itself.
type Scratch = secmem.Scratch

// NewVault makes a vault. Problems says what the system could not do for it. It
// fails only when there is no memory at all.
func NewVault() (*Vault, error) {
	memory, err := secmem.New()
	if err != nil {
		return nil, err
	}
	return &Vault{memory: memory}, nil
}

// Problems says in sentences what the system could not do to keep the memory to
// this process, and how to help it. It is empty when nothing is amiss.
func (v *Vault) Problems() []string { return v.memory.Problems() }

// CardNumber makes an empty card number in the vault. It takes room only while
// it holds digits, and gives it back when it is wiped, so a number that is
// handed on lives until its new owner wipes it. With 64 numbers and codes
// holding digits at once, or after Close, Push takes no digit. A nil Vault makes
// one with a vault of its own, as NewCardNumber does.
func (v *Vault) CardNumber() CardNumber {
	if v == nil {
		return NewCardNumber()
	}
	return CardNumber{d: v.memory.Digits(maxCardDigits)}
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

// Wipe overwrites every number and code of the vault. Their handles are empty
// afterwards and may be used again. Scratches wipe themselves.
func (v *Vault) Wipe() {
	if v != nil {
		v.memory.Wipe()
	}
}

// Close wipes the vault and gives the memory back, at once or when the last
// scratch that is being used has been left. What was handed out stays empty.
func (v *Vault) Close() { v.memory.Close() }

// Password is a Webservices user's password.
type Password struct {
	redacted
	p *string
}

// NewPassword makes a Password of its text.
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
