package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/ordername"
)

// Policy says which charges the guard stops or questions.
type Policy struct {
	// Window is how long the same card and amount counts as a possible
	// duplicate; 0 means DefaultWindow.
	Window time.Duration
	// MaxDeclines is how often one card may be declined in an hour before the guard
	// bars it; 0 means DefaultDeclines.
	MaxDeclines int
}

// Defaults of a Policy. The window is that of the gateway's own duplicate check.
// Schemes fine merchants who keep trying a declined card.
const (
	DefaultWindow   = 15 * time.Minute
	DefaultDeclines = 4
	declineWindow   = time.Hour
	// NotTakenWindow is how long the guard asks about an attempt that was called
	// not taken: as long as moto watches it.
	NotTakenWindow = 24 * time.Hour
)

// DuplicateWindow is Window, or its default.
func (p Policy) DuplicateWindow() time.Duration {
	if p.Window > 0 {
		return p.Window
	}
	return DefaultWindow
}

func (p Policy) declines() int {
	if p.MaxDeclines > 0 {
		return p.MaxDeclines
	}
	return DefaultDeclines
}

// WarningKind is why the guard questions a charge.
type WarningKind int

// The warnings of the guard.
const (
	SameInDoubt   WarningKind = iota // same card and amount, outcome unknown: bars the charge
	OrderInDoubt                     // same order, on another card or amount, outcome unknown: bars the charge
	TooManyTimes                     // this card was declined too often: bars the charge
	DoNotRetry                       // the bank said not to try this card again: bars the charge
	SameTaken                        // same card and amount taken a short while ago
	OrderTaken                       // this order reference is paid already
	SameNotTaken                     // same card and amount, called not taken within a day: may turn up
	OrderNotTaken                    // this order, called not taken within a day: may turn up
	CardSeen                         // the gateway has a payment by this card that is not in this journal
	OrderSeen                        // the gateway has a payment of this order that is not in this journal
	BackInDoubt                      // the same amount is being given back, outcome unknown: bars it
	BackMade                         // the same amount was given back a short while ago
	BackNotMade                      // the same amount, called not given back within a day: may turn up
)

// Warning is one thing to know before a charge.
type Warning struct {
	Kind WarningKind
	// Earlier is the attempt that the warning is about.
	Earlier Attempt
	// Count is the number of declines, for TooManyTimes.
	Count int
}

// Bars reports a warning that no reason overrides.
func (w Warning) Bars() bool {
	return w.Kind == SameInDoubt || w.Kind == OrderInDoubt || w.Kind == TooManyTimes || w.Kind == DoNotRetry || w.Kind == BackInDoubt
}

// Guard looks for earlier payments that make a charge doubtful. If the journal
// cannot be read, nothing may be charged.
func (d *Processor) Guard(ctx context.Context, c Charge) ([]Warning, error) {
	now, within, sent := d.Now(), d.Within(), d.SentWithin()
	var warnings []Warning
	seen := map[string]bool{}
	similar, err := d.Store.Similar(ctx, d.Site, c.First6, c.Last4, c.Amount, ever)
	if err != nil {
		return nil, err
	}
	for _, e := range similar {
		switch {
		case e.State != journal.Known:
			warnings = append(warnings, Warning{Kind: SameInDoubt, Earlier: AttemptOf(e)})
		case evidence.NotTaken(e) && (within(e.ResolvedAt, NotTakenWindow) || sent(e, NotTakenWindow)):
			warnings = append(warnings, Warning{Kind: SameNotTaken, Earlier: AttemptOf(e)})
		case evidence.Moves(e.Outcome) && (within(e.IntentAt, d.Policy.DuplicateWindow()) || sent(e, d.Policy.DuplicateWindow())):
			warnings = append(warnings, Warning{Kind: SameTaken, Earlier: AttemptOf(e)})
		default:
			continue
		}
		seen[e.ID] = true
	}
	count, declined, err := d.Store.Declines(ctx, d.Site, c.First6, c.Last4, now.Add(-declineWindow))
	if err != nil {
		return nil, err
	}
	for _, e := range declined {
		if gateway.AdviceCode(e.AdviceCode).Final() {
			warnings = append(warnings, Warning{Kind: DoNotRetry, Earlier: AttemptOf(e)})
			break
		}
	}
	if count >= d.Policy.declines() && len(declined) > 0 {
		warnings = append(warnings, Warning{Kind: TooManyTimes, Earlier: AttemptOf(declined[0]), Count: count})
	}
	order, err := ordername.Attempts(ctx, d.Store, d.Site, c.OrderReference)
	if err != nil {
		return nil, err
	}
	paid := false
	named := func(e journal.Entry) Attempt { // by the order reference asked for: an attempt may have had another once
		a := AttemptOf(e)
		a.Charge.OrderReference = c.OrderReference
		return a
	}
	for _, e := range order {
		switch {
		case e.Kind() != journal.KindAuth && e.Operation != journal.OpOrder || seen[e.ID]:
		case e.State != journal.Known && e.Operation != journal.OpOrder: // on another card, or another amount
			warnings = append(warnings, Warning{Kind: OrderInDoubt, Earlier: named(e)})
		case evidence.NotTaken(e) && (within(e.ResolvedAt, NotTakenWindow) || sent(e, NotTakenWindow)):
			warnings = append(warnings, Warning{Kind: OrderNotTaken, Earlier: named(e)})
		case evidence.Moves(e.Outcome) && !paid:
			warnings = append(warnings, Warning{Kind: OrderTaken, Earlier: named(e)})
			paid = true
		}
	}
	return warnings, nil
}

