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

// This file checks for rivals of an AUTH: attempts that came into the journal
// before it and may be the same payment. Every screen's AUTHs pass this one check.
// Two processors may pass the guard together, but only one may send. The check runs
// when the intent is durable, so of two rivals at least one sees the other, and the
// later one gives way. Later means later in the journal, because clocks differ and
// may be set.

// Why a recorded attempt gives way to another one and is not sent: first for an
// AUTH, then for giving money back.
var (
	errRival    = errors.New("the same card or order is being charged at another desk: it was not sent from here")
	errTaken    = errors.New("the same payment was taken at another desk in the meantime: it was not sent from here")
	errNotTaken = errors.New("the same payment was called not taken in the meantime: it was not sent; charge it again and say why")

	// The errors for operations are here because GaveWay knows all of them by their
	// texts. The journal has these texts too: GaveWay would miss older attempts if
	// they changed.
	ErrTwin    = errors.New("the same amount is being given back at another desk, or it is not known yet whether it was")
	ErrAgain   = errors.New("the same amount was given back after you looked: if it is right once more, say why")
	ErrNotBack = errors.New("the same amount was called not given back after you looked, and may turn up: if it is right once more, say why")
)

// Other reasons why it is not sent after all.
var (
	// ErrLost says that an attempt is no longer in the journal.
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

// rivalOf makes the check. similar are AUTHs of the same card and amount, order
// those under the same order reference. Each is newest first and includes the
// attempt's own entry. A charge with a reason passes rivals whose outcome is known
// and that the agent was told of. It never passes a rival whose outcome is unknown.
func rivalOf(a Attempt, similar, order []journal.Entry, window time.Duration) error {
	earlier, open := journal.Before(similar, a.ID)
	if !open {
		return ErrLost
	}
	if err := firstRival(a, earlier, window); err != nil {
		return err
	}
	if earlier, open = journal.Before(order, a.ID); !open {
		earlier = order // the attempt names no order
	}
	payments := slices.DeleteFunc(slices.Clone(earlier), func(e journal.Entry) bool {
		return e.Kind() != journal.KindAuth && e.Operation != journal.OpOrder
	})
	return firstRival(a, payments, forever)
}

// firstRival is the first objection to the attempt among earlier entries, newest
// first. A reason covers the entries that existed when the agent gave it: an entry
// that was named, and all that came into the journal before that.
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

// rival is the objection that one earlier entry raises.
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

// explains reports an earlier attempt that the reason covers.
func (c Charge) explains(id string) bool {
	return c.Reason != "" && (c.Told == nil || slices.Contains(c.Told, id))
}

// TellOf notes the warnings that the agent's reason answers.
func (c *Charge) TellOf(warnings []Warning) {
	c.Told = make([]string, 0, len(warnings))
	for _, w := range warnings {
		c.Told = append(c.Told, w.Earlier.ID)
	}
}

// Same is the outcome of an earlier, identical attempt to which this attempt gave
// way. This attempt was not sent, but the earlier one may have charged the caller,
// or given the money back.
type Same int

// The outcome of the earlier attempt.
const (
	SameNone    Same = iota // the attempt gave way to none
	SameUnknown             // it is under way, or in doubt
	SameMade
	SameNotMade // it was called not made, and may turn up
)

// gaveWay are the errors with which an attempt gives way, by the outcome of the
// other attempt.
var gaveWay = map[Same][]error{
	SameUnknown: {errRival, ErrTwin},
	SameMade:    {errTaken, ErrAgain},
	SameNotMade: {errNotTaken, ErrNotBack},
}

// GaveWay reports the outcome of the attempt to which this one gave way. The
// journal keeps the reason why an attempt was not sent as a text for people, so
// GaveWay compares texts.
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
