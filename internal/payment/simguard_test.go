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

// guard asks the journal and the gateway, and goes by what they say. "Same
// caller?" is answered truthfully, save now and then, and then there is a reason
// on record. Overlooked is a payment it ought to have been warned of.
func (p *process) guard(c *caller, charge Charge) (d decision, reason, overlooked string) {
	var warnings []Warning
	if !p.mutant.noGuard {
		var err error
		warnings, err = p.desk.Guard(context.Background(), charge)
		if !p.step("decide") {
			return stop, "", ""
		}
		if err != nil {
			return later, "", ""
		}
	}
	due := p.toWarnOf(c, charge)
	seen, asked, barred := p.seen(charge)
	switch {
	case p.isDead():
		return stop, "", ""
	case barred:
		return later, "", ""
	case due != nil && (asked || p.mutant.noSeen):
		overlooked = due.request.OrderReference
	}
	for _, w := range append(warnings, seen...) {
		whose := p.whose(w.Earlier)
		p.log("%s is warned: %d, of %s", c.order, w.Kind, w.Earlier.SentReference)
		switch {
		case w.Kind == TooManyTimes || w.Kind == DoNotRetry:
			return stop, "", ""
		case w.Bars():
			return later, "", ""
		case whose == nil:
			p.violated("I7", "a warning of %s, which nobody attempted", w.Earlier.SentReference)
		case (w.Kind == SameNotTaken || w.Kind == OrderNotTaken) && whose == c && p.chance(0.6):
			reason = "it was not taken"
			continue
		case whose == c && !p.chance(0.05):
			return stop, "", ""
		}
		reason = "different caller"
	}
	return proceed, reason, overlooked
}

// seen asks the gateway, as the console does while the agent reads aloud. Asked
// is false when it could not be asked, or hid something.
func (p *process) seen(charge Charge) (warnings []Warning, asked, barred bool) {
	if p.mutant.noSeen || !p.step("looks at the gateway") {
		return nil, false, false
	}
	p.misled = false
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	warnings, err := p.desk.Seen(ctx, charge, simNumber(charge.Last4))
	if !p.step("has looked at the gateway") {
		return nil, false, false
	}
	return warnings, err == nil && !p.misled, errors.Is(err, ErrSignIn)
}
