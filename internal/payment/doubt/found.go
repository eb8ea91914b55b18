package doubt

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// The judgement of records that were found.

// found resolves an entry by the gateway's records of it.
func (r Rule) found(e *journal.Entry, records []gateway.Record, now time.Time) {
	switch raised := IsPromise(*e) && records[0].TransactionReference == e.Parent; {
	case e.RequestType() == journal.TypeUpdate, raised:
		r.foundChange(e, records[0], now)
		return
	case e.RequestType() == journal.TypeCheck:
		r.foundCheck(e, records, now)
		return
	default:
	}
	alarms := journal.AlarmsOf(*e)
	if len(records) > 1 {
		e.Alarm = alarms.Twice
	}
	record, outcome := best(records)
	amount, ok := record.Amount(e.Amount.Currency)
	switch {
	case outcome == gateway.OutcomeUnknown: // there is a record, but the bank itself does not know
		if e.State == journal.Known && e.Outcome == gateway.OutcomeNotSent {
			e.Alarm = alarms.Late
		}
		Pointer{Kind: journal.EvidenceShown, Says: gatewayHas + " its record and does not know its outcome", Transaction: record.TransactionReference}.Note(e)
		return
	case Refused(*e):
		foundRefused(e, outcome.MovesMoney())
		return
	case (!ok || amount != e.Amount) && outcome.MovesMoney() || ok && amount != e.Amount:
		e.Alarm = alarms.Amount
		Shown(record).Note(e)
		return
	case e.State == journal.Known && e.Outcome == outcome:
		if !IsPromise(*e) { // a raise's own record does not show the new amount
			e.NextCheckAt = time.Time{}
		}
		return
	}
	if e.State == journal.Known && outcome.MovesMoney() {
		e.Alarm = alarms.Late
	}
	fill(e, record)
	Resolve(e, outcome, journal.ResolvedQuery, now)
	AlarmPart(e)
	if IsPromise(*e) {
		e.NextCheckAt = now.Add(FirstGap)
	}
}

// AlarmPart raises the alarm of an approval of less than was asked for: neither the answer
// nor the record says how much it is.
func AlarmPart(e *journal.Entry) {
	if e.Alarm == "" && e.Outcome.MovesMoney() && e.Record().InPart() {
		e.Alarm = journal.AlarmPart
	}
}

// fill copies what a record says of its attempt.
func fill(e *journal.Entry, record gateway.Record) {
	e.TransactionReference, e.AuthCode = record.TransactionReference, record.AuthCode
	e.ErrorCode, e.SettleStatus, e.AdviceCode = record.ErrorCode, record.SettleStatus, record.AcquirerAdviceCode
	e.BankCode = record.AcquirerResponseCode
}

// foundCheck resolves a card check by the gateway's records of it. No money can have
// moved, so nothing in them is an alarm, not even that it turned up late.
func (r Rule) foundCheck(e *journal.Entry, records []gateway.Record, now time.Time) {
	record, outcome := best(records)
	switch {
	case outcome == gateway.OutcomeUnknown:
		Pointer{Kind: journal.EvidenceShown, Says: gatewayHas + " its record and does not know its outcome", Transaction: record.TransactionReference}.Note(e)
		if e.State == journal.Known {
			r.watchedLongEnough(e, now)
		}
	case e.State == journal.Known && e.Outcome == outcome:
		e.NextCheckAt = time.Time{}
	default:
		fill(e, record)
		Resolve(e, outcome, journal.ResolvedQuery, now)
	}
}

// foundOther judges an entry by a record that may be the attempt's but is not
// exactly it. For an attempt that was called not taken or not accepted, such a
// record is reason enough for an alarm, unless the supervisor who ruled on the
// attempt already knew of it.
func (r Rule) foundOther(e *journal.Entry, news bool, now time.Time) {
	said := e.Outcome == gateway.OutcomeNotSent || e.Resolution == journal.ResolvedSignIn
	switch {
	case e.State != journal.Known:
	case e.RequestType() == journal.TypeCheck: // no money is at stake
		r.watchedLongEnough(e, now)
	case said && (news || e.Resolution != journal.ResolvedSupervisor):
		e.Alarm = journal.AlarmsOf(*e).Maybe
	default:
		r.watchedLongEnough(e, now)
	}
}

// watchedLongEnough ends the watch over a known attempt when its time is over. Until
// then the journal keeps the attempt.
func (r Rule) watchedLongEnough(e *journal.Entry, now time.Time) {
	if now.Sub(e.IntentAt) >= r.Watch {
		e.NextCheckAt = time.Time{}
	}
}

// callSupervisor raises an alarm when evidence has stayed as long as an attempt without
// evidence takes to be called not taken.
func (r Rule) callSupervisor(e *journal.Entry, answered bool, now time.Time) {
	since := e.AnsweredAt
	if since.IsZero() {
		since = e.IntentAt
	}
	if IsShownOnce(*e) && !answered {
		return // no record contradicts it
	}
	if e.State != journal.Known && e.Evidence != "" && e.Alarm == "" && now.Sub(since).Abs() >= r.Absent { // a clock may have been put back
		e.Alarm = journal.AlarmsOf(*e).Evidence
	}
}

// Resolve makes an outcome known.
func Resolve(e *journal.Entry, o gateway.Outcome, how string, now time.Time) {
	e.State, e.Outcome, e.Resolution = journal.Known, o, how
	e.ResolvedAt, e.ResolvedBy, e.Problem = now, "moto", ""
	e.NextCheckAt = time.Time{}
}

// best is the record that says most about the money, with its outcome. An approval
// comes before anything else.
func best(records []gateway.Record) (gateway.Record, gateway.Outcome) {
	record, outcome := records[0], records[0].Outcome()
	for _, r := range records[1:] {
		if o := r.Outcome(); rank(o) > rank(outcome) {
			record, outcome = r, o
		}
	}
	return record, outcome
}

func rank(o gateway.Outcome) int {
	switch o {
	case gateway.OutcomeApproved:
		return 3
	case gateway.OutcomeHeld:
		return 2
	case gateway.OutcomeUnknown:
		return 1
	default:
		return 0
	}
}

// MayHaveTaken reports a record whose money moves, or for all it shows may move: a
// record without a clear outcome counts, one that was cancelled does not.
func MayHaveTaken(r gateway.Record) bool {
	o := r.Outcome()
	return (o.MovesMoney() || o == gateway.OutcomeUnknown) && gateway.SettleStatus(r.SettleStatus) != gateway.SettleCancelled
}
