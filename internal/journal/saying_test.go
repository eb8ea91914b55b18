package journal

import (
	"testing"
	"time"

	"motoconsole/gateway"
)

// TestWhatIsNews: consoles are told of what they show, of each such thing, and of no check
// of an outcome that is known.
func TestWhatIsNews(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		change         func(*Entry)
		inDoubt, known bool // whether it is news of an attempt that is so
	}{
		"an outcome":        {func(e *Entry) { e.State, e.Outcome = Known, gateway.OutcomeDeclined }, true, true},
		"an alarm":          {func(e *Entry) { e.Alarm = "alarm" }, true, true},
		"a resolution":      {func(e *Entry) { e.Resolution = ResolvedQuery }, true, true},
		"who resolved it":   {func(e *Entry) { e.ResolvedBy = "sam" }, true, true},
		"evidence":          {func(e *Entry) { e.Evidence = "a record" }, true, true},
		"another reference": {func(e *Entry) { e.CurrentReference = "B18" }, true, true},
		"a check":           {func(e *Entry) { e.Checks++ }, true, false},
		"the next check":    {func(e *Entry) { e.NextCheckAt = at.Add(time.Minute) }, true, false},
		"a lease":           {func(e *Entry) { e.BeingSent = true }, false, false},
		"a zone":            {func(e *Entry) { e.NextCheckAt = e.NextCheckAt.In(time.FixedZone("", 3600)) }, false, false},
	} {
		for state, news := range map[State]bool{InDoubt: row.inDoubt, Known: row.known} {
			before := Entry{State: state, NextCheckAt: at}
			if state == Known {
				before.Outcome = gateway.OutcomeApproved
			}
			after := before
			row.change(&after)
			if got := SayingOf(after).Adds(SayingOf(before)); got != news {
				t.Errorf("%s of an attempt that is %s: news %v", name, state, got)
			}
		}
	}
	known, inDoubt := SayingOf(Entry{State: Known, Outcome: gateway.OutcomeApproved}), SayingOf(Entry{State: InDoubt, Checks: 3})
	if inDoubt.Adds(known) || !known.Adds(inDoubt) || SayingOf(Entry{State: InDoubt, Checks: 2}).Adds(inDoubt) {
		t.Error("an earlier look at the attempt is news")
	}
}
