package payment

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// This file is the one place that says what a query means for an attempt whose
// answer was lost, and when such an attempt may be called not taken.
//
// A request may reach the bank long after its answer was given up, and a
// record may become visible long after the bank booked it. One empty answer
// therefore proves nothing, and neither does a query that failed. An attempt
// is called not taken only when
//
//  1. no answer and no query ever pointed to a record: no transaction
//     reference, and nothing that a query found, however little it looks like
//     ours (evidence.go), and
//  2. the sending has ended, or cannot happen any more: its owner said so, or
//     Rule.Sending has passed since a query found nothing, by when the absolute
//     deadline of the request has passed on the owner's own clocks (deadline.go),
//     and no live lease says that the owner may still be sending, and
//  3. a query for exactly our order reference was answered and found nothing,
//     and another one at least Rule.Absent later, on the gateway's clock, which
//     stands in its answers, and on ours, whichever says less. Ours runs on
//     through sleep and cannot be set. Where the first answer was heard before
//     the machine was started anew, or on another machine, the time of day
//     takes its place, only when it agrees with the gateway's clock, and both
//     have to show hostsApart more. The first of the two may be the journal's,
//     or the first that this process heard itself (empties.go).
//
// Even then the attempt is watched for Rule.Watch: should it turn up after
// all, its true outcome is recorded and an alarm is raised.

// Rule is how patient the judgement is.
type Rule struct {
	// Absent is the time between two empty answers after which an attempt is
	// called not taken: [payment] not_taken_after. It must be longer than the
	// gateway may take to book a request and to show it in queries.
	Absent time.Duration
	// Sending is how long a request may be on its way after its intent. So much
	// is added to Absent where the owner has not recorded that the sending
	// ended, because it died.
	Sending time.Duration
	// Watch is how long an attempt that was called not taken is still looked
	// for, and how long an unresolved one is looked for every few minutes;
	// after that it is every hour.
	Watch time.Duration
}

// DefaultAbsent and MinAbsent are the default and the least of Rule.Absent. The
// vendor's own Python tests wait up to 300 seconds for a record to show.
const (
	DefaultAbsent = 6 * time.Minute
	MinAbsent     = 5 * time.Minute
)

// DefaultRule is the rule where nothing else is configured, for requests with
// the client's default deadline.
func DefaultRule() Rule {
	return Rule{Absent: DefaultAbsent, Sending: SendingTime(gateway.DefaultTimeout), Watch: 24 * time.Hour}
}

// SendingTime is how long a request with this deadline may be on its way after
// its intent: recording and looking, the agent's patience, within which its
// first byte leaves or none ever does, and the deadline.
func SendingTime(deadline time.Duration) time.Duration {
	return lookTime + DefaultPatience + deadline + leaseMargin
}

// firstGap is how soon after an answer was lost the gateway is asked.
const firstGap = 3 * time.Second

// gaps are the pauses between the checks of one attempt. They grow with its age
// and not with the number of checks, so a check by hand, or by another console,
// delays nothing.
func gaps() []struct{ until, gap time.Duration } {
	const s = time.Second
	return []struct{ until, gap time.Duration }{
		{15 * s, firstGap}, {30 * s, 5 * s}, {60 * s, 10 * s}, {180 * s, 30 * s}, {900 * s, 60 * s},
	}
}

// next is when to check again.
func (r Rule) next(e journal.Entry, now time.Time) time.Time {
	began := e.AnsweredAt
	if began.IsZero() {
		began = e.IntentAt
	}
	age := now.Sub(began).Abs() // a clock may have been put back
	for _, g := range gaps() {
		if age < g.until {
			return now.Add(g.gap)
		}
	}
	return now.Add(r.longest(e, now))
}

// The gaps when an attempt is no longer new, and the longest of the first day
// when the gateway did not answer.
const (
	failedGap = time.Minute
	slowGap   = 5 * time.Minute
	oldGap    = time.Hour
)

// longest is the longest pause between two checks.
func (r Rule) longest(e journal.Entry, now time.Time) time.Duration {
	if now.Sub(e.IntentAt) < r.Watch {
		return slowGap
	}
	return oldGap
}

// putOff reports an entry whose next check is so far ahead that the clock must
// have been put back since it was set.
func (r Rule) putOff(e journal.Entry, now time.Time) bool {
	return e.NextCheckAt.After(now.Add(r.longest(e, now)))
}

