package payment

import (
	"testing"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/sandbox"
)

// floor is a counter that takes payments by card as well: the engine, the real
// client over HTTP and the test bank, with the bank's clock and both of ours in
// the hands of the test.
type floor struct {
	*counter
	*Desk

	steady steadyClock
}

// steadyClock is the clock that cannot be set, apart from the time of day.
type steadyClock struct{ clock.Reading }

func newFloor(t *testing.T) *floor {
	t.Helper()
	f := &floor{counter: newCounter(t)}
	f.Desk = f.counter.Desk
	f.steady.Reading = f.clock.Steady()
	f.use(f.Desk)
	return f
}

// use gives a desk the other parts of a console, and the floor's clocks.
func (f *floor) use(d *Desk) *Desk {
	d.Search = f.wire.Client
	d.Steady = func() clock.Reading { return f.steady.Reading }
	d.Resolver.Steady = d.Steady
	d.SignIn = &SignIn{Gateway: f.wire.Client, Site: d.Site, Now: f.clock.Now, Steady: d.Steady}
	return d
}

// wait lets a time pass on every clock.
func (f *floor) wait(d time.Duration) {
	f.clock.wait(d)
	f.steady.At += d
}

// strike sets a fault that lasts until the faults are cleared.
func (f *floor) strike(name string, arg time.Duration, kind string) {
	f.t.Helper()
	if err := f.bank.SetFault(sandbox.Fault{Name: name, Arg: arg, Rate: 1, Types: []string{kind}}); err != nil {
		f.t.Fatal(err)
	}
}

// take charges a card.
func (f *floor) take(c Charge) Attempt { return <-f.Charge(f.Desk.Begin(c), card()) }

// lose charges a card, and the answer is lost. The bank hides the record for a
// time.
func (f *floor) lose(c Charge, hidden time.Duration) Attempt {
	f.t.Helper()
	if err := f.bank.SetFault(sandbox.Fault{Name: "lost", Arg: hidden, Types: []string{gateway.TypeAuth}}); err != nil {
		f.t.Fatal(err)
	}
	a := f.take(c)
	if a.State != InDoubt {
		f.t.Fatalf("its answer was not lost: %v %v %q", a.State, a.Outcome, a.Problem)
	}
	return a
}

// watch asks at the times the rule wants it asked, until that long has passed
// or the outcome is known.
func (f *floor) watch(id string, until time.Duration) journal.Entry {
	f.t.Helper()
	end := f.clock.Now().Add(until)
	for {
		e := f.check(id)
		gap := e.NextCheckAt.Sub(f.clock.Now())
		if e.State == journal.Known || gap <= 0 || f.clock.Now().Add(gap).After(end) {
			return e
		}
		f.wait(gap)
	}
}

// warned are the kinds of warnings before a charge, of the journal and of the
// gateway.
func (f *floor) warned(c Charge, number gateway.CardNumber) []WarningKind {
	f.t.Helper()
	warnings, err := f.Guard(f.t.Context(), c)
	if err != nil {
		f.t.Fatal(err)
	}
	more, err := f.Seen(f.t.Context(), c, number)
	if err != nil {
		f.t.Fatal(err)
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
	c.Amount = pounds(minor)
	return c
}
