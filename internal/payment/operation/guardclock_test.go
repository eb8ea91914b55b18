package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
)

// If the gateway tells no time, the guard still asks about what was done while our
// clock was behind, once the clock is right: the machine has another clock that
// cannot be set.
func TestTheGuardAfterAClockWasBehind(t *testing.T) {
	for _, was := range []time.Duration{-time.Hour, -400 * 24 * time.Hour} {
		c := newCounter(t)
		ref := c.PaySettled(20000)
		charge := payment.Charge{OrderReference: "A17", Amount: paymenttest.Pounds(4000), Brand: gateway.Visa, First6: "411111", Last4: "1111"}
		c.untoldClock(c.desk, was)
		c.do(ref, option.RefundPart, amount(4000))
		if a := <-c.Processor.Charge(c.Processor.Begin(charge), paymenttest.Card()); a.Outcome != gateway.OutcomeApproved {
			t.Fatal(a.Outcome)
		}
		c.untoldClock(c.desk, 0)
		a := Request{Kind: option.RefundPart, Snapshot: c.see(ref), Amount: paymenttest.Pounds(4000)}
		if got := c.warned(c.desk, a); len(got) != 1 || got[0] != payment.BackMade {
			t.Errorf("%v: warned %v", was, got)
		}
		if v := c.attemptOf(c.desk, a); v.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%v: %v", was, v.Outcome)
		}
		charge.OrderReference = "A18"
		if w, err := c.Processor.Guard(t.Context(), charge); err != nil || len(w) != 1 || w[0].Kind != payment.SameTaken {
			t.Errorf("%v: the charge is warned of %v, %v", was, w, err)
		}
		if a := <-c.Processor.Charge(c.Processor.Begin(charge), paymenttest.Card()); a.Outcome != gateway.OutcomeNotSent {
			t.Errorf("%v: the charge is made again: %v", was, a.Outcome)
		}
	}
}
