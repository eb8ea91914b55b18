package payment

import (
	"time"

	"motoconsole/gateway"
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
//  1. a query for exactly our order reference was answered and found nothing,
//     after the sending had ended (where nobody could record that it had,
//     Rule.Sending is waited for as well), and
//  2. another one was answered and found nothing at least Rule.Absent later,
//     by the gateway's own clock, which stands in its answers: the clock here
//     may have been set in between, the gateway's was not, and
//  3. no answered query found anything, and no answer of the gateway's gave
//     the attempt a transaction reference: it has a record then, whatever a
//     search does not find, and only it or a supervisor can say what became of
//     the money.
//
// Even then the attempt is watched for Rule.Watch: should it turn up after
// all, its true outcome is recorded and an alarm is raised.

// Rule is how patient the judgement is.
type Rule struct {
	// Absent is the time by the gateway's clock between two empty answers,
	// after which an attempt is called not taken. It must be longer than the
	// gateway may take to book a request and to show it in queries.
	Absent time.Duration
	// Sending is how long a request may be on its way after its intent. So much
	// is added to Absent where nobody has recorded that the sending ended,
	// because whoever sent it died.
	Sending time.Duration
	// Watch is how long an attempt that was called not taken is still looked
	// for, and how long an unresolved one is looked for every few minutes;
	// after that it is every hour.
	Watch time.Duration
}

// DefaultRule waits three minutes: the vendor's own clients give an answer one
// minute, and query tests of its PHP client wait two seconds for a new record.
// A request has one minute as well.
func DefaultRule() Rule {
	return Rule{Absent: 180 * time.Second, Sending: SendingTime(time.Minute), Watch: 24 * time.Hour}
}

// SendingTime is how long a request with this deadline may be on its way after
// its intent: what recording, searching and sending may take besides.
func SendingTime(deadline time.Duration) time.Duration { return deadline + 3*leaseMargin }

// firstGap is how soon after an answer was lost the gateway is asked.
const firstGap = 3 * time.Second

// gaps are the pauses between the checks of one attempt, which grow with its
// age and not with their number: that somebody asks in between, or another
// console does, puts nothing off.
func gaps() []struct{ until, gap time.Duration } {
	const s = time.Second
	return []struct{ until, gap time.Duration }{
		{15 * s, firstGap}, {30 * s, 5 * s}, {60 * s, 10 * s}, {180 * s, 30 * s}, {600 * s, 60 * s},
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

// finding is what one query said of one attempt.
type finding struct {
	answered bool
	at       time.Time        // the gateway's clock; zero if it did not tell
	records  []gateway.Record // with exactly our order reference; of an update, its transaction
	followed bool             // another update came after this one
	ended    bool             // the sending was known to have ended when the gateway was asked
}

// judge brings an entry up to date with a finding. Known entries are judged
// too, while they are watched.
func (r Rule) judge(e *journal.Entry, f finding, now time.Time) {
	known := e.State == journal.Known
	e.LastCheckAt = now
	e.NextCheckAt = r.next(*e, now)
	if soon := now.Add(failedGap); !f.answered && e.NextCheckAt.After(soon) && now.Sub(e.IntentAt) < r.Watch {
		e.NextCheckAt = soon
	}
	e.Checks++
	if e.State == journal.Open { // whoever sent it is gone
		e.State = journal.InDoubt
	}
	switch {
	case f.answered && len(f.records) > 0:
		r.found(e, f.records, now)
	case known && (f.followed || now.Sub(e.IntentAt) >= r.Watch):
		e.NextCheckAt = time.Time{} // watched long enough
	case !f.answered || f.at.IsZero() || known || !e.AnsweredAt.IsZero() && !f.ended:
	default:
		r.empty(e, f.at, now)
	}
}

// sendingEnded notes that no byte of the request is on its way from here any
// more. Empty answers of before prove nothing.
func sendingEnded(e *journal.Entry, at time.Time) {
	e.AnsweredAt = at
	e.EmptyChecks, e.FirstEmptyAt = 0, time.Time{}
}

// empty is one more answer that found nothing.
func (r Rule) empty(e *journal.Entry, at, now time.Time) {
	if e.EmptyChecks == 0 {
		e.FirstEmptyAt = at
	}
	e.EmptyChecks++
	left := r.Absent - at.Sub(e.FirstEmptyAt)
	if e.AnsweredAt.IsZero() { // for all we know, it was still on its way then
		left += r.Sending
	}
	// The gateway tells whole seconds: one more makes sure.
	decisive := now.Add(left + time.Second)
	switch {
	case e.TransactionReference != "" && e.Kind() != journal.KindUpdate: // an update's is its payment's
	case e.EmptyChecks > 1 && left <= 0:
		settle(e, gateway.NotSent, journal.ResolvedNotFound, now)
		e.NextCheckAt = now.Add(slowGap)
	case e.NextCheckAt.After(decisive):
		e.NextCheckAt = decisive
	}
}

// found settles an entry by the records the gateway has of it.
func (r Rule) found(e *journal.Entry, records []gateway.Record, now time.Time) {
	if e.Kind() == journal.KindUpdate {
		r.foundChange(e, records[0], now)
		return
	}
	twice, otherAmount, late := alarmTwice, alarmAmount, alarmLate
	if e.Kind() == journal.KindRefund {
		twice, otherAmount, late = alarmTwiceBack, alarmAmountBack, alarmLateBack
	}
	if len(records) > 1 {
		e.Alarm = twice
	}
	record, outcome := best(records)
	amount, ok := record.Amount(e.Amount.Currency)
	switch {
	case outcome == gateway.Unknown: // there is a record, and the bank itself does not know
		if e.State == journal.Known && e.Outcome == gateway.NotSent {
			e.Alarm = late
		}
		return
	case (!ok || amount != e.Amount) && moves(outcome) || ok && amount != e.Amount:
		e.Alarm = otherAmount
		return
	case e.State == journal.Known && e.Outcome == outcome:
		e.NextCheckAt = time.Time{}
		return
	}
	if e.State == journal.Known && moves(outcome) {
		e.Alarm = late
	}
	e.TransactionReference, e.AuthCode = record.TransactionReference, record.AuthCode
	e.ErrorCode, e.SettleStatus, e.AdviceCode = record.ErrorCode, record.SettleStatus, record.AcquirerAdviceCode
	settle(e, outcome, journal.ResolvedQuery, now)
}

// The alarms a supervisor has to look at.
const (
	alarmTwice  = "the gateway has more than one payment under this order reference: the caller may have been charged twice"
	alarmAmount = "the gateway has this payment with another amount, or with none that can be read"
	alarmLate   = "the payment was called not taken and turned up later: the caller may have been charged twice"
)

// settle makes an outcome known.
func settle(e *journal.Entry, o gateway.Outcome, how string, now time.Time) {
	e.State, e.Outcome, e.Resolution = journal.Known, o, how
	e.ResolvedAt, e.ResolvedBy, e.Problem = now, "moto", ""
	e.NextCheckAt = time.Time{}
}

// moves reports an outcome in which money is reserved.
func moves(o gateway.Outcome) bool { return o == gateway.Approved || o == gateway.Held }

// best is the record that says the most about money, and its outcome: an
// approval before anything else.
func best(records []gateway.Record) (gateway.Record, gateway.Outcome) {
	record, outcome := records[0], recordOutcome(records[0])
	for _, r := range records[1:] {
		if o := recordOutcome(r); rank(o) > rank(outcome) {
			record, outcome = r, o
		}
	}
	return record, outcome
}

func rank(o gateway.Outcome) int {
	switch o {
	case gateway.Approved:
		return 3
	case gateway.Held:
		return 2
	case gateway.Unknown:
		return 1
	default:
		return 0
	}
}

// recordOutcome is what a record found later says. Where its errorcode leaves
// the money open, a settle status of cancelled closes it: a cancelled payment
// never settles.
func recordOutcome(r gateway.Record) gateway.Outcome {
	o := r.Outcome()
	if o == gateway.Unknown && gateway.SettleStatus(r.SettleStatus) == gateway.SettleCancelled {
		return gateway.Declined
	}
	return o
}
