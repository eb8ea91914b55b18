package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/paymenttest"
	"motoconsole/internal/payment/resolve"
	"motoconsole/internal/rights"
)

// floor takes payments by card: the engine, the real client over HTTP and the test
// bank, with the bank's clock and both of ours in the hands of the test.
type floor struct {
	*paymenttest.Till
	*Processor
}

func newFloor(t *testing.T) *floor {
	t.Helper()
	f := &floor{Till: paymenttest.NewTill(t)}
	f.Refused = func() { f.SignIn.Refused() }
	f.Processor = f.use(f.processor("priya", f.Journal))
	return f
}

// processor is one more processor on a journal.
func (f *floor) processor(agent string, store journal.Store) *Processor {
	return mustNew(f.T, Options{
		Operator: Operator{Agent: agent, Grant: rights.Everything()},
		Place:    Place{Site: "test_site12345"},
		Line:     Line{Gateway: f.Wire, Queries: f.Wire, SignIn: &SignIn{Gateway: paymenttest.SignsIn{}}, Deadline: 10 * time.Second, Patience: 5 * time.Second},
		Records:  Records{Store: store, Owner: agent, Host: "host"},
		Watchers: Watchers{Resolver: resolve.New(resolve.Options{Gateway: f.Wire, Store: store, Rule: DefaultRule(), Owner: agent, Clocks: f.Clock.Clocks()})},
		Clocks:   f.Clock.Clocks(),
	})
}

// resolverOf is the resolver behind what a processor sees of it.
func resolverOf(f Finder) *resolve.Resolver {
	r, _ := f.(*resolve.Resolver)
	return r
}

// check asks the gateway once about an attempt in doubt.
func (f *floor) check(id string) journal.Entry {
	f.T.Helper()
	return f.Ask(f.Resolver, id)
}

// use gives a processor the other parts of a console, and the floor's clocks.
func (f *floor) use(d *Processor) *Processor {
	d.Search = f.Wire.Client
	d.Steady = func() clock.Reading { return f.Machine }
	resolverOf(d.Resolver).Steady = d.Steady
	d.SignIn = &SignIn{Gateway: f.Wire.Client, Site: d.Site, Clocks: d.Clocks}
	return d
}

// take charges a card.
func (f *floor) take(c Charge) Attempt { return <-f.Charge(f.Processor.Begin(c), paymenttest.Card()) }

// lose charges a card, and the answer is lost. The bank hides the record for a
// time.
func (f *floor) lose(c Charge, hidden time.Duration) Attempt {
	f.T.Helper()
	f.Lose(hidden)
	a := f.take(c)
	if a.State != InDoubt {
		f.T.Fatalf("its answer was not lost: %v %v %q", a.State, a.Outcome, a.Problem)
	}
	return a
}

// watch asks about an attempt at the times that the rule sets, until a time has
// passed or the outcome is known.
func (f *floor) watch(id string, until time.Duration) journal.Entry {
	f.T.Helper()
	return f.Watch(f.Resolver, id, until)
}

// warned are the kinds of warnings before a charge, of the journal and of the
// gateway.
func (f *floor) warned(c Charge, number gateway.CardNumber) []WarningKind {
	f.T.Helper()
	warnings, err := f.Guard(f.T.Context(), c)
	if err != nil {
		f.T.Fatal(err)
	}
	more, err := f.Seen(f.T.Context(), c, number)
	if err != nil {
		f.T.Fatal(err)
	}
	var kinds []WarningKind
	for _, w := range append(warnings, more...) {
		kinds = append(kinds, w.Kind)
	}
	return kinds
}

// ordered is the charge under another order reference.
func ordered(reference string) Charge {
	c := charge()
	c.OrderReference = reference
	return c
}

// priced is the charge of another order and amount.
func priced(reference string, minor int64) Charge {
	c := ordered(reference)
	c.Amount = paymenttest.Pounds(minor)
	return c
}
