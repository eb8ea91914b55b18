package doubt

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file judges updates in doubt by reading their transaction again. The update
// was made if the transaction already looks as it asked, no matter who changed it.
// A cancel was not made, and can no longer be, if the transaction has begun to
// settle. If the transaction otherwise looks as before, that counts like an empty
// answer for a payment: the update may still arrive or show, so the same rule calls
// it not made and then watches it. If the transaction looks neither as before nor
// as asked, a later change hides the outcome of ours, and a supervisor must decide.
// The same goes for a hold when the transaction has settled, because the portal may
// have released it before.
//
// An update that was answered as done is watched until the transaction shows it. If
// the transaction then shows something else, that is an alarm: the caller was
// promised the update. An update that was called not made is still watched when
// another one follows it. If it arrives after that, it undoes the later one, so
// that one's promise is checked again.

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

// Supersedes reports a later update or raise that hides the effect of an earlier one on
// the same transaction. A raise and a reduction hide each other: both leave another
// amount.
func Supersedes(later, earlier journal.Operation) bool {
	changes := func(o journal.Operation) bool { return o.RequestType() == journal.TypeUpdate || o == journal.OpRaise }
	switch {
	case !changes(later) || !changes(earlier):
		return false
	case later == earlier, later == journal.OpCancel:
		return true
	default:
		return SetsStatus(later) && SetsStatus(earlier) || setsAmount(later) && setsAmount(earlier)
	}
}

// foundChange resolves an update by the transaction's state.
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
		return // callSupervisor does the rest
	case e.State != journal.Known:
	case e.Outcome == outcome, IsPromise(*e) && progress == IsDone: // a raise may be held
		e.NextCheckAt = time.Time{}
		return
	case e.Outcome == gateway.OutcomeApproved, IsPromise(*e): // answered as done, but not shown as done
		broken(e, "it is now "+StateOf(record))
		return
	case outcome == gateway.OutcomeNotSent:
		e.NextCheckAt = time.Time{}
		return
	default:
		e.Alarm = journal.AlarmsOf(*e).Late
	}
	e.SettleStatus = record.SettleStatus
	Resolve(e, outcome, journal.ResolvedQuery, now)
}

// unshown judges an update that was answered as done and does not show yet. After
// PromiseTime that is an alarm, if the gateway's clock and ours agree on the time
// that has passed.
func (r Rule) unshown(e *journal.Entry, f Finding) {
	known := KnownAt(*e)
	passed := f.Heard.Here.Sub(known).Abs()
	if !f.At.IsZero() { // our clock may have been set since
		passed = min(passed, f.At.Sub(known).Abs())
	}
	if passed >= PromiseTime {
		broken(e, "it is still as it was before")
	}
}

// broken ends the watch over a promise with its alarm. A raise that was called not made
// and turned up has an alarm already, which says what to do about it.
func broken(e *journal.Entry, says string) {
	if e.Operation != journal.OpRaise || e.Alarm == "" {
		e.Alarm = journal.AlarmPromise + says
	}
	e.NextCheckAt = time.Time{}
}

// KnownAt is when an attempt's outcome became known: by the answer, or later by a query.
func KnownAt(e journal.Entry) time.Time {
	at := e.IntentAt
	for _, t := range []time.Time{e.AnsweredAt, e.ResolvedAt} {
		if t.After(at) {
			at = t
		}
	}
	return at
}

// IsPromise reports an update or a raise that was answered as done and is watched
// until its transaction shows it. A correction promises nothing. Nor does a raise
// that another journal made, because it is not known what that leaves.
func IsPromise(e journal.Entry) bool {
	if e.Operation == journal.OpRaise {
		return e.State == journal.Known && e.Outcome.MovesMoney() && e.Before != (journal.Target{})
	}
	return e.Operation != journal.OpCorrect && e.RequestType() == journal.TypeUpdate && e.State == journal.Known && e.Outcome == gateway.OutcomeApproved
}

// AlreadySo says why a transaction already looked as a refused update asked; "" if
// nothing explains it. 60017 refuses changes to a payment that is cancelled or
// settling: then the change had been made elsewhere before.
func AlreadySo(e journal.Entry, record gateway.Record) string {
	status := gateway.SettleStatus(record.SettleStatus)
	switch {
	case e.ErrorCode != gateway.CodeNotUpdatable || record.TransactionReference != e.Parent:
	case e.Operation == journal.OpCancel && status == gateway.SettleCancelled:
		return "was cancelled already."
	case e.Operation == journal.OpRelease && (status == gateway.SettleSettling || status == gateway.SettleSettled):
		return "was released already, and has begun to settle."
	}
	return ""
}

// HasMade reports an update that the transaction shows as made. If the transaction
// looked so before, or the change was made elsewhere before, that shows nothing.
func HasMade(e journal.Entry, record gateway.Record) bool {
	same := e.Operation == journal.OpOrder && e.Target.OrderReference == e.Before.OrderReference ||
		e.Operation == journal.OpDueDate && e.Target.SettleDueDate == e.Before.SettleDueDate
	return !same && ProgressOf(e, record) == IsDone && AlreadySo(e, record) == ""
}

// foundRefused judges a refused attempt by the gateway's records. If the attempt
// was made, that is an alarm: the caller was told that it was not.
func foundRefused(e *journal.Entry, made bool) {
	if made && e.Alarm == "" {
		e.Alarm = journal.AlarmRefused
	}
	e.NextCheckAt = time.Time{}
}

// Refused reports a refused attempt to give money back or change a payment. The
// gateway's records may disagree with its refusal, so the attempt is checked once
// more.
func Refused(e journal.Entry) bool {
	moves := e.RequestType() == journal.TypeRefund || e.RequestType() == journal.TypeUpdate
	return moves && e.State == journal.Known && e.Outcome == gateway.OutcomeRejected &&
		(e.Resolution == "" || e.Resolution == journal.ResolvedLateAnswer)
}

// ShownOrder is how much is shown of an order reference that another system may
// have made: it may hold anything.
const ShownOrder = 64

// FollowUps are the later updates that change the same thing as an earlier one,
// newest first: those that were made, and those that are still unknown.
type FollowUps struct{ Made, Unsure []journal.Entry }

// FollowUpsOf finds the later updates of the same transaction that hide this one in the
// transaction's state, among the entries of the transaction, newest first. An update that
// was not made changed nothing.
func FollowUpsOf(e journal.Entry, entries []journal.Entry) FollowUps {
	var after FollowUps
	for _, other := range entries {
		if other.ID == e.ID {
			break
		}
		switch {
		case other.Parent != e.Parent || !Supersedes(other.Operation, e.Operation):
		case other.State != journal.Known:
			after.Unsure = append(after.Unsure, other)
		case other.Outcome.MovesMoney():
			after.Made = append(after.Made, other)
		}
	}
	return after
}
