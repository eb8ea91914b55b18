package sshd

import "time"

// Kind is what happened.
type Kind string

// The kinds of events.
const (
	SignedIn Kind = "sign-in"
	Refused  Kind = "refusal"
	Began    Kind = "session"
	Ended    Kind = "end"
)

// Event is something that an audit asks about. Of what a client that has not signed in
// chose, it has the fingerprint of the key alone.
type Event struct {
	Kind    Kind
	At      time.Time
	Agent   string // "" if it is not known
	Address string
	// Result is how it went, in words.
	Result string
	// Key is the fingerprint of the key that signed, or of the last one that was offered,
	// and Serial that of the certificate of a key that signed.
	Key    string
	Serial uint64
}
