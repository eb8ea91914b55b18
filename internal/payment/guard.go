package payment

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/ordername"
	"motoconsole/internal/rights"
	"motoconsole/internal/script"
)

// Policy says which charges the guard stops or questions.
type Policy struct {
	// Window is how long the same card and amount counts as a possible duplicate,
	// from when it was known to be taken; 0 means DefaultWindow.
	Window time.Duration
	// MaxDeclines is how often one card may be declined in an hour before the guard
	// bars it; 0 means DefaultDeclines.
	MaxDeclines int
	// MaxDeclinesDay and MaxDeclinesMonth are the same within 24 hours and 30 days, where
	// the right to override goes past it; 0 means the default.
	MaxDeclinesDay, MaxDeclinesMonth int
}

// Defaults of a Policy. The window is that of the gateway's own duplicate check.
// Schemes fine merchants who keep trying a declined card: Mastercard counts more than 10
// declines in a day and 35 in 30 days, Visa more than 15 tries after a decline in 30
// days. Ours stay below that, because other consoles and the portal take the same cards.
const (
	DefaultWindow        = 15 * time.Minute
	DefaultDeclines      = 4
	DefaultDeclinesDay   = 8
	DefaultDeclinesMonth = 14
	declineWindow        = time.Hour
	declineDay           = 24 * time.Hour
	// neverWindow is how long a card is barred that must not be tried again. The schemes
	// count tries over 30 days. The journal knows only the two ends of a number, so a longer
	// one would bar other cards.
	neverWindow = 30 * declineDay
)

// DuplicateWindow is Window, or its default.
func (p Policy) DuplicateWindow() time.Duration {
	if p.Window > 0 {
		return p.Window
	}
	return DefaultWindow
}

// DuplicateWindow is how far back the guard looks for the same payment.
func (d *Processor) DuplicateWindow() time.Duration { return d.Policy.DuplicateWindow() }

// caps are the most declines of one card in each span, the shortest first.
func (p Policy) caps() []ceiling {
	return []ceiling{
		{cmp.Or(p.MaxDeclines, DefaultDeclines), declineWindow, TooManyTimes},
		{cmp.Or(p.MaxDeclinesDay, DefaultDeclinesDay), declineDay, DeclinedToday},
		{cmp.Or(p.MaxDeclinesMonth, DefaultDeclinesMonth), neverWindow, DeclinedLately},
	}
}

// ceiling is how often a card may be declined within a span, and what the guard says then.
type ceiling struct {
	most int
	span time.Duration
	kind WarningKind
}

// WarningKind is why the guard questions a charge.
type WarningKind int

// The warnings of the guard.
const (
	SameInDoubt    WarningKind = iota // same card and amount of another order, outcome unknown: bars the charge
	OrderInDoubt                      // same order, on any card, outcome unknown: bars the charge
	TooManyTimes                      // this card was declined too often: bars the charge
	DoNotRetry                        // the bank said not to try this card again: a right overrides it
	DeclinedToday                     // this card was declined too often in a day: a right overrides it
	DeclinedLately                    // this card was declined too often in 30 days: a right overrides it
	NumberRefused                     // the bank knows no card of a number with these ends; it may be corrected by now
	SameNumber                        // the bank knows no card of this very number: a right overrides it
	SameTaken                         // same card and amount taken a short while ago
	OrderTaken                        // this order reference is paid already
	SameNotTaken                      // same card and amount, called not taken within a day: may turn up
	OrderNotTaken                     // this order, called not taken within a day: may turn up
	CardSeen                          // the gateway has a payment by this card that is not in this journal
	OrderSeen                         // the gateway has a payment of this order that is not in this journal
	BackInDoubt                       // the same amount is being given back, outcome unknown: bars it
	BackMade                          // the same amount was given back a short while ago
	BackNotMade                       // the same amount, called not given back within a day: may turn up
	OverLimit                         // more than this agent may take: bars the charge
)

// Warning is one thing to know before a charge.
type Warning struct {
	Kind WarningKind
	// Earlier is the attempt that the warning is about.
	Earlier Attempt
	// Count is the number of declines, where there were too many.
	Count int
	// Refusal says why this agent cannot give a reason that overrides it; "" for an
	// agent who can.
	Refusal string
}

// TookNothing reports a warning of a refusal: it is about the card, and no money was taken.
func (w Warning) TookNothing() bool {
	switch w.Kind {
	case TooManyTimes, DoNotRetry, DeclinedToday, DeclinedLately, NumberRefused, SameNumber:
		return true
	default:
		return false
	}
}

// OnlyRenumbered reports warnings that ask one thing alone: whether a number that the bank
// did not know was corrected.
func OnlyRenumbered(warnings []Warning) bool {
	return len(warnings) > 0 && !slices.ContainsFunc(warnings, func(w Warning) bool { return w.Kind != NumberRefused })
}

// ofKept are the warnings of a charge with the card of an earlier payment. Its number was
// not read out again, so it cannot have been corrected.
func ofKept(warnings []Warning) []Warning {
	for i, w := range warnings {
		if w.Kind == NumberRefused {
			warnings[i].Kind = SameNumber
		}
	}
	return warnings
}

