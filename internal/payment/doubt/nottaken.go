// Package doubt judges attempts whose answer was lost. It holds the rule for
// what a query, or the lack of an answer, says about such an attempt: which empty
// answers count, what points to a record without being it, and whether a
// transaction looks as a change asked. The package itself asks neither the gateway
// nor the journal.
package doubt

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/clock"
	"motoconsole/internal/journal"
)

// This file is the one place that says what a query means for an attempt whose
// answer was lost, and when moto may call such an attempt not taken.
//
// A request may reach the bank long after moto gave up its answer, and a record may
// become visible long after the bank booked it. So one empty answer proves nothing,
// and neither does a query that failed. An attempt is called not taken only when
//
// 1. no answer and no query ever pointed to a record: no transaction reference, and
// nothing that a query found, however little it looks like ours (pointer.go), and
// 2. the sending has ended, or cannot happen any more. Either its owner said so, or
// Rule.Sending has passed since a query found nothing and no live lease says that
// the owner may still be sending; by then the absolute deadline of the request has
// passed on the owner's own clocks. And
// 3. a query for exactly our order reference was answered and found nothing, and
// another one at least Rule.Absent later. The gateway's clock in its answers and
// our clock must both show that time. Ours runs on through sleep and cannot be set.
// If the first answer came before the machine was restarted, or on another machine,
// the time of day takes its place, but only if it agrees with the gateway's clock,
// and both must show HostsApart more. The first of the two answers may be the
// journal's, or the first that this process received itself (empties.go).
//
// Even then moto watches the attempt for Rule.Watch. If it turns up after all, moto
// records its true outcome and raises an alarm.

// Rule says how patient the judgement is.
type Rule struct {
	// Absent is the time between two empty answers after which an attempt is called
	// not taken: [payment] not_taken_after. It must be longer than the gateway may
	// take to book a request and show it in queries.
	Absent time.Duration
	// Sending is how long a request may be on its way after its intent. It is added
	// to Absent if the owner died before it recorded that the sending had ended.
	Sending time.Duration
	// Watch is how long moto goes on looking for an attempt that was called not
	// taken, and how long it looks for an unresolved one every few minutes; after
	// that it looks every hour.
	Watch time.Duration
}

// DefaultAbsent and MinAbsent are the default and the minimum of Rule.Absent. The
// vendor's own Python tests wait up to 300 seconds for a record to show.
const (
	DefaultAbsent = 6 * time.Minute
	MinAbsent     = 5 * time.Minute
)

// FirstGap is the pause between a lost answer and the first query.
const FirstGap = 3 * time.Second

// gaps are the pauses between the checks of one attempt. They grow with its age and
// not with the number of checks, so an agent's check, or another console's, delays
// nothing.
func gaps() []struct{ until, gap time.Duration } {
	const s = time.Second
	return []struct{ until, gap time.Duration }{
		{15 * s, FirstGap}, {30 * s, 5 * s}, {60 * s, 10 * s}, {180 * s, 30 * s}, {900 * s, 60 * s},
	}
}

