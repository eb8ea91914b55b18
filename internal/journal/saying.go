package journal

import "motoconsole/gateway"

// Saying is what consoles show of an attempt: where two are equal, there is no news. The
// renewal of a lease is no news, nor is a further check of an outcome that is known.
type Saying struct {
	State                                   State
	Outcome                                 gateway.Outcome
	Alarm, Resolution, ResolvedBy, Evidence string
	Reference                               string // as the gateway has it now, if it was changed
	Checks                                  int
	Next                                    int64 // when the next check is due
}

// SayingOf is what an entry says.
func SayingOf(e Entry) Saying {
	s := Saying{
		State: e.State, Outcome: e.Outcome, Alarm: e.Alarm, Resolution: e.Resolution, ResolvedBy: e.ResolvedBy,
		Evidence: e.Evidence, Reference: e.CurrentReference,
	}
	if e.State != Known {
		s.Checks, s.Next = e.Checks, e.NextCheckAt.UnixNano()
	}
	return s
}

// Adds reports a saying that tells more than an earlier one. An outcome never becomes
// unknown again: a saying without one is from an earlier look at the attempt.
func (s Saying) Adds(earlier Saying) bool {
	if s.State != Known && (earlier.State == Known || s.Checks < earlier.Checks) {
		return false
	}
	return s != earlier
}
