package book

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"motoconsole/gateway"
)

// ThreeD is the 3-D Secure part of a THREEDQUERY, and of the AUTH after it.
type ThreeD struct {
	Version  byte // 1: 1.0.2, 2: 2.1.0, 3: 2.2.0; 0 is no 3-D Secure
	Enrolled byte // Y, N, U or B
	Status   byte // Y, N, A, U, R or C; 0 is None
	refuses  bool // the AUTH after it is Unauthenticated
}

// String and readThreeD convert to and from the state file.
func (d ThreeD) String() string {
	if d.Version == 0 {
		return ""
	}
	return fmt.Sprintf("%d%c%s", d.Version, d.Enrolled, FlagText(d.Status)) + map[bool]string{true: "!"}[d.refuses]
}

func readThreeD(v string) (d ThreeD) {
	v, d.refuses = strings.CutSuffix(v, "!")
	if len(v) > 1 {
		d.Version, d.Enrolled, d.Status = v[0]-'0', v[1], first(v[2:])
	}
	return d
}

// redirects reports whether the cardholder has to go to the card issuer's page.
func (d ThreeD) redirects() bool {
	return d.Enrolled == 'Y' && (d.Version == 1 || d.Status == 'C')
}

// Redirects reports whether a transaction sends the cardholder to that page.
func (t *Transaction) Redirects() bool {
	return t.RequestType == TypeThreeDQuery && t.ThreeD.redirects()
}

// Authenticate copies the result of 3-D Secure into the AUTH or ACCOUNTCHECK after
// it. The card issuer's page is not part of the bank, so the card decides how the
// cardholder did; a pares of one letter decides it for any card.
func (t *Transaction) Authenticate(p *Transaction, pares string) {
	d := p.ThreeD
	switch {
	case d.Version == 0 || p.RequestType == TypeAuth: // of another payment
		return
	case !p.Redirects():
	case pares == "Y" || pares == "A" || pares == "U" || pares == "N":
		d.Status, d.refuses = pares[0], pares == "N"
	case d.refuses:
		d.Status = 'N'
	case d.Status == 0 || d.Status == 'C':
		d.Status = 'Y'
	}
	t.ThreeD = d
	if d.refuses {
		t.ErrorCode = "60022"
	}
}

// WantsSecureCode reports an AUTH that the schemes refuse without 3-D Secure:
// Maestro in an internet shop.
func (t *Transaction) WantsSecureCode() bool {
	return t.RequestType == TypeAuth && t.Account == accountShop && t.PaymentType == string(gateway.Maestro) && t.ThreeD.Version == 0
}

// ECI is the schemes' figure for how far the cardholder was authenticated.
func (t *Transaction) ECI() string {
	mastercard := strings.HasPrefix(t.PaymentType, string(gateway.Mastercard)) || t.PaymentType == string(gateway.Maestro)
	switch {
	case t.ThreeD.Status == 'Y' && mastercard:
		return "02"
	case t.ThreeD.Status == 'Y':
		return "05"
	case mastercard:
		return "01"
	}
	return "06"
}

// XID identifies a 3-D Secure attempt, and is the same in the AUTH after it.
func XID(reference string) string {
	sum := sha256.Sum256([]byte(reference))
	return base64.StdEncoding.EncodeToString(sum[:20])
}

// first is the one character of a flag, 0 for none; FlagText is its reverse.
func first(flag string) byte {
	if flag == "" {
		return 0
	}
	return flag[0]
}

// FlagText is a flag as text.
func FlagText(flag byte) string {
	if flag == 0 {
		return ""
	}
	return string(rune(flag))
}
