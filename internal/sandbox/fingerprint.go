package sandbox

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
)

// fingerprint tells two payments with the same card apart from two with
// different ones. Card numbers are few enough to try them all against a plain
// hash; the key, which never leaves memory, is what prevents that.
type fingerprint [sha256.Size]byte

type fingerprintKey [32]byte

func newFingerprintKey() fingerprintKey {
	var k fingerprintKey
	_, _ = rand.Read(k[:]) // never fails
	return k
}

func (k *fingerprintKey) of(pan []byte) (f fingerprint) {
	mac := hmac.New(sha256.New, k[:])
	_, _ = mac.Write(pan) // never fails
	mac.Sum(f[:0])
	return f
}
