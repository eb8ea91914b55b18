package payment

import (
	"crypto/rand"
	"encoding/base32"

	"motoconsole/gateway"
)

// suffixLength is how many random characters tell attempts with the same
// order reference apart: 30 bits.
const suffixLength = 6

// crockford has no letters that are misheard or misread on the telephone.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// randomSuffix is a suffix for SentReference.
func randomSuffix() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // never fails, by its documentation
	return crockford.EncodeToString(random)[:suffixLength]
}

// KeptReference is what of the merchant's own reference the gateway gets.
func KeptReference(own string) string {
	keep := gateway.MaxOrderReference - 1 - suffixLength
	if r := []rune(own); len(r) > keep {
		return string(r[:keep])
	}
	return own
}

// sentReference puts the suffix behind the merchant's own reference, which is
// cut so that both fit into the 25 characters every bank keeps.
func sentReference(own, suffix string) string {
	return KeptReference(own) + "-" + suffix
}
