package payment

import (
	"time"

	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
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
	gateway time.Time     // the gateway's clock; zero until it has given its time
	sendBy  clock.Reading // by when a request that begins now must leave, as entries have it
}

// Instant is now.
func (d *Processor) Instant() Instant {
	now := Instant{here: d.Now(), sendBy: d.Reading().Add(doubt.LookTime + doubt.DefaultPatience)}
	if ahead, told := d.SignIn.Clock(); told {
		now.gateway = now.here.Add(ahead)
	}
	return now
}

// began is the instant at which an attempt began. The gateway's clock is as it is
// now: it may not have given its time when the attempt began.
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

// Forever is the window of an order reference, and of a number in a series: each is paid
// once.
const Forever = time.Duration(1<<63 - 1)

// Classify says what an earlier attempt means for a new one like it. One that was
// made counts for a window, and one that was called not made for WatchTime. Both
// windows begin when the outcome became known: until then the attempt barred the new
// one.
func (i Instant) Classify(e journal.Entry, window time.Duration) Same {
	made := e.Outcome.MovesMoney() || doubt.Refused(e) && e.Alarm != "" // refused, but the gateway shows it
	switch {
	case e.State != journal.Known:
		return SameUnknown
	case made && i.recent(e, window):
		return SameMade
	case e.CalledNotMade() && i.recent(e, doubt.WatchTime):
		return SameNotMade
	default:
		return SameNone
	}
}

// recent reports an attempt whose outcome became known less than a window ago, or
// that was sent less than a window ago by the clock that cannot be set.
func (i Instant) recent(e journal.Entry, window time.Duration) bool {
	past, same := i.sendBy.Since(e.SendBySteady)
	return window == Forever || i.Within(doubt.KnownAt(e), window) || same && past < window
}

// paysOrder reports an entry that counts as a payment of its order: an AUTH, or a
// change that gave a payment this order reference.
func paysOrder(e journal.Entry) bool {
	return e.RequestType() == journal.TypeAuth || e.Operation == journal.OpOrder && e.Outcome.MovesMoney()
}
