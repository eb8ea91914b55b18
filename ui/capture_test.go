package ui

import (
	"context"
	"regexp"
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/ui/kit"
)

// reservedRecord is a pre-authorisation of £48.00 that is held.
func reservedRecord() gateway.Record {
	return paidRecord("2", func(r *gateway.Record) { r.AuthMethod = string(gateway.AuthPre) })
}

// asAsked notes in the journal that it was to be held when it was made. Without that the
// gateway's checks may hold it.
func asAsked(s *kit.Console) {
	r, ctx, store := reservedRecord(), context.Background(), processorOf(s).Store
	at, _ := r.StartedAt()
	err := store.Intent(ctx, journal.Entry{
		ID: "A17", Operation: journal.OpCharge, SentReference: r.OrderReference, OwnReference: "A17", Site: r.SiteReference, Agent: r.OperatorName, IntentAt: at,
		Amount: gateway.Money{Minor: 4800, Currency: s.Form.Currency}, First6: "411111", Last4: "1111", Brand: r.PaymentType,
		AuthMethod: r.AuthMethod, Target: journal.Target{SettleStatus: r.SettleStatus},
	}, "", time.Time{})
	if err == nil {
		_, err = store.Record(ctx, "A17", journal.Change{Step: journal.StepAnswered, At: at, Apply: func(e *journal.Entry) error {
			e.State, e.Outcome, e.AnsweredAt = journal.Known, gateway.OutcomeHeld, at
			e.TransactionReference, e.SettleStatus = r.TransactionReference, r.SettleStatus
			return nil
		}})
	}
	if err != nil {
		panic(err)
	}
}

// bigBy is the word before the big figures of an amount.
var bigBy = regexp.MustCompile(`by £? *[█▀▄]`)

// TestAPartIsCapturedInOneFlow: a pre-authorisation is reduced to the part that is taken,
// and what comes next is its capture, with the amount that is left: on the result, and
// under the cursor when the payment is opened again.
func TestAPartIsCapturedInOneFlow(t *testing.T) {
	for _, again := range []bool{false, true} {
		unhurried(t, func(t *testing.T) {
			b := &till{records: []gateway.Record{reservedRecord()}}
			c := newCounter(t, b, asAsked)
			defer c.root.Close()
			b.done = func(b *till) { b.records[0].SettleBaseAmount = "3800" }
			c.mustShow(t, "g  Capture")
			c.Press("g")
			c.mustShow(t, "Capture or cancel  A17", "▸ Capture the reserved amount", "To capture a part, reduce it first")
			c.pick(t, "Reduce the pre-authorisation")
			c.mustShow(t, "Reduce  A17")
			c.mustShow(t, "Amount to keep", "less than £48.00")
			c.Type("38.00")
			c.mustShow(t, "£38.00 stays reserved", "£10.00 let go")
			c.Type("\nonly\n")
			c.mustShow(t, "Confirm  reduce · A17")
			c.clock.wait(time.Second)
			c.mustShow(t, "“I am about to keep thirty-eight pounds", "y Reduce to £38.00")
			if view := c.View(); bigBy.MatchString(view) {
				t.Errorf("the big figures are of what is let go:\n%s", view)
			}
			c.Press("y")
			c.mustShow(t, "REDUCED", "g  Capture £38.00", "£10.00 is let go; £38.00 stays reserved. Nothing is taken before it is captured.")
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

// TestWhatTheChecksHoldIsNotFirstCaptured: of a pre-authorisation that the gateway's checks
// may hold, each page names giving back first, and the cancellation is marked.
func TestWhatTheChecksHoldIsNotFirstCaptured(t *testing.T) {
	unhurried(t, func(t *testing.T) {
		b := &till{records: []gateway.Record{reservedRecord()}}
		c := newCounter(t, b)
		defer c.root.Close()
		b.done = func(b *till) { b.records[0].SettleBaseAmount = "3800" }
		c.mustShow(t, "! HELD", "g  Give back")
		c.Press("g")
		c.mustShow(t, "Give back  A17", "▸ Cancel the pre-authorisation", "Capture the reserved amount")
		c.pick(t, "Reduce the pre-authorisation")
		c.Type("38.00\nnot\n")
		c.clock.wait(time.Second)
		c.Press("y")
		c.mustShow(t, "REDUCED", "to £38.00", "g  Give back")
	})
}
