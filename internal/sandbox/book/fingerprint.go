package book

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
)

// Fingerprint distinguishes payments with the same card from payments with
// different ones; 0 is no card. There are few enough card numbers to try all of
// them against a plain hash; the key, which never leaves memory, prevents that. 64
// bits keep the book small: two of a million cards collide in one of 40 million
// books.
type Fingerprint uint64

// Key makes the fingerprints of one bank.
type Key [32]byte

// NewKey is a key that no other bank has.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails
	return k
}

// Of is the fingerprint of a card number.
func (k *Key) Of(pan []byte) Fingerprint {
	mac := hmac.New(sha256.New, k[:])
	_, _ = mac.Write(pan) // never fails
	var sum [sha256.Size]byte
	return Fingerprint(binary.BigEndian.Uint64(mac.Sum(sum[:0])) | 1)
}
