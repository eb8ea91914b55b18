package evidence

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// NotTaken reports an AUTH that was called not taken. rule.go decides when to call
// it so.
func NotTaken(e journal.Entry) bool { return e.Kind() == journal.KindAuth && CalledOff(e) }

// NotMade reports an attempt to give money back or change a payment that was called
// not made.
func NotMade(e journal.Entry) bool { return e.Kind() != journal.KindAuth && CalledOff(e) }

// CalledOff reports an attempt that was sent, or may have been, and that the rule
// or a supervisor called not made, or whose sign-in was not accepted. moto watches
// it, because it may turn up.
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
