package payment

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file says what the rule makes of records that were found.

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
		evidence{says: gatewayHas + " its record and does not know its outcome", transaction: record.TransactionReference}.note(e)
		return
	case refused(*e):
		foundRefused(e, moves(outcome))
		return
	case (!ok || amount != e.Amount) && moves(outcome) || ok && amount != e.Amount:
		e.Alarm = otherAmount
		evidence{says: gatewayHas + " " + describe(record), transaction: record.TransactionReference}.note(e)
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

// foundOther is a finding that may be the attempt's record but is not exactly
// it. For an attempt that was called not taken or not accepted, it is reason
// enough to look, unless the supervisor who settled the attempt knew as much.
func (r Rule) foundOther(e *journal.Entry, news bool, now time.Time) {
	said := e.Outcome == gateway.NotSent || e.Resolution == journal.ResolvedSignIn
	switch {
	case e.State != journal.Known:
	case said && (news || e.Resolution != journal.ResolvedSupervisor):
		e.Alarm = alarmMaybe
		if e.Kind() == journal.KindRefund {
			e.Alarm = alarmMaybeBack
		}
	case now.Sub(e.IntentAt) >= r.Watch:
		e.NextCheckAt = time.Time{}
	}
}

// raise asks for a supervisor once evidence has stayed for as long as an
// attempt without any would need to be called not taken.
func (r Rule) raise(e *journal.Entry, answered bool, now time.Time) {
	since := e.AnsweredAt
	if since.IsZero() {
		since = e.IntentAt
	}
	if e.Evidence == shownOnce && !answered {
		return // nothing was read that contradicts it
	}
	if e.State != journal.Known && e.Evidence != "" && e.Alarm == "" && now.Sub(since).Abs() >= r.Absent { // a clock may have been put back
		e.Alarm = alarmEvidence
		if e.Kind() == journal.KindUpdate {
			e.Alarm = alarmUnclear
		}
	}
}

// The alarms a supervisor has to look at.
const (
	alarmTwice  = "the gateway has more than one payment under this order reference: the caller may have been charged twice"
	alarmAmount = "the gateway has this payment with another amount, or with none that can be read"
	alarmLate   = "the payment was called not taken and turned up later: the caller may have been charged twice. " +
		"Find it and cancel it if it was taken again"
	alarmMaybe = "the payment was called not taken and the gateway shows something that may be it: " +
		"the caller may have been charged twice. Look it up in the portal"
	alarmEvidence = "the gateway points to a record of this payment that is not exactly it, so moto cannot tell whether it was taken: " +
		"look it up in the portal and settle it by hand"
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
