// Package orderref knows how an order reference is made that moto sends: the
// merchant's own, cut where it is too long, a dash, and an ending that no other
// attempt has: "A17" as "A17-7K3M2P". It is the one home of that: the desk sends
// by it, the journal is named by it, a search finds by it, and the card guard
// leaves endings alone.
package orderref

import (
	"strings"

	"motoconsole/gateway"
)

// Alphabet is what endings are made of, Crockford's: no letter of it is misheard
// or misread on the telephone.
const Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	// EndingLength is what stands behind the dash.
	EndingLength = 6
	// MostOwn is how much of the merchant's own reference is sent. All together is
	// what every bank keeps.
	MostOwn = gateway.MaxOrderReference - 1 - EndingLength
)

// Kept is what of the merchant's own reference is sent.
func Kept(own string) string {
	if r := []rune(own); len(r) > MostOwn {
		return string(r[:MostOwn])
	}
	return own
}

// Sent is the merchant's own reference with an ending behind it.
func Sent(own, ending string) string { return Kept(own) + "-" + ending }

// Split takes a reference as it was sent apart. It reports false for one without
// an ending.
func Split(sent string) (own, ending string, ok bool) {
	at := len(sent) - EndingLength - 1
	if at < 0 || sent[at] != '-' || strings.Trim(sent[at+1:], Alphabet) != "" {
		return "", "", false
	}
	return sent[:at], sent[at+1:], true
}