// Next is when to check again.
func (r Rule) Next(e journal.Entry, now time.Time) time.Time {
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

// The gaps for an attempt that is no longer new, and the longest gap of the first
// day if the gateway did not answer.
const (
	FailedGap = time.Minute
	SlowGap   = 5 * time.Minute
	OldGap    = time.Hour
)

// longest is the longest pause between two checks.
func (r Rule) longest(e journal.Entry, now time.Time) time.Duration {
	if now.Sub(e.IntentAt) < r.Watch {
		return SlowGap
	}
	return OldGap
}

// PutOff reports an entry whose next check is so far ahead that our clock must have
// been put back since.
func (r Rule) PutOff(e journal.Entry, now time.Time) bool {
	return e.NextCheckAt.After(now.Add(r.longest(e, now)))
}

// Finding is the result of one query about one attempt.
type Finding struct {
	Answered bool
	At       time.Time        // the gateway's time; zero if it did not say
	Asked    clock.Moment     // just before the query
	Heard    clock.Moment     // when the answer came
	Records  []gateway.Record // exactly ours; for an update, its transaction
	Other    Pointer          // other records it found
	Followed bool             // another update came after this one
	Ended    bool             // the sending was known to have ended when the gateway was asked
	Earlier  emptyAnswer      // the first that this process received; zero for none
}

// Judge updates an entry by a finding. It judges known entries too while they are
// watched.
func (r Rule) Judge(e *journal.Entry, f Finding) {
	known, now := e.State == journal.Known, f.Heard.Here
	e.LastCheckAt = now
	e.NextCheckAt = r.Next(*e, now)
	if soon := now.Add(FailedGap); !f.Answered && e.NextCheckAt.After(soon) && now.Sub(e.IntentAt) < r.Watch {
		e.NextCheckAt = soon
	}
	if Refused(*e) {
		e.NextCheckAt = now.Add(SlowGap)
	}
	e.Checks++
	if e.State == journal.Open { // its owner has died
		e.State = journal.InDoubt
	}
	news := f.Other.IsNews(*e)
	f.Other.Note(e)
	switch {
	case f.Answered && len(f.Records) > 0:
		r.found(e, f.Records, now)
	case f.Answered && IsPromise(*e) && !f.Followed:
		r.unshown(e, f)
	case !f.Other.IsZero():
		r.foundOther(e, news, now)
	case known && f.Answered && (f.Followed || now.Sub(e.IntentAt) >= r.watch(*e)):
		e.NextCheckAt = time.Time{} // watched long enough
	case IsPromise(*e) && now.Sub(e.IntentAt) >= UnreadTime:
		broken(e, "it could not be read since")
	case !known && f.foundNothing(*e):
		r.empty(e, f)
	}
	r.callSupervisor(e, f.Answered, now)
}

// watch is how long a known attempt is watched. A refused one is watched for as
// long as the gateway may take to show something else.
func (r Rule) watch(e journal.Entry) time.Duration {
	if Refused(e) {
		return PromiseTime
	}
	return r.Watch
}

// SendingEnded notes that no byte of the request is on its way from here any more.
// Empty answers from before that prove nothing.
func SendingEnded(e *journal.Entry, at time.Time) {
	e.AnsweredAt = at
	forgetEmpty(e)
}

func forgetEmpty(e *journal.Entry) {
	e.EmptyChecks, e.FirstEmptyAt, e.FirstEmptyHere, e.FirstEmptySteady = 0, time.Time{}, time.Time{}, clock.Reading{}
}

// empty judges one more answer that found nothing.
func (r Rule) empty(e *journal.Entry, f Finding) {
	now := f.Heard.Here
	needed := r.Absent
	if e.AnsweredAt.IsZero() { // the request may still have been on its way then
		needed += r.Sending
	}
	if e.EmptyChecks > 0 {
		passed, agreed := f.since(firstEmpty(*e))
		if own, same := f.since(f.Earlier); same && (!agreed || own > passed) {
			passed, agreed = own, true
		}
		switch {
		case agreed:
			e.EmptyChecks++
			r.stillEmpty(e, needed-passed, now)
			return
		case f.At.Sub(e.FirstEmptyAt) < 2*needed: // the machine that had the first answer may continue
			return
		}
		forgetEmpty(e)
	}
	e.EmptyChecks, e.FirstEmptyAt = 1, f.At
	e.FirstEmptyHere, e.FirstEmptySteady = f.Heard.Here, f.Heard.Steady
	r.stillEmpty(e, needed, now)
}

// stillEmpty resolves an attempt once the time left has passed.
func (r Rule) stillEmpty(e *journal.Entry, left time.Duration, now time.Time) {
	// The gateway gives whole seconds: one more makes sure.
	decisive := now.Add(left + time.Second)
	switch {
	case e.Evidence != "" || e.TransactionReference != "" && e.RequestType() != journal.TypeUpdate: // an update's transaction is its payment's
	case e.EmptyChecks > 1 && left <= 0:
		Resolve(e, gateway.OutcomeNotSent, journal.ResolvedNotFound, now)
		e.NextCheckAt = now.Add(SlowGap)
	case e.NextCheckAt.After(decisive):
		e.NextCheckAt = decisive
	}
}
