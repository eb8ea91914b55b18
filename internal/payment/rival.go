package payment

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
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
	errRival    error = &givesWay{SameUnknown, "the same card or order is being charged at another desk: it was not sent from here"}
	errTaken    error = &givesWay{SameMade, "the same payment was taken at another desk in the meantime: it was not sent from here"}
	errNotTaken error = &givesWay{SameNotMade, "the same payment was called not taken in the meantime: it was not sent; charge it again and say why"}

	ErrTwin    error = &givesWay{SameUnknown, "the same amount is being given back at another desk, or it is not known yet whether it was"}
	ErrAgain   error = &givesWay{SameMade, "the same amount was given back after you looked: if it should be given back again, say why"}
	ErrNotBack error = &givesWay{SameNotMade, "the same amount was called not given back after you looked, and may turn up: if it should be given back again, say why"}
)

// givesWay is the error of an attempt that gives way to an earlier one like it.
type givesWay struct {
	to   Same
	says string // for people
}

func (g *givesWay) Error() string { return g.says }

// Other reasons why a recorded attempt is not sent after all.
var (
	// ErrLost says that an attempt is no longer in the journal.
	ErrLost   = errors.New("this attempt is not in the journal any more: it was not sent")
	errUnread = errors.New("the journal could not be searched for the same payment: it was not sent")
)

// Rivals reads the journal and says why an AUTH must not be sent after all.
func (d *Processor) Rivals(ctx context.Context, a Attempt) error {
	c := a.Charge
	if !c.Kind.TakesMoney() { // it has no rivals, but it must be in the journal
		switch _, err := d.Store.Get(ctx, a.ID); {
		case errors.Is(err, journal.ErrNotFound):
			return ErrLost
		case err != nil:
			return errUnread
		}
		return nil
	}
	if a.Operation == journal.OpRaise {
		if err := d.rivalRaise(ctx, a); err != nil {
			return err
		}
		c = c.withoutOrder()
	}
	similar, err := d.Store.Similar(ctx, a.Site, c.First6, c.Last4, c.Amount, ever)
	if err != nil {
		return errUnread
	}
	order, err := ordername.Attempts(ctx, d.Store, d.Site, c.OrderReference)
	if err != nil {
		return errUnread
	}
	return rivalOf(a, similar, order, d.began(a), d.Policy.DuplicateWindow())
}

// rivalOf makes the check. similar are AUTHs of the same card and amount, order
// those under the same order reference. Each is newest first and includes the
// attempt's own entry. A charge with a reason passes rivals whose outcome is known
// and that the agent was told of. It never passes a rival whose outcome is unknown.
func rivalOf(a Attempt, similar, order []journal.Entry, began Instant, window time.Duration) error {
	earlier, open := journal.Before(similar, a.ID)
	if !open {
		return ErrLost
	}
	if err := firstRival(a, earlier, began, window); err != nil {
		return err
	}
	if earlier, open = journal.Before(order, a.ID); !open {
		earlier = order // the attempt names no order
	}
	return firstRival(a, earlier, began, Forever)
}

// firstRival is the first objection to the attempt among earlier entries, newest
// first. A reason covers the entries that existed when the agent gave it: an entry
// that was named, and all that came into the journal before that.
func firstRival(a Attempt, earlier []journal.Entry, began Instant, window time.Duration) error {
	explained := false
	for _, e := range earlier {
		explained = explained || a.Charge.explains(e.ID)
		if !paysOrder(e) {
			continue
		}
		same := began.Classify(e, window)
		switch {
		case same == SameUnknown:
			return errRival
		case explained:
		case same == SameMade:
			return errTaken
		case same == SameNotMade:
			return errNotTaken
		}
	}
	return nil
}

// explains reports an earlier attempt that the reason covers.
func (c Charge) explains(id string) bool {
	return c.Reason != "" && !c.Corrected && (c.Told == nil || slices.Contains(c.Told, id))
}

// TellOf notes the warnings that the agent's reason answers.
func (c *Charge) TellOf(warnings []Warning) {
	c.Told = make([]string, 0, len(warnings))
	for _, w := range warnings {
		c.Told = append(c.Told, w.Earlier.ID)
	}
}

// GaveWay is the meaning of the earlier attempt to which this one gave way. This
// one was not sent, but the earlier one may have charged the caller, or given the
// money back.
func (a Attempt) GaveWay() Same {
	if a.State != Known || a.Outcome != gateway.OutcomeNotSent {
		return SameNone
	}
	return a.gaveWay
}

// gaveWayOf is the meaning of the attempt to which an entry gave way. Until
// migration 0009 the journal had it only as a text for people, which began with one
// of these.
func gaveWayOf(e journal.Entry) Same {
	if e.GaveWay != SameNone {
		return e.GaveWay
	}
	for _, old := range []struct {
		to     Same
		begins string
	}{
		{SameUnknown, "the same card or order is being charged at another desk"},
		{SameMade, "the same payment was taken at another desk in the meantime"},
		{SameNotMade, "the same payment was called not taken in the meantime"},
		{SameUnknown, "the same amount is being given back at another desk"},
		{SameMade, "the same amount was given back after you looked"},
		{SameNotMade, "the same amount was called not given back after you looked"},
	} {
		if strings.HasPrefix(e.Problem, old.begins) {
			return old.to
		}
	}
	return SameNone
}
