// Package orderref is the one home of the form of moto's order references: the
// merchant's own, cut if it is too long, a dash, and an ending that no other
// attempt has: "A17" as "A17-7K3M2P". The processor sends them, an ending carries the
// journal's name, a search finds payments by them, and the card guard skips endings.
package orderref

import (
	"strings"

	"motoconsole/gateway"
)

// Alphabet holds the characters of endings. It is Crockford's: no character is
// misheard or misread on the telephone.
const Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	// EndingLength is the number of characters after the dash.
	EndingLength = 6
	// NameLength is how many of them, the first, name the journal.
	NameLength = 2
	// mostOwn is how much of the merchant's own reference is sent, so that the
	// whole fits every bank.
	mostOwn = gateway.MaxOrderReference - 1 - EndingLength
)

// Kept is the part of the merchant's own reference that is sent.
func Kept(own string) string {
	if r := []rune(own); len(r) > mostOwn {
		return string(r[:mostOwn])
	}
	return own
}

// Sent is the merchant's own reference with an ending.
func Sent(own, ending string) string { return Kept(own) + "-" + ending }

// Split splits a sent reference. It reports false if the reference has no ending.
func Split(sent string) (own, ending string, ok bool) {
	at := len(sent) - EndingLength - 1
	if at < 0 || sent[at] != '-' || strings.Trim(sent[at+1:], Alphabet) != "" {
		return "", "", false
	}
	return sent[:at], sent[at+1:], true
}

// Named splits a sent reference into the part of the merchant's own and the name of the
// journal. It reports false for a reference that no journal of ours has made.
func Named(sent string) (own, journalName string, ok bool) {
	own, ending, ok := Split(sent)
	if !ok {
		return "", "", false
	}
	return own, ending[:NameLength], true
}
