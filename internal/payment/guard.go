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

// Policy is what stops or questions a charge before it is made.
type Policy struct {
	// Window is how long the same card and amount counts as a possible
	// duplicate; 0 means DefaultWindow.
	Window time.Duration
	// MaxDeclines is how often one card may be declined in an hour before it is
	// not tried again; 0 means DefaultDeclines.
	MaxDeclines int
}

// Defaults of a Policy. The window is the gateway's own for its duplicate
// check; schemes fine merchants who go on trying a declined card.
const (
	DefaultWindow   = 15 * time.Minute
	DefaultDeclines = 4
	declineWindow   = time.Hour
	// NotTakenWindow is how long the guard asks about an attempt that was called
	// not taken: as long as it is watched.
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

// WarningKind is why a charge is questioned.
type WarningKind int

// The warnings of the guard.
const (
	SameInDoubt   WarningKind = iota // same card and amount, outcome unknown: bars the charge
	OrderInDoubt                     // same order, on another card or amount, outcome unknown: bars the charge
	TooManyTimes                     // this card was declined too often: bars the charge
	DoNotRetry                       // the bank said not to try this card again: bars the charge
	SameTaken                        // same card and amount taken a short while ago
	OrderTaken                       // this order reference is paid already
	SameNotTaken                     // same card and amount, called not taken within a day: it may turn up
	OrderNotTaken                    // this order, called not taken within a day: it may turn up
	CardSeen                         // the gateway has a payment by this card that this journal has not
	OrderSeen                        // the gateway has a payment of this order that this journal has not
	BackInDoubt                      // the same amount is being given back, outcome unknown: bars it
	BackMade                         // the same amount was given back a short while ago
	BackNotMade                      // the same amount, called not given back within a day: it may turn up
)

// Warning is one thing to know before a charge.
type Warning struct {
	Kind WarningKind
	// Earlier is the attempt it is about.
	Earlier Attempt
	// Count is how often, for TooManyTimes.
	Count int
}

// Bars reports a warning no reason overrides.
func (w Warning) Bars() bool {
	return w.Kind == SameInDoubt || w.Kind == OrderInDoubt || w.Kind == TooManyTimes || w.Kind == DoNotRetry || w.Kind == BackInDoubt
}

// Guard looks for earlier payments that make a charge doubtful. Without an
// answer from the journal nothing may be charged.
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
	named := func(e journal.Entry) Attempt { // by what was asked for: it may have had another reference once
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

// ever is the start of the search for payments that are not known yet. They bar
// their card and amount however old they seem, because our clock may be wrong.
var ever time.Time

// Within tells whether something was less than a time ago, by our time of day
// or by the gateway's clock. Ours may have been set since: years ahead, it would
// make the guard forget what was taken a moment ago.
func (d *Processor) Within() func(at time.Time, window time.Duration) bool {
	now := d.Now()
	ahead, told := d.SignIn.Clock()
	return func(at time.Time, window time.Duration) bool {
		return now.Sub(at) < window || told && now.Add(ahead).Sub(at).Abs() < window
	}
}

// SentWithin tells whether an attempt was sent less than a time ago by the clock
// that cannot be set: ours may have been behind then, and be right by now.
func (d *Processor) SentWithin() func(e journal.Entry, window time.Duration) bool {
	now := d.steady().Add(LookTime + DefaultPatience) // what is kept is when it had to be sent by
	return func(e journal.Entry, window time.Duration) bool { return sentLately(now, e, window) }
}

// sentLately compares until when an attempt was to be sent with the same of another
// one, by readings of that clock.
func sentLately(now clock.Reading, e journal.Entry, window time.Duration) bool {
	past, same := now.Since(e.SendBySteady)
	return same && past < window
}

// Recent are the agent's newest attempts.
func (d *Processor) Recent(ctx context.Context, n int) ([]Attempt, error) {
	return attempts(d.Store.Recent(ctx, d.Agent, n))
}

// Unresolved are the attempts of every desk that need attention: in doubt, left
// behind by a console that died, or with an alarm. Attempts that another console is
// sending just now are not among them.
func (d *Processor) Unresolved(ctx context.Context, n int) ([]Attempt, error) {
	return attempts(d.Store.Unresolved(ctx, n))
}

// Attempt is one attempt as the journal has it.
func (d *Processor) Attempt(ctx context.Context, id string) (Attempt, error) {
	e, err := d.Store.Get(ctx, id)
	return AttemptOf(e), err
}

// Check asks the gateway once about an attempt in doubt, now.
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
