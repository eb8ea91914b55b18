package evidence

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// NotTaken reports an AUTH that was called not taken; rule.go decides when that is.
func NotTaken(e journal.Entry) bool { return e.Kind() == journal.KindAuth && CalledOff(e) }

// NotMade reports what gives money back or changes a payment and was called not
// made.
func NotMade(e journal.Entry) bool { return e.Kind() != journal.KindAuth && CalledOff(e) }

// CalledOff reports an attempt that was sent, or may have been, and was called
// not made by the rule or by a supervisor, or not accepted for its sign-in: it
// is watched, and may turn up.
func CalledOff(e journal.Entry) bool {
	if e.State != journal.Known {
		return false
	}
	switch e.Resolution {
	case journal.ResolvedNotFound, journal.ResolvedSupervisor:
		return e.Outcome == gateway.OutcomeNotSent
	case journal.ResolvedSignIn:
		return e.Outcome == gateway.OutcomeRejected
	default:
		return false
	}
}
