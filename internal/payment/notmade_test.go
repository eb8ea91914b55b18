package payment

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// The screen and the journal call the same attempts off. Neither does so if a query
// or a late answer showed that the attempt was not made.
func TestAnAttemptIsCalledNotMadeAsItsEntryIs(t *testing.T) {
	called := map[string]gateway.Outcome{
		journal.ResolvedNotFound: gateway.OutcomeNotSent, journal.ResolvedSupervisor: gateway.OutcomeNotSent,
		journal.ResolvedSignIn: gateway.OutcomeRejected,
	}
	for _, resolution := range []string{
		"", journal.ResolvedQuery, journal.ResolvedLateAnswer, journal.ResolvedNotFound,
		journal.ResolvedSupervisor, journal.ResolvedSignIn, journal.ResolvedReconciled,
	} {
		for o := gateway.OutcomeApproved; o <= gateway.OutcomeNotSent; o++ {
			e := journal.Entry{State: journal.Known, Outcome: o, Resolution: resolution}
			outcome, is := called[resolution]
			if want := is && o == outcome; e.CalledNotMade() != want || AttemptOf(e).CalledNotMade() != want {
				t.Errorf("%s, resolved %q: the entry says %v, the attempt %v, and it should be %v", o, resolution, e.CalledNotMade(), AttemptOf(e).CalledNotMade(), want)
			}
			e.State = journal.InDoubt
			if e.CalledNotMade() || AttemptOf(e).CalledNotMade() {
				t.Errorf("%s, resolved %q: called off while it is in doubt", o, resolution)
			}
		}
	}
}
