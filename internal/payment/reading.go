package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
)

// Recent are the agent's newest attempts.
func (d *Processor) Recent(ctx context.Context, n int) ([]Attempt, error) {
	return attempts(d.Store.Recent(ctx, d.Agent, n))
}

// Since are the agent's attempts at this site since a time, newest first. It reads a
// few, and then more until they reach back far enough.
func (d *Processor) Since(ctx context.Context, since time.Time) ([]Attempt, error) {
	const few = 64
	for n := few; ; n *= 4 {
		all, err := d.Recent(ctx, n)
		if err != nil {
			return nil, err
		}
		for i, a := range all {
			if a.Began.Before(since) {
				return d.completed(ctx, d.here(all[:i])), nil
			}
		}
		if len(all) < n {
			return d.completed(ctx, d.here(all)), nil
		}
	}
}

// SinceByAll are the attempts of all agents at this site since a time, newest first.
// For an agent who may not see them the error is a *rights.Refusal.
func (d *Processor) SinceByAll(ctx context.Context, since time.Time) ([]Attempt, error) {
	if err := d.Grant.May(rights.ViewAll); err != nil {
		return nil, err
	}
	all, err := attempts(d.Store.Since(ctx, since))
	return d.completed(ctx, d.here(all)), err
}

// here are the attempts at the processor's site.
func (d *Processor) here(all []Attempt) []Attempt {
	return slices.DeleteFunc(all, func(a Attempt) bool { return a.Site != d.Site })
}

// unresolvedMost is how many attempts that need attention Unresolved reads at first,
// to find those that the agent may see.
const unresolvedMost = 1000

// Unresolved are the attempts of all processors that need attention and that the
// agent may see: in doubt, left behind by a console that died, or with an alarm.
// Attempts that another console is sending right now are not among them.
func (d *Processor) Unresolved(ctx context.Context, n int) ([]Attempt, error) {
	for most := max(n, unresolvedMost); ; most *= 2 {
		all, err := d.Store.Unresolved(ctx, most)
		last := err != nil || len(all) < most
		all = slices.DeleteFunc(all, func(e journal.Entry) bool { return !d.Grant.Sees(e.Agent) || d.Grant.At(e.Site) != nil })
		if last || len(all) >= n {
			found, err := attempts(all[:min(len(all), n)], err)
			return d.completed(ctx, found), err
		}
	}
}

// Attempt is one attempt as the journal has it.
func (d *Processor) Attempt(ctx context.Context, id string) (Attempt, error) {
	e, err := d.Store.Get(ctx, id)
	return d.withStops(ctx, []Attempt{AttemptOf(e)})[0], err
}

// ErrBusy says that an attempt is being checked, here or by another console.
var ErrBusy = journal.ErrBusy

// Check asks the gateway now, once, about an attempt in doubt.
func (d *Processor) Check(ctx context.Context, id string) (Attempt, error) {
	ctx, done := d.Asking(ctx)
	defer done()
	e, err := d.Resolver.Check(ctx, id)
	return d.withStops(ctx, []Attempt{AttemptOf(e)})[0], err
}

// completed are attempts with what the journal has of them in other places.
func (d *Processor) completed(ctx context.Context, list []Attempt) []Attempt {
	return d.withStops(ctx, d.withCustomers(ctx, list))
}

// withStops are attempts with what their cancellations stop. Most refunds are in the list,
// for a refund can be stopped only until it settles.
func (d *Processor) withStops(ctx context.Context, list []Attempt) []Attempt {
	made := map[string]journal.Operation{}
	for _, a := range list {
		if ref := a.Result.Record.TransactionReference; ref != "" && ref != a.Parent {
			made[ref] = a.Operation
		}
	}
	for i, a := range list {
		if a.Operation != journal.OpCancel {
			continue
		}
		if _, listed := made[a.Parent]; !listed {
			made[a.Parent] = ""
			if e := d.maker(ctx, a.Parent); e != nil {
				made[a.Parent] = e.Operation
			}
		}
		if by := made[a.Parent]; by.RequestType() == journal.TypeRefund {
			list[i].Stops = by.Noun(false)
		}
	}
	return list
}

func attempts(entries []journal.Entry, err error) ([]Attempt, error) {
	if err != nil {
		return nil, err
	}
	list := make([]Attempt, len(entries))
	for i, e := range entries {
		list[i] = AttemptOf(e)
	}
	return list, nil
}