// moment is one instant on both of our clocks.
type moment struct {
	here   time.Time
	steady clock.Reading
}

// finding is what one query said of one attempt.
type finding struct {
	answered bool
	at       time.Time        // the gateway's clock; zero if it did not tell
	asked    moment           // before it was asked
	heard    moment           // when its answer was there
	records  []gateway.Record // exactly ours; of an update, its transaction
	other    evidence         // what it found that is not exactly ours
	followed bool             // another update came after this one
	ended    bool             // the sending was known to have ended when the gateway was asked
	earlier  emptyAnswer      // the first that this process heard; zero for none
}

// judge brings an entry up to date with a finding. Known entries are judged
// too, while they are watched.
func (r Rule) judge(e *journal.Entry, f finding) {
	known, now := e.State == journal.Known, f.heard.here
	e.LastCheckAt = now
	e.NextCheckAt = r.next(*e, now)
	if soon := now.Add(failedGap); !f.answered && e.NextCheckAt.After(soon) && now.Sub(e.IntentAt) < r.Watch {
		e.NextCheckAt = soon
	}
	if refused(*e) {
		e.NextCheckAt = now.Add(slowGap)
	}
	e.Checks++
	if e.State == journal.Open { // its owner is gone
		e.State = journal.InDoubt
	}
	news := f.other.isNews(*e)
	f.other.note(e)
	switch {
	case f.answered && len(f.records) > 0:
		r.found(e, f.records, now)
	case f.answered && isPromise(*e) && !f.followed:
		r.unshown(e, f)
	case !f.other.isZero():
		r.foundOther(e, news, now)
	case known && f.answered && (f.followed || now.Sub(e.IntentAt) >= r.watch(*e)):
		e.NextCheckAt = time.Time{} // watched long enough
	case isPromise(*e) && now.Sub(e.IntentAt) >= unreadTime:
		e.Alarm, e.NextCheckAt = alarmPromise+"it could not be read since", time.Time{}
	case !known && f.foundNothing(*e):
		r.empty(e, f)
	}
	r.raise(e, f.answered, now)
}

// watch is how long a known attempt is watched: what was refused, for as long as
// the gateway may take to show something else.
func (r Rule) watch(e journal.Entry) time.Duration {
	if refused(e) {
		return promiseTime
	}
	return r.Watch
}

// sendingEnded notes that no byte of the request is on its way from here any
// more. Empty answers from before that prove nothing.
func sendingEnded(e *journal.Entry, at time.Time) {
	e.AnsweredAt = at
	forgetEmpty(e)
}

func forgetEmpty(e *journal.Entry) {
	e.EmptyChecks, e.FirstEmptyAt, e.FirstEmptyHere, e.FirstEmptySteady = 0, time.Time{}, time.Time{}, clock.Reading{}
}

// empty is one more answer that found nothing.
func (r Rule) empty(e *journal.Entry, f finding) {
	now := f.heard.here
	needed := r.Absent
	if e.AnsweredAt.IsZero() { // for all we know, it was still on its way then
		needed += r.Sending
	}
	if e.EmptyChecks > 0 {
		passed, agreed := f.since(firstEmpty(*e))
		if own, same := f.since(f.earlier); same && (!agreed || own > passed) {
			passed, agreed = own, true
		}
		switch {
		case agreed:
			e.EmptyChecks++
			r.stillEmpty(e, needed-passed, now)
			return
		case f.at.Sub(e.FirstEmptyAt) < 2*needed: // the machine that heard the first answer may go on
			return
		}
		forgetEmpty(e)
	}
	e.EmptyChecks, e.FirstEmptyAt = 1, f.at
	e.FirstEmptyHere, e.FirstEmptySteady = f.heard.here, f.heard.steady
	r.stillEmpty(e, needed, now)
}

// stillEmpty settles an attempt when the time left is over.
func (r Rule) stillEmpty(e *journal.Entry, left time.Duration, now time.Time) {
	// The gateway tells whole seconds: one more makes sure.
	decisive := now.Add(left + time.Second)
	switch {
	case e.Evidence != "" || e.TransactionReference != "" && e.Kind() != journal.KindUpdate: // an update's is its payment's
	case e.EmptyChecks > 1 && left <= 0:
		settle(e, gateway.NotSent, journal.ResolvedNotFound, now)
		e.NextCheckAt = now.Add(slowGap)
	case e.NextCheckAt.After(decisive):
		e.NextCheckAt = decisive
	}
}
