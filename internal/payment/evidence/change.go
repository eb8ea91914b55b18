package evidence

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file says what becomes of an update. If it is in doubt, its transaction is
// read again. The update was made if the transaction already is as it asked, by
// any hand. A cancel was not made, and cannot be any more, if the transaction has
// begun to settle. If the transaction is otherwise as before, that counts as an
// empty answer does for a payment: the update may still come or show, and is
// called not made by the same rule and then watched. If the transaction is neither
// as before nor as wanted, a later change hides what became of ours, and a
// supervisor has to say. The same goes for a hold when the transaction has
// settled, because the portal may have released it before.
//
// An update that was answered as done is watched until the transaction shows it.
// If the transaction then shows something else, that is an alarm: the caller was
// promised the update. An update that was called not made is watched on when
// another one follows it. If it arrives after that, it undoes the later one, whose
// promise is looked at again.

// PromiseTime is how long the gateway may take to show an update it has
// answered as done.
const PromiseTime = 15 * time.Minute

// UnreadTime is how long the resolver goes on trying to read the transaction of
// such an update.
const UnreadTime = 7 * 24 * time.Hour

// StateOf is a transaction's state in words, for a supervisor.
func StateOf(r gateway.Record) string {
	text := "settle status " + gateway.Clean(r.SettleStatus, 8) + ", due " + gateway.Clean(r.SettleDueDate, 16)
	if amount, ok := r.SettleAmount(); ok {
		text += ", " + amount.String() + " to settle"
	}
	return text + ", order " + gateway.Clean(r.OrderReference, ShownOrder)
}

// Supersedes reports an update after which the effect of an earlier one cannot
// be seen any more.
func Supersedes(later, earlier journal.Operation) bool {
	status := func(o journal.Operation) bool {
		return o == journal.OpHold || o == journal.OpRelease || o == journal.OpCancel
	}
	return later == earlier || later == journal.OpCancel && later.Kind() == earlier.Kind() || status(later) && status(earlier)
}

// foundChange settles an update by the transaction's state.
func (r Rule) foundChange(e *journal.Entry, record gateway.Record, now time.Time) {
	if Refused(*e) {
		foundRefused(e, HasMade(*e, record))
		return
	}
	progress := ProgressOf(*e, record)
	outcome := gateway.OutcomeNotSent
	if progress == IsDone {
		outcome = gateway.OutcomeApproved
	}
	switch {
	case e.State != journal.Known && progress == Unclear:
		return // raise calls a supervisor
	case e.State != journal.Known:
	case e.Outcome == outcome:
		e.NextCheckAt = time.Time{}
		return
	case e.Outcome == gateway.OutcomeApproved: // it was answered as done, and is not so
		e.NextCheckAt = time.Time{}
		e.Alarm = AlarmPromise + "it is now " + StateOf(record)
		return
	case outcome == gateway.OutcomeNotSent:
		e.NextCheckAt = time.Time{}
		return
	default:
		e.Alarm = AlarmLateChange
	}
	e.SettleStatus = record.SettleStatus
	Settle(e, outcome, journal.ResolvedQuery, now)
}

// unshown is an update that was answered as done and is not shown yet. After
// PromiseTime that is an alarm, if ours and the gateway's clock agree on it.
func (r Rule) unshown(e *journal.Entry, f Finding) {
	passed := f.Heard.Here.Sub(e.AnsweredAt).Abs()
	if !f.At.IsZero() { // ours may have been set since
		passed = min(passed, f.At.Sub(e.AnsweredAt).Abs())
	}
	if passed >= PromiseTime {
		e.Alarm, e.NextCheckAt = AlarmPromise+"it is still as it was before", time.Time{}
	}
}

// IsPromise reports an update that was answered as done and is watched until
// its transaction shows it.
func IsPromise(e journal.Entry) bool {
	return e.Kind() == journal.KindUpdate && e.State == journal.Known && e.Outcome == gateway.OutcomeApproved
}

// AlreadySo says why a transaction already is as a refused update wanted it; "" if
// nothing explains it. A payment that is cancelled or settles cannot be changed
// any more, and 60017 says so: the change was made elsewhere before.
func AlreadySo(e journal.Entry, record gateway.Record) string {
	status := gateway.SettleStatus(record.SettleStatus)
	switch {
	case e.ErrorCode != "60017" || record.TransactionReference != e.Parent:
	case e.Operation == journal.OpCancel && status == gateway.SettleCancelled:
		return "was cancelled already."
	case e.Operation == journal.OpRelease && (status == gateway.SettleSettling || status == gateway.SettleSettled):
		return "was released already, and has begun to settle."
	}
	return ""
}

// HasMade reports an update that the transaction shows as made. If the transaction
// was as wanted before, or the change was made elsewhere before, that shows
// nothing.
func HasMade(e journal.Entry, record gateway.Record) bool {
	same := e.Operation == journal.OpOrder && e.Target.OrderReference == e.Before.OrderReference ||
		e.Operation == journal.OpDueDate && e.Target.SettleDueDate == e.Before.SettleDueDate
	return !same && ProgressOf(e, record) == IsDone && AlreadySo(e, record) == ""
}

// foundRefused judges a refused attempt by what the gateway shows. If the attempt
// was made, that is an alarm: the caller was told that it was not.
func foundRefused(e *journal.Entry, made bool) {
	if made && e.Alarm == "" {
		e.Alarm = AlarmRefused
	}
	e.NextCheckAt = time.Time{}
}

// Refused reports an attempt that gives money back or changes a payment, and that
// was answered as refused. The gateway may show otherwise, so the attempt is
// checked once more.
func Refused(e journal.Entry) bool {
	return e.Kind() != journal.KindAuth && e.State == journal.Known && e.Outcome == gateway.OutcomeRejected &&
		(e.Resolution == "" || e.Resolution == journal.ResolvedLateAnswer)
}

// ShownOrder is how much of an order reference is shown if another system took
// the payment: it may hold anything.
const ShownOrder = 64
