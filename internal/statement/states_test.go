package statement_test

import (
	"testing"
	"time"

	"motoconsole/internal/statement"
	"motoconsole/internal/statement/statementtest"
)

// Each payment has one state word at a moment, and counts as taken or as reserved, never
// as both.
func TestStates(t *testing.T) {
	for _, c := range statementtest.Cases(t) {
		if word := statement.State(c.Record, c.Asked, c.Now); word != c.Word {
			t.Errorf("%s: %s", c.Name, word)
		}
		if is := statement.IsReserved(c.Record, c.Asked, c.Now); is != (c.Counts == "reserved") {
			t.Errorf("%s: reserved is %v", c.Name, is)
		}
		if c.Word == "reserved" && c.Counts != "reserved" {
			t.Errorf("%s: what is called reserved counts as %s", c.Name, c.Counts)
		}
	}
}

// A record has one outcome, and one word for it.
func TestOutcomesHaveOneWord(t *testing.T) {
	for _, o := range statementtest.Outcomes(t) {
		if got := o.Record.Outcome(); got != o.Want {
			t.Errorf("%s: %s", o.Name(), got)
		}
		if word := statement.State(o.Record, false, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)); !o.Has(word) {
			t.Errorf("%s: %s", o.Name(), word)
		}
	}
}
