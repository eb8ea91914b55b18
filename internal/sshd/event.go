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

// Event is something that an audit asks about. Nothing in it was chosen by a client
// that has not signed in.
type Event struct {
	Kind    Kind
	At      time.Time
	Agent   string // "" if it is not known
	Address string
	// Result is how it went, in words.
	Result string
	// Key is the fingerprint of the key that signed, and Serial that of its certificate.
	Key    string
	Serial uint64
}
