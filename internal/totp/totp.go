// Package totp has the codes of authenticator apps, by time: RFC 6238 with SHA-1, six
// digits and steps of 30 seconds, which is what the apps have in common.
//
// It is a page of code on the standard library's HMAC. github.com/pquerna/otp was looked
// at: it keeps secrets as text that cannot be wiped, does not say which step a code is of,
// without which a code cannot be taken once only, and brings a drawer of barcodes.
package totp

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the RFC's, and the only one that all apps know; as a MAC it is sound
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	// Every is how long a code is shown.
	Every = 30 * time.Second
	// digits are those of a code, and million is ten to their power.
	digits  = 6
	million = 1_000_000
	// secretLength is that of a new secret, and leastLength what RFC 4226 asks for.
	secretLength = 20
	leastLength  = 16
)

// ErrSecret is the refusal of a text that is no secret.
var ErrSecret = errors.New("is not a secret that moto agents totp has printed: 26 letters and digits or more, in base 32")

// Step is the number of the step of a moment.
func Step(at time.Time) uint64 { return uint64(max(0, at.Unix()) / int64(Every/time.Second)) } //nolint:gosec // not negative

// Code is the code of a step.
func Code(secret []byte, step uint64) string {
	mac := hmac.New(sha1.New, secret)
	_ = binary.Write(mac, binary.BigEndian, step) // a hash takes everything
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%0*d", digits, binary.BigEndian.Uint32(sum[at:])&0x7fffffff%million)
}

// Find is the step of an answer, which may be that of now, or one before or after, as
// clocks differ. It looks at all of them, however soon it finds one.
func Find(secret []byte, answer string, now uint64) (step uint64, ok bool) {
	typed := []byte(strings.ReplaceAll(strings.TrimSpace(answer), " ", ""))
	for _, at := range []uint64{now - 1, now, now + 1} {
		if subtle.ConstantTimeCompare([]byte(Code(secret, at)), typed) == 1 {
			step, ok = at, true
		}
	}
	return step, ok
}

var encoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// Parse reads a secret as Encode writes it. Its error repeats nothing of the text.
func Parse(text []byte) (secret []byte, err error) {
	typed := bytes.ToUpper(bytes.ReplaceAll(bytes.TrimRight(bytes.TrimSpace(text), "="), []byte(" "), nil))
	defer clear(typed)
	secret = make([]byte, encoding.DecodedLen(len(typed)))
	n, err := encoding.Decode(secret, typed)
	if err != nil || n < leastLength {
		clear(secret)
		return nil, ErrSecret
	}
	return secret[:n], nil
}

// New is a new secret, as text.
func New() string {
	secret := make([]byte, secretLength)
	_, _ = rand.Read(secret) // it never fails
	return encoding.EncodeToString(secret)
}

// URI is what an authenticator app reads, of a secret as text.
func URI(issuer, agent, secret string) string {
	values := url.Values{"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(digits)}, "period": {fmt.Sprint(int(Every.Seconds()))}}
	return (&url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + agent, RawQuery: strings.ReplaceAll(values.Encode(), "+", "%20")}).String()
}
