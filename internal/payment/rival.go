package payment

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/payment/ordername"
)

// This file is the one check for rivals of an AUTH from any screen: attempts that
// the journal got before this one and that may be the same payment. Two desks may
// pass the guard together, but only one may send. The check runs when the intent
// is durable, so of two rivals at least one sees the other, and the later one
// gives way. Later means later in the journal, because clocks differ and are set.

// Why a recorded attempt gives way to another one, and is not sent: an AUTH, and
// what gives money back.
var (
	errRival    = errors.New("the same card or order is being charged at another desk: it was not sent from here")
	errTaken    = errors.New("the same payment was taken at another desk in the meantime: it was not sent from here")
	errNotTaken = errors.New("the same payment was called not taken in the meantime: it was not sent; charge it again and say why")

	// Those of operations stand here because GaveWay knows all of them by their texts.
	ErrTwin    = errors.New("the same amount is being given back at another desk, or it is not known yet whether it was")
	ErrAgain   = errors.New("the same amount was given back after you looked: if it is right once more, say why")
	ErrNotBack = errors.New("the same amount was called not given back after you looked, and may turn up: if it is right once more, say why")
)

// Why else it is not sent after all.
var (
	// ErrLost says that an attempt is not in the journal any more.
	ErrLost   = errors.New("this attempt is not in the journal any more: it was not sent")
	errUnread = errors.New("the journal could not be searched for the same payment: it was not sent")
)

// Rivals reads the journal and says why an AUTH must not be sent after all.
func (d *Processor) Rivals(ctx context.Context, a Attempt) error {
	c := a.Charge
	similar, err := d.Store.Similar(ctx, a.Site, c.First6, c.Last4, c.Amount, ever)
	if err != nil {
		return errUnread
	}
	order, err := ordername.Attempts(ctx, d.Store, d.Site, c.OrderReference)
	if err != nil {
		return errUnread
	}
	return rivalOf(a, similar, order, d.Policy.DuplicateWindow())
}

// rivalOf is the check itself. Similar are AUTHs of the same card and amount,
// order those under the same order reference, each with the newest first and
// with the attempt's own entry. A charge with a reason passes rivals that are
// known and that the agent was told of. It passes no rival that is unknown.
func rivalOf(a Attempt, similar, order []journal.Entry, window time.Duration) error {
	earlier, open := journal.Before(similar, a.ID)
	if !open {
		return ErrLost
	}
	if err := firstRival(a, earlier, window); err != nil {
		return err
	}
	if earlier, open = journal.Before(order, a.ID); !open {
		earlier = order // it names none
	}
	payments := slices.DeleteFunc(slices.Clone(earlier), func(e journal.Entry) bool {
		return e.Kind() != journal.KindAuth && e.Operation != journal.OpOrder
	})
	return firstRival(a, payments, forever)
}

// firstRival says what stands against the attempt among earlier entries, the
// newest first. A reason covers what was there when the agent gave it: an entry
// that was named, and all that the journal had before it.
func firstRival(a Attempt, earlier []journal.Entry, window time.Duration) error {
	explained := false
	for _, e := range earlier {
		explained = explained || a.Charge.explains(e.ID)
		if err := rival(a, e, explained, window); err != nil {
			return err
		}
	}
	return nil
}

// forever is the window of an order reference: an order is paid once.
const forever = time.Duration(1<<63 - 1)

// rival says what one earlier entry means.
func rival(a Attempt, e journal.Entry, explained bool, window time.Duration) error {
	switch {
	case e.State != journal.Known && e.Operation != journal.OpOrder:
		return errRival
	case explained:
		return nil
	case evidence.Moves(e.Outcome) && (a.Began.Sub(e.IntentAt) < window || sentLately(a.sendBySteady, e, window)):
		return errTaken
	case evidence.NotTaken(e) && (a.Began.Sub(e.ResolvedAt) < NotTakenWindow || sentLately(a.sendBySteady, e, NotTakenWindow)):
		return errNotTaken
	}
	return nil
}

// explains reports an earlier attempt that the reason was given for.
func (c Charge) explains(id string) bool {
	return c.Reason != "" && (c.Told == nil || slices.Contains(c.Told, id))
}

// TellOf notes the warnings that the agent gave the reason for.
func (c *Charge) TellOf(warnings []Warning) {
	c.Told = make([]string, 0, len(warnings))
	for _, w := range warnings {
		c.Told = append(c.Told, w.Earlier.ID)
	}
}

// Same is what became of an earlier, identical attempt that this attempt gave
// way to. This attempt was not sent, but the caller may have been charged, or
// given the money, by the earlier one.
type Same int

// What became of the earlier attempt.
const (
	SameNone    Same = iota // the attempt gave way to none
	SameUnknown             // it is on its way, or in doubt
	SameMade
	SameNotMade // it was called so, and may turn up
)

// gaveWay are the errors with which an attempt gives way, by what they say of
// the other one.
var gaveWay = map[Same][]error{
	SameUnknown: {errRival, ErrTwin},
	SameMade:    {errTaken, ErrAgain},
	SameNotMade: {errNotTaken, ErrNotBack},
}

// GaveWay reports what became of the attempt that stood in the way of this one.
// The journal keeps why an attempt was not sent as a text for people, so it is
// known by that.
func (a Attempt) GaveWay() Same {
	if a.State != Done || a.Outcome != gateway.OutcomeNotSent || a.Problem == "" {
		return SameNone
	}
	for same, list := range gaveWay {
		for _, err := range list {
			if strings.HasPrefix(a.Problem, err.Error()) {
				return same
			}
		}
	}
	return SameNone
}
