package payment

import (
	"testing"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// givingWay are the reasons for giving way to an identical attempt, and two others.
var givingWay = map[error]Same{
	errRival: SameUnknown, ErrTwin: SameUnknown, errTaken: SameMade, ErrAgain: SameMade, errNotTaken: SameNotMade, ErrNotBack: SameNotMade,
	ErrLost: SameNone, errUnread: SameNone,
}

// Each reason for giving way to an identical attempt says what became of that one,
// before and after the journal has kept it, whatever the text says. No other reason
// says so.
func TestGaveWay(t *testing.T) {
	for err, want := range givingWay {
		a := answered(Attempt{State: Known}, Reply{gateway.AuthResult{Outcome: gateway.OutcomeNotSent}, err})
		e := journal.Entry{State: journal.Known}
		_ = answerOf(a).Known(&e)
		e.Problem = "in other words"
		if a.GaveWay() != want || AttemptOf(e).GaveWay() != want {
			t.Errorf("%q: %q, kept as %q, want %q", err, a.GaveWay(), AttemptOf(e).GaveWay(), want)
		}
		e.Outcome = gateway.OutcomeRejected
		if AttemptOf(e).GaveWay() != SameNone {
			t.Errorf("%q, rejected: gave way", err)
		}
	}
}

// An entry that an older moto kept has the reason only as a text, which other words
// may follow. These are the texts of the last moto that did so.
func TestGaveWayOfAnOlderEntry(t *testing.T) {
	for text, want := range map[string]Same{
		"the same card or order is being charged at another desk: it was not sent from here":                                               SameUnknown,
		"the same payment was taken at another desk in the meantime: it was not sent from here":                                            SameMade,
		"the same payment was called not taken in the meantime: it was not sent; charge it again and say why":                              SameNotMade,
		"the same amount is being given back at another desk, or it is not known yet whether it was":                                       SameUnknown,
		"the same amount was given back after you looked: if it should be given back again, say why":                                       SameMade,
		"the same amount was called not given back after you looked, and may turn up: if it should be given back again, say why":           SameNotMade,
		"the same amount was given back after you looked: if it should be given back again, say why; the outcome could not be recorded: …": SameMade,
		ErrLost.Error(): SameNone, errUnread.Error(): SameNone, "": SameNone,
	} {
		e := journal.Entry{State: journal.Known, Outcome: gateway.OutcomeNotSent, Problem: text}
		if got := AttemptOf(e).GaveWay(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
