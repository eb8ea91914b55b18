package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/paymenttest"
)

// newFullCounter is a counter that takes payments by card as well, with all parts
// of a console, and with the bank's clock and both of ours in the hands of the test.
func newFullCounter(t *testing.T) *counter {
	t.Helper()
	c := newCounter(t)
	c.use(c.desk)
	return c
}

// use gives a desk the other parts of a console, and the floor's clocks.
func (c *counter) use(d *desk) {
	d.change(func(o *payment.Options) {
		o.Search = c.Wire.Client
		o.Steady = func() clock.Reading { return c.Machine }
		resolverOf(o.Resolver).Steady = o.Steady
		o.SignIn = &payment.SignIn{Gateway: c.Wire.Client, Site: o.Site, Clocks: o.Clocks}
	})
}

// charge charges a card.
func (c *counter) charge(charge payment.Charge) payment.Attempt {
	return <-c.Processor.Charge(c.Processor.Begin(charge), paymenttest.Card())
}

// lose charges a card, and the answer is lost. The bank hides the record for a
// time.
func (c *counter) lose(charge payment.Charge, hidden time.Duration) payment.Attempt {
	c.T.Helper()
	c.Lose(hidden)
	a := c.charge(charge)
	if a.State != payment.InDoubt {
		c.T.Fatalf("its answer was not lost: %v %v %q", a.State, a.Outcome, a.Problem)
	}
	return a
}

// watch asks about an attempt at the times that the rule sets, until a time has
// passed or the outcome is known.
func (c *counter) watch(id string, until time.Duration) journal.Entry {
	c.T.Helper()
	return c.Watch(c.Processor.Resolver, id, until)
}

// unbooked sends a charge that the bank reads and does not book.
func (c *counter) unbooked(charge payment.Charge) payment.Attempt {
	c.T.Helper()
	c.Fault("close", gateway.TypeAuth)
	a := c.charge(charge)
	if a.State != payment.InDoubt {
		c.T.Fatalf("%v %v %q", a.State, a.Outcome, a.Problem)
	}
	return a
}
