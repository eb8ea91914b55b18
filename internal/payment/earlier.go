package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/ordername"
)

// This file says what an earlier attempt means for a new one like it, whether they
// charge or give money back. The guards ask before the agent confirms, and the last
// checks ask before anything is sent. They choose which entries are alike, the window
// and the words.

// Same is what an earlier, identical attempt means for another one, as the journal
// has it.
type Same = journal.Same

// The meanings of an earlier attempt.
const (
	SameNone    = journal.SameNone
	SameUnknown = journal.SameUnknown
	SameMade    = journal.SameMade
	SameNotMade = journal.SameNotMade
)

// Instant is one instant on all clocks that tell how long ago an earlier attempt
// was. The time of day may have been set since or may have been wrong then, so an
// attempt counts as recent when any of the clocks says so.
type Instant struct {
	here    time.Time     // our time of day
	gateway time.Time     // the gateway's clock; zero until it has told the time
	sendBy  clock.Reading // by when a request that begins now must leave, as entries have it
}

// Instant is now.
func (d *Processor) Instant() Instant {
	now := Instant{here: d.Now(), sendBy: d.Reading().Add(evidence.LookTime + evidence.DefaultPatience)}
	if ahead, told := d.SignIn.Clock(); told {
		now.gateway = now.here.Add(ahead)
	}
	return now
}

// began is the instant at which an attempt began. The gateway's clock is as it is
// now: it may not have told the time when the attempt began.
func (d *Processor) began(a Attempt) Instant {
	began := d.Instant()
	began.here, began.sendBy = a.Began, a.sendBySteady
	return began
}

// Within reports a time less than a window ago, by our time of day or by the
// gateway's clock. Our clock may have been set since: set years ahead, it would
// make the guard forget what was taken a moment ago.
func (i Instant) Within(at time.Time, window time.Duration) bool {
	return i.here.Sub(at) < window || !i.gateway.IsZero() && i.gateway.Sub(at).Abs() < window
}

// forever is the window of an order reference: an order is paid once.
const forever = time.Duration(1<<63 - 1)

// Classify says what an earlier attempt means for a new one like it. One that was
// made counts for a window, and one that was called not made for WatchTime. Both
// windows begin when the outcome became known: until then the attempt barred the new
// one.
func (i Instant) Classify(e journal.Entry, window time.Duration) Same {
	made := e.Outcome.MovesMoney() || evidence.Refused(e) && e.Alarm != "" // refused, but the gateway shows it
	switch {
	case e.State != journal.Known:
		return SameUnknown
	case made && i.recent(e, window):
		return SameMade
	case e.CalledOff() && i.recent(e, evidence.WatchTime):
		return SameNotMade
	default:
		return SameNone
	}
}

// recent reports an attempt whose outcome became known less than a window ago, or
// that was sent less than a window ago by the clock that cannot be set.
func (i Instant) recent(e journal.Entry, window time.Duration) bool {
	past, same := i.sendBy.Since(e.SendBySteady)
	return window == forever || i.Within(evidence.KnownAt(e), window) || same && past < window
}

// paysOrder reports an entry that counts as a payment of its order: an AUTH, or a
// change that gave a payment this order reference.
func paysOrder(e journal.Entry) bool {
	return e.Kind() == journal.KindAuth || e.Operation == journal.OpOrder && e.Outcome.MovesMoney()
}

// The guard of a raise. A raise is an AUTH that adds to a payment, so its order is
// paid already, and only attempts at the order that are unknown count. The same card
// and amount count as for every charge. Any raise of the same pre-authorisation that
// was called not made counts too, whatever its amount: if it turns up, both amounts
// are reserved.

// GuardRaise is Guard for a raise. It does not check the agent's limits.
func (d *Processor) GuardRaise(ctx context.Context, a Attempt) ([]Warning, error) {
	warnings, err := d.earlier(ctx, a.Charge.withoutOrder())
	if err != nil {
		return nil, err
	}
	raises, order, err := d.raiseRivals(ctx, a, d.Instant())
	if err != nil {
		return nil, err
	}
	add := func(kind WarningKind, e journal.Entry) {
		if !slices.ContainsFunc(warnings, func(w Warning) bool { return w.Earlier.ID == e.ID }) {
			warnings = append(warnings, Warning{Kind: kind, Earlier: AttemptOf(e)})
		}
	}
	for _, e := range raises {
		kind := SameNotTaken
		if e.State != journal.Known {
			kind = SameInDoubt
		}
		add(kind, e)
	}
	for _, e := range order {
		add(OrderInDoubt, e)
	}
	return d.Heed(warnings), nil
}

// raiseRivals are the rivals of a raise beside attempts at the same card and amount,
// newest first: raises of the same pre-authorisation that are unknown or were called
// not made, and unknown payments of the same order. They include the raise itself
// once it is in the journal.
func (d *Processor) raiseRivals(ctx context.Context, a Attempt, at Instant) (raises, order []journal.Entry, err error) {
	raises, err = d.Store.ByTransaction(ctx, a.Parent)
	if err != nil {
		return nil, nil, err
	}
	raises = slices.DeleteFunc(raises, func(e journal.Entry) bool {
		same := at.Classify(e, d.Policy.DuplicateWindow())
		return e.Parent != a.Parent || e.Operation != journal.OpRaise || same != SameUnknown && same != SameNotMade
	})
	order, err = ordername.Attempts(ctx, d.Store, d.Site, a.Charge.OrderReference)
	return raises, slices.DeleteFunc(order, func(e journal.Entry) bool { return !paysOrder(e) || e.State == journal.Known }), err
}

// rivalRaise makes the check of Rivals with the raiseRivals.
func (d *Processor) rivalRaise(ctx context.Context, a Attempt) error {
	began := d.began(a)
	raises, order, err := d.raiseRivals(ctx, a, began)
	if err != nil {
		return errUnread
	}
	return rivalOf(a, raises, order, began, d.Policy.DuplicateWindow())
}

// withoutOrder is the charge as Guard checks it for a raise: its order is paid.
func (c Charge) withoutOrder() Charge {
	c.OrderReference = ""
	return c
}