// ever is the start of the search for payments whose outcome is unknown. They bar
// their card and amount however old they seem, because our clock may be wrong.
var ever time.Time

// Within tells whether a time is less than a window ago, by our time of day or by
// the gateway's clock. Our clock may have been set since: set years ahead, it would
// make the guard forget what was taken a moment ago.
func (d *Processor) Within() func(at time.Time, window time.Duration) bool {
	now := d.Now()
	ahead, told := d.SignIn.Clock()
	return func(at time.Time, window time.Duration) bool {
		return now.Sub(at) < window || told && now.Add(ahead).Sub(at).Abs() < window
	}
}

// SentWithin tells whether an attempt was sent less than a window ago, by the clock
// that cannot be set. The time of day may have been wrong then and be right now.
func (d *Processor) SentWithin() func(e journal.Entry, window time.Duration) bool {
	now := d.steady().Add(LookTime + DefaultPatience) // the journal keeps the instant by which an attempt had to be sent
	return func(e journal.Entry, window time.Duration) bool { return sentLately(now, e, window) }
}

// sentLately reports whether the instant by which an attempt had to be sent is less
// than a window before now, by the clock that cannot be set.
func sentLately(now clock.Reading, e journal.Entry, window time.Duration) bool {
	past, same := now.Since(e.SendBySteady)
	return same && past < window
}

// Recent are the agent's newest attempts.
func (d *Processor) Recent(ctx context.Context, n int) ([]Attempt, error) {
	return attempts(d.Store.Recent(ctx, d.Agent, n))
}

// Since are the agent's attempts since a time, newest first. It reads little more
// than there is.
func (d *Processor) Since(ctx context.Context, since time.Time) ([]Attempt, error) {
	const few = 64
	for n := few; ; n *= 4 {
		all, err := d.Recent(ctx, n)
		if err != nil {
			return nil, err
		}
		for i, a := range all {
			if a.Began.Before(since) {
				return all[:i], nil
			}
		}
		if len(all) < n {
			return all, nil
		}
	}
}

// Unresolved are the attempts of all processors that need attention: in doubt, left
// behind by a console that died, or with an alarm. Attempts that another console is
// sending right now are not among them.
func (d *Processor) Unresolved(ctx context.Context, n int) ([]Attempt, error) {
	return attempts(d.Store.Unresolved(ctx, n))
}

// Attempt is one attempt as the journal has it.
func (d *Processor) Attempt(ctx context.Context, id string) (Attempt, error) {
	e, err := d.Store.Get(ctx, id)
	return AttemptOf(e), err
}

// Check asks the gateway now, once, about an attempt in doubt.
func (d *Processor) Check(ctx context.Context, id string) (Attempt, error) {
	ctx, done := d.Asking(ctx)
	defer done()
	e, err := d.Resolver.Check(ctx, id)
	return AttemptOf(e), err
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
