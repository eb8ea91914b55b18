package app

import (
	"context"
	"slices"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/payment"
	"motoconsole/internal/rights"
	"motoconsole/ui/kit"
)

// unheardEvery is how often a process looks for what changes without an event of the
// journal. The turn of the day is among that: a timer for midnight alone would be late after
// a laptop slept, when the clock of timers stood still, or after the clock was set.
const unheardEvery = time.Minute

// unheard is what consoles show and no event of the journal tells of: money that is held,
// until the gateway cancels it or it is released elsewhere, the warnings of home, and the
// day.
type unheard struct {
	holds    payment.Holds
	warnings []string
	days     days
}

// unheard looks once a minute and when the day turns, for all consoles, asks the gateway about held money, and has
// consoles look at the journal only when they would show something else: a console in which
// nothing happens is not woken.
func (p *Process) unheard(ctx context.Context) {
	all := p.ofAll()
	var known unheard
	for {
		clock := time.Now().Round(0) // as it shows
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(unheardEvery, nextTurn(clock).Sub(clock))):
		}
		if !p.notices.any() {
			continue // a console that opens looks by itself
		}
		now, differs := p.hear(ctx, all, known)
		if known = now; differs {
			p.notices.look(false)
		}
	}
}

// ofAll is a processor that takes no payments: it reads what is held at all consoles.
func (p *Process) ofAll() *payment.Processor {
	return &payment.Processor{Options: payment.Options{
		Operator: payment.Operator{Grant: rights.Everything()},
		Place:    payment.Place{Site: p.settings.Gateway.Site},
		Line:     payment.Line{Queries: p.careful()},
		Records:  payment.Records{Store: p.shared},
		Clocks:   clock.Real(),
		Held:     p.held,
	}}
}

// hear reads the present state and reports whether it differs from before. What cannot be
// read stays as it was: the watcher of the journal tells consoles of that.
func (p *Process) hear(ctx context.Context, all *payment.Processor, before unheard) (now unheard, differs bool) {
	now = unheard{before.holds, p.warnings(), daysOf(time.Now())}
	ctx, cancel := context.WithTimeout(ctx, kit.JournalTime)
	defer cancel()
	if holds, err := all.Holds(ctx); err == nil {
		now.holds = holds
		if asked, err := all.AskHeld(ctx, holds); err == nil && asked {
			if holds, err = all.Holds(ctx); err == nil {
				now.holds = holds
			}
		}
	}
	return now, !now.holds.Equal(before.holds) || !slices.Equal(now.warnings, before.warnings) || now.days != before.days
}
