package operation

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// counter is a desk for giving money back, with a test bank, a journal and a
// clock that all of them go by.
type counter struct {
	*desk
	*paymenttest.Till
}

// desk is an agent's processor with its service.
type desk struct {
	*Service

	Processor *payment.Processor
}

// newDesk makes the service of a processor.
func newDesk(processor *payment.Processor, g Gateway, limits option.Limits) *desk {
	return &desk{New(processor, g, limits), processor}
}

// change changes what the desk works with.
func (d *desk) change(f func(*payment.Options)) {
	f(&d.Processor.Options)
	d.Service.Sender = of(d.Processor)
}

// brief is a patience that ends before an answer which is held back. A request may not leave
// once it has ended, so it is long enough for one to leave a busy machine.
const brief = 2 * time.Second

func newCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{Till: paymenttest.NewTill(t)}
	c.Refused = func() {
		c.Processor.SignIn.Refused()
	}
	c.desk = c.newService("priya", c.Journal)
	return c
}

// newService is one more desk on a journal.
func (c *counter) newService(agent string, store journal.Store) *desk {
	resolver := resolve.New(resolve.Options{Gateway: c.Wire, Store: store, Rule: payment.DefaultRule(), Owner: agent, Clocks: c.Clock.Clocks()})
	processor, err := payment.New(payment.Options{
		Operator: payment.Operator{Agent: agent, Grant: rights.Everything()},
		Place:    payment.Place{Site: "test_site12345"},
		Line: payment.Line{
			Gateway: c.Wire, Queries: c.Wire, SignIn: &payment.SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: 10 * time.Second, Patience: 5 * time.Second,
		},
		Records:  payment.Records{Store: store, Owner: agent, Host: "host"},
		Watchers: payment.Watchers{Resolver: resolver},
		Clocks:   c.Clock.Clocks(),
	})
	if err != nil {
		c.T.Fatal(err)
	}
	return newDesk(processor, c.Wire, allLimits())
}

func (c *counter) see(reference string) Snapshot {
	c.T.Helper()
	seen, err := c.Look(c.T.Context(), reference)
	if err != nil {
		c.T.Fatal(err)
	}
	return seen
}

func (c *counter) begin(a Request) Operation {
	c.T.Helper()
	v, err := c.Begin(c.T.Context(), a)
	if err != nil {
		c.T.Fatal(err)
	}
	return v
}

// resolverOf is the resolver behind what a processor sees of it.
func resolverOf(f payment.Finder) *resolve.Resolver {
	r, _ := f.(*resolve.Resolver)
	return r
}

// do makes an operation on a payment as it stands.
func (c *counter) do(reference string, kind option.Kind, change ...func(*Request)) Operation {
	c.T.Helper()
	a := Request{Kind: kind, Snapshot: c.see(reference), Reason: "wrong size"}
	for _, f := range change {
		f(&a)
	}
	return <-c.Carry(c.begin(a))
}

// reasoned is an operation with a reason for all that the guard warns of.
func (c *counter) reasoned(r *desk, a Request) Request {
	c.T.Helper()
	a.Again = "right once more"
	v, err := r.Begin(c.T.Context(), a)
	if err != nil {
		return a
	}
	if a.Warned, err = r.Guard(c.T.Context(), v); err != nil {
		c.T.Fatal(err)
	}
	return a
}

func amount(minor int64) func(*Request) {
	return func(a *Request) { a.Amount = paymenttest.Pounds(minor) }
}

// check asks the gateway once about an attempt in doubt.
func (c *counter) check(id string) journal.Entry {
	c.T.Helper()
	return c.Ask(c.Processor.Resolver, id)
}

// wantRecord compares settle status and amount to settle at the bank.
func (c *counter) wantRecord(reference, settleStatus, settles string) gateway.Record {
	c.T.Helper()
	r := c.see(reference).Record
	if r.SettleStatus != settleStatus || r.SettleBaseAmount != settles {
		c.T.Errorf("%s: settle status %s, %s settles; want %s, %s", reference, r.SettleStatus, r.SettleBaseAmount, settleStatus, settles)
	}
	return r
}

// settleDoubt asks about an attempt in doubt for as long as the rule takes, and
// a little longer.
func (c *counter) settleDoubt(id string) journal.Entry {
	c.T.Helper()
	e := c.check(id)
	for range 8 {
		c.Clock.Wait(time.Minute)
		e = c.check(id)
	}
	return e
}
