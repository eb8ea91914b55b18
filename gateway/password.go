package gateway

import "crypto/subtle"

// Password is a Webservices user's password.
type Password struct {
	redacted
	p *string
}

// NewPassword keeps a password.
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
