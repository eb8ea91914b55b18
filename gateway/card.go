package gateway

import "motoconsole/gateway/internal/secmem"

// Secrets are handles on memory elsewhere. Copying a handle copies a pointer,
// never the digits, and code that does not follow unexported pointers finds
// only an address. Every way of printing gives the redaction.

// redacted is embedded in each type that holds a secret.
type redacted = secmem.Redacted

// Card is what a payment needs of a card. The call that sends it wipes it.
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
