package statement_test

import (
	"testing"

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
