package payment

import (
	"testing"

	"motoconsole/gateway"
)

// Each reason for which an attempt gives way to the same says what became of
// that one, with what was joined to it too, and no other reason does.
func TestGaveWay(t *testing.T) {
	for err, want := range map[error]Same{
		errRival: SameUnknown, errTwin: SameUnknown, errTaken: SameMade, errAgain: SameMade, errNotTaken: SameNotMade, errNotBack: SameNotMade,
		errLook: SameNone, errMoved: SameNone, errJournal: SameNone, errLost: SameNone, errUnread: SameNone,
	} {
		for _, problem := range []string{err.Error(), joinProblems(err.Error(), errUnkept)} {
			a := Attempt{State: Done, Outcome: gateway.NotSent, Problem: problem}
			if got := a.GaveWay(); got != want {
				t.Errorf("%q: %v", problem, got)
			}
			if a.Outcome = gateway.Rejected; a.GaveWay() != SameNone {
				t.Errorf("%q, rejected: gave way", problem)
			}
		}
	}
}