// Bars reports a warning that no reason overrides. A kind that is not named here bars.
func (w Warning) Bars() bool {
	switch w.Kind {
	case SameTaken, OrderTaken, SameNotTaken, OrderNotTaken, CardSeen, OrderSeen, BackMade, BackNotMade,
		DoNotRetry, DeclinedToday, DeclinedLately, NumberRefused, SameNumber:
		return w.Refusal != ""
	default:
		return true
	}
}

// GuardRepeat is Guard for a charge with the card of an earlier payment.
func (d *Processor) GuardRepeat(ctx context.Context, c Charge) ([]Warning, error) {
	warnings, err := d.Guard(ctx, c)
	return d.MarkRefused(ofKept(warnings)), err
}

// Guard looks for earlier payments that make a charge doubtful. If the journal cannot
// be read, nothing may be charged. A charge over the agent's limit is recorded as a
// try.
func (d *Processor) Guard(ctx context.Context, c Charge) ([]Warning, error) {
	warnings, err := d.earlier(ctx, c)
	if err != nil {
		return nil, err
	}
	limit := d.OverLimit(ctx, Attempt{Operation: c.Operation(), Agent: d.Agent, Charge: c})
	if limit == nil {
		return d.MarkRefused(warnings), nil
	}
	refused, is := errors.AsType[*rights.LimitError](limit)
	if !is {
		return nil, limit
	}
	a := d.Begin(c)
	d.KeepUnsent(ctx, a, refused)
	return append(warnings, Warning{Kind: OverLimit, Earlier: a, Refusal: refused.Sentence}), nil
}

// earlier are the earlier payments that make a charge doubtful, as the journal has
// them.
func (d *Processor) earlier(ctx context.Context, c Charge) ([]Warning, error) {
	declined, err := d.declined(ctx, c)
	if err != nil || !c.Kind.TakesMoney() { // a card check takes no money, so it cannot take it twice
		return declined, err
	}
	now, window := d.Instant(), d.Policy.DuplicateWindow()
	var warnings []Warning
	seen := map[string]bool{}
	similar, err := d.Store.Similar(ctx, d.Site, c.First6, c.Last4, c.Amount, ever)
	if err != nil {
		return nil, err
	}
	kinds := map[Same]WarningKind{SameUnknown: SameInDoubt, SameMade: SameTaken, SameNotMade: SameNotTaken}
	for _, e := range similar {
		if kind, warns := kinds[now.Classify(e, window)]; warns {
			warnings = append(warnings, Warning{Kind: kind, Earlier: AttemptOf(e)})
			seen[e.ID] = true
		}
	}
	warnings = append(warnings, declined...)
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
		if seen[e.ID] { // the same order: then no other card or amount can pay it either
			for i, w := range warnings {
				if w.Kind == SameInDoubt && w.Earlier.ID == e.ID {
					warnings[i] = Warning{Kind: OrderInDoubt, Earlier: named(e)}
				}
			}
			continue
		}
		if !paysOrder(e) {
			continue
		}
		switch now.Classify(e, Forever) {
		case SameUnknown: // on another card, or another amount
			warnings = append(warnings, Warning{Kind: OrderInDoubt, Earlier: named(e)})
		case SameNotMade:
			warnings = append(warnings, Warning{Kind: OrderNotTaken, Earlier: named(e)})
		case SameMade:
			if !paid {
				warnings = append(warnings, Warning{Kind: OrderTaken, Earlier: named(e)})
			}
			paid = true
		case SameNone:
		}
	}
	return warnings, nil
}

// declined are the declines that bar a card, of every kind of payment.
func (d *Processor) declined(ctx context.Context, c Charge) (warnings []Warning, err error) {
	_, declined, err := d.Store.Declines(ctx, d.Site, c.First6, c.Last4, d.Now().Add(-neverWindow))
	if err != nil {
		return nil, err
	}
	renumbered := false
	for _, e := range declined {
		ruling := script.For(caseOf(e))
		if ruling.Never {
			warnings = append(warnings, Warning{Kind: DoNotRetry, Earlier: AttemptOf(e)})
			break
		}
		if ruling.Renumber && !renumbered {
			renumbered = true
			warnings = append(warnings, Warning{Kind: NumberRefused, Earlier: AttemptOf(e)})
		}
	}
	for _, most := range d.Policy.caps() {
		count := 0
		for _, e := range declined {
			if !e.IntentAt.Before(d.Now().Add(-most.span)) {
				count++
			}
		}
		if count >= most.most {
			return append(warnings, Warning{Kind: most.kind, Earlier: AttemptOf(declined[0]), Count: count}), nil
		}
	}
	return warnings, nil
}

// caseOf is what an entry of a decline tells of it.
func caseOf(e journal.Entry) script.Case {
	return script.Case{
		Outcome: e.Outcome, ErrorCode: e.ErrorCode, Brand: gateway.Brand(e.Brand),
		BankCode: e.BankCode, Advice: gateway.AdviceCode(e.AdviceCode),
	}
}

// ever is the start of the search for payments whose outcome is unknown. They bar
// their card and amount however old they seem, because our clock may be wrong.
var ever time.Time
