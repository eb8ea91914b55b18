package payment

import (
	"testing"

	"motoconsole/gateway"
)

// Each reason for giving way to an identical attempt says what became of
// that one, also when other words are joined to the reason. No other reason
// says so.
func TestGaveWay(t *testing.T) {
	for err, want := range map[error]Same{
		errRival: SameUnknown, ErrTwin: SameUnknown, errTaken: SameMade, ErrAgain: SameMade, errNotTaken: SameNotMade, ErrNotBack: SameNotMade,
		ErrLost: SameNone, errUnread: SameNone,
	} {
		for _, problem := range []string{err.Error(), joinProblems(err.Error(), errUnkept)} {
			a := Attempt{State: Done, Outcome: gateway.OutcomeNotSent, Problem: problem}
			if got := a.GaveWay(); got != want {
				t.Errorf("%q: %v", problem, got)
			}
			if a.Outcome = gateway.OutcomeRejected; a.GaveWay() != SameNone {
				t.Errorf("%q, rejected: gave way", problem)
			}
		}
	}
}
