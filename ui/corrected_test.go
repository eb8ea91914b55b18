package ui

import (
	"testing"
	"time"

	"motoconsole/internal/rights"
)

// TestCorrectedByAnyAgent: after the bank knew no card of the number, an agent without the
// right to override says that it was corrected, and the card is charged.
func TestCorrectedByAnyAgent(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &bank{answer: refusedBy("70000", "14")}
		c := newConsole(t, b)
		processorOf(c.root.console).Grant = rights.NewTable([]rights.Role{{Name: "clerk", Rights: rights.Least()}, {Name: "lead", Rights: rights.All()}},
			[]rights.Agent{{Name: "priya", Role: "clerk"}, {Name: "ann", DisplayName: "Ann Lee", Role: "lead"}}, true).Grant("priya")
		c.charge()
		c.mustShow(t, "DECLINED", "Let us go through the card number once more.")
		b.answer = approved
		c.Press("n")
		c.fill()
		c.mustShow(t, "THE BANK DOES NOT KNOW THIS NUMBER", "Corrected: say so.")
		c.mustNotShow(t, "Ann Lee")
		c.clock.wait(time.Second)
		c.Type("read out once more\n")
		c.agree()
		c.mustShow(t, "APPROVED")
		if b.count() != 2 {
			t.Errorf("%d requests", b.count())
		}
	})
}
