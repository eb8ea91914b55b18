package sshd

import (
	"errors"
	"time"
)

// Kind is what happened.
type Kind string

// The kinds of events.
const (
	SignedIn Kind = "sign-in"
	Refused  Kind = "refusal"
	Began    Kind = "session"
	Ended    Kind = "end"
)

// Reason is why a client was refused, for counting.
type Reason string

// The reasons.
const (
	ForPace        Reason = "pace"        // the address, or all, connect or fail too often
	ForKey         Reason = "key"         // of no agent, of one who is disabled, or too weak
	ForCertificate Reason = "certificate" // not good, or of no agent
	ForRevoked     Reason = "revoked"     // key or certificate
	ForSignature   Reason = "signature"   // none, or a wrong one
	ForCode        Reason = "code"        // of the second factor
	ForLocked      Reason = "locked"      // the second factor, after too many wrong codes
	ForRoom        Reason = "room"        // too many connections
	ForSession     Reason = "session"     // signed in, and no session: the sentence says why
)

// reasonOf is why a key is refused.
func reasonOf(err error) Reason {
	switch {
	case errors.Is(err, errUnsigned):
		return ForSignature
	case errors.Is(err, errUnknownKey), errors.Is(err, errWeakKey), errors.Is(err, errDisabled):
		return ForKey
	case errors.Is(err, errRevokedKey), errors.Is(err, errRevokedCert):
		return ForRevoked
	default:
		return ForCertificate
	}
}

// Event is something that an audit asks about. It has nothing that a client chose before
// it signed in, except the fingerprint of the key.
type Event struct {
	Kind    Kind
	At      time.Time
	Agent   string // "" if it is not known
	Address string
	// Result says how it went; Reason is one of the few reasons of a refusal.
	Result string
	Reason Reason
	// Key is the fingerprint of the key that signed, or of the last one that was offered,
	// and Serial that of the certificate of a key that signed.
	Key    string
	Serial uint64
}
