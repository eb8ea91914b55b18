package payment

import (
	"context"
	"errors"
	"time"
)

// decision is what an agent makes of the guard's warnings.
type decision int

const (
	proceed decision = iota
	later
	stop
)

// advice is what the guard's answers come to.
type advice struct {
	decision
	asked  time.Time // when the journal had answered
	reason string    // what the agent gives for going on, "" for none
	told   []Warning
	// overlooked is a payment the agent ought to have been warned of.
	overlooked string
}

// guard asks the journal and the gateway, and does as they say. The agent answers
// "Same caller?" truthfully, except now and then; then a reason is on record.
func (p *process) guard(c *caller, charge Charge) advice {
	d := advice{asked: time.Now()}
	if !p.mutant.noGuard {
		warnings, err := p.processor.Guard(context.Background(), charge)
		switch {
		case !p.step("decide"):
			d.decision = stop
			return d
		case err != nil:
			d.decision = later
			return d
		}
		d.told, d.asked = warnings, time.Now()
	}
	due := p.toWarnOf(c, charge)
	seen, asked, barred := p.seen(charge)
	switch {
	case p.isDead():
		d.decision = stop
		return d
	case barred:
		d.decision = later
		return d
	case due != nil && (asked || p.mutant.noSeen):
		d.overlooked = due.request.OrderReference
	}
	d.told = append(d.told, seen...)
	for _, w := range d.told {
		if d.decision = p.heeds(c, w, &d.reason); d.decision != proceed {
			break
		}
	}
	return d
}

// heeds is what an agent makes of one warning.
func (p *process) heeds(c *caller, w Warning, reason *string) decision {
	whose := p.whose(w.Earlier)
	p.log("%s is warned: %d, of %s", c.order, w.Kind, w.Earlier.SentReference)
	switch {
	case w.TookNothing() && w.Kind != NumberRefused:
		return stop
	case w.Bars():
		return later
	case whose == nil:
		p.violated("I7", "a warning of %s, which was never attempted", w.Earlier.SentReference)
	case (w.Kind == SameNotTaken || w.Kind == OrderNotTaken) && whose == c && p.chance(0.6):
		*reason = "it was not taken"
		return proceed
	case whose == c && !p.chance(0.05):
		return stop
	}
	*reason = "different caller"
	return proceed
}

// seen asks the gateway, as the console does while the agent reads aloud. asked is
// false if the gateway could not be asked, or hid something.
func (p *process) seen(charge Charge) (warnings []Warning, asked, barred bool) {
	if p.mutant.noSeen || !p.step("looks at the gateway") {
		return nil, false, false
	}
	p.misled = false
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	warnings, err := p.processor.Seen(ctx, charge, simNumber(charge.Last4))
	if !p.step("has looked at the gateway") {
		return nil, false, false
	}
	return warnings, err == nil && !p.misled, errors.Is(err, ErrSignIn)
}
