package ui

import (
	"regexp"
	"testing"
	"time"

	"motoconsole/gateway"
)

// bigBy is the word before the big figures of an amount.
var bigBy = regexp.MustCompile(`by £? *[█▀▄]`)

// TestAPartIsCapturedInOneFlow: a pre-authorisation is reduced to the part that is taken,
// and what comes next is its capture, with the amount that is left: on the result, and
// under the cursor when the payment is opened again.
func TestAPartIsCapturedInOneFlow(t *testing.T) {
	for _, again := range []bool{false, true} {
		unhurried(t, func(t *testing.T) {
			b := &till{records: []gateway.Record{paidRecord("2", func(r *gateway.Record) { r.AuthMethod = "PRE" })}}
			c := newCounter(t, b)
			defer c.root.Close()
			b.done = func(b *till) { b.records[0].SettleBaseAmount = "3800" }
			c.mustShow(t, "g  Capture")
			c.Press("g")
			c.mustShow(t, "Capture or cancel  A17", "▸ Capture the reserved amount", "To capture a part, reduce it first")
			c.pick(t, "Reduce the pre-authorisation")
			c.mustShow(t, "Reduce  A17")
			c.Type("10.00\nonly\n")
			c.mustShow(t, "Confirm  reduce · A17")
			c.clock.wait(time.Second)
			if view := c.View(); !bigBy.MatchString(view) {
				t.Errorf("the big figures do not say by how much:\n%s", view)
			}
			c.Press("y")
			c.mustShow(t, "REDUCED", "g  Capture £38.00", "£10.00 is let go; £38.00 stays reserved.")
			c.clock.wait(time.Second)
			if again {
				c.Press("o")
				c.mustShow(t, "of £48.00 reserved")
			}
			c.Press("g")
			c.mustShow(t, "▸ Capture the reserved amount", "The £38.00 that is reserved is taken in the next daily run", "“£38.00 will be taken within a day.”")
			b.done = func(b *till) { b.records[0].SettleStatus = "1" }
			c.Press("enter")
			c.Type("goo\n")
			c.clock.wait(time.Second)
			c.mustShow(t, "y  Capture £38.00")
			c.Press("y")
			c.mustShow(t, "Result  capture · A17", "CAPTURED", "Pending: captured, settles in the next run")
			if len(b.updates) != 2 || b.updates[0].SettleAmount.Minor != 3800 || b.updates[1].SettleStatus != gateway.SettleOverride {
				t.Errorf("%+v", b.updates)
			}
		})
	}
}
