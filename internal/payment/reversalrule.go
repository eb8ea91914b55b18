package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file says what becomes of an update. In doubt, its transaction is read
// again. The update was made if the transaction is as it asked, whoever made
// the change. A cancel, hold or release was not made, and cannot be any more, if
// the transaction has begun to settle and is as before. If it is as before
// otherwise, that is what an empty answer is for a payment: the update may still
// come or show, and is called not made by the same rule and then watched. If it
// is neither as before nor as wanted, a later change hides what became of ours:
// a supervisor has to say.
//
// An update that was answered as done is watched until the transaction shows
// it. What shows something else then is an alarm: the caller was promised it.

// promiseTime is how long the gateway may take to show an update it has
// answered as done.
const promiseTime = 15 * time.Minute

// askChange reads the transaction of an update again.
func (r *Resolver) askChange(ctx context.Context, e journal.Entry) finding {
	if e.State == journal.Known {
		switch followed, unsure := r.followed(ctx, e); {
		case followed:
			return finding{answered: true, followed: true}
		case unsure:
			return finding{}
		}
	}
	result, err := r.Gateway.Query(ctx, gateway.Query{
		Sites: []string{e.Site}, TransactionReferences: []string{e.Parent},
	})
	if err != nil {
		return finding{}
	}
	for _, record := range result.Records {
		if record.TransactionReference != e.Parent {
			continue
		}
		progress := progressOf(e, record)
		if progress == isDone && e.State != journal.Known {
			if f, another := r.sameReduction(ctx, e); another {
				return f
			}
		}
		switch progress {
		case isDone, tooLate:
			return finding{answered: true, at: result.At, records: []gateway.Record{record}}
		case notYet:
			return finding{answered: true, at: result.At}
		case unclear:
			return finding{answered: true, at: result.At, records: []gateway.Record{record}, other: evidence{
				says: "the transaction was changed once more since, so it does not tell whether this change was made: it is now " + stateOf(record),
			}}
		case unheard:
		}
	}
	return finding{} // the transaction was there once: that it is not found tells nothing
}

// stateOf is a transaction's state in words, for a supervisor.
func stateOf(r gateway.Record) string {
	text := "settle status " + gateway.Clean(r.SettleStatus, 8) + ", due " + gateway.Clean(r.SettleDueDate, 16)
	if amount, ok := r.SettleAmount(); ok {
		text += ", " + amount.String() + " to settle"
	}
	return text + ", order " + gateway.Clean(r.OrderReference, shownOrder)
}

// followed reports a later update of the same transaction that changes the same
// thing, after which its state tells nothing of this one. One that was not made
// changed nothing, and one of which that is not known yet leaves it unsure.
func (r *Resolver) followed(ctx context.Context, e journal.Entry) (followed, unsure bool) {
	entries, err := r.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return false, true
	}
	for _, other := range entries { // the newest first
		if other.ID == e.ID {
			break
		}
		if other.Parent != e.Parent || !supersedes(other.Operation, e.Operation) {
			continue
		}
		unsure = unsure || other.State != journal.Known
		followed = followed || other.State == journal.Known && moves(other.Outcome)
	}
	return followed, unsure
}

// supersedes reports an update after which the effect of an earlier one cannot
// be seen any more.
func supersedes(later, earlier journal.Operation) bool {
	status := func(o journal.Operation) bool {
		return o == journal.OpHold || o == journal.OpRelease || o == journal.OpCancel
	}
	return later == earlier || later == journal.OpCancel && later.Kind() == earlier.Kind() || status(later) && status(earlier)
}

// foundChange settles an update by the transaction's state.
func (r Rule) foundChange(e *journal.Entry, record gateway.Record, now time.Time) {
	progress := progressOf(*e, record)
	outcome := gateway.NotSent
	if progress == isDone {
		outcome = gateway.Approved
	}
	switch {
	case e.State != journal.Known && progress == unclear:
		return // raise calls a supervisor
	case e.State != journal.Known:
	case e.Outcome == outcome:
		e.NextCheckAt = time.Time{}
		return
	case e.Outcome == gateway.Approved: // it was answered as done, and is not so
		e.NextCheckAt = time.Time{}
		e.Alarm = alarmPromise + "it is now " + stateOf(record)
		return
	case outcome == gateway.NotSent:
		e.NextCheckAt = time.Time{}
		return
	default:
		e.Alarm = alarmLateChange
	}
	e.SettleStatus = record.SettleStatus
	settle(e, outcome, journal.ResolvedQuery, now)
}

// unshown is an update that was answered as done and is not shown yet. After
// promiseTime that is an alarm.
func (r Rule) unshown(e *journal.Entry, now time.Time) {
	if now.Sub(e.AnsweredAt).Abs() >= promiseTime {
		e.Alarm, e.NextCheckAt = alarmPromise+"it is still as it was before", time.Time{}
	}
}

// isPromise reports an update that was answered as done and is watched until
// its transaction shows it.
func isPromise(e journal.Entry) bool {
	return e.Kind() == journal.KindUpdate && e.State == journal.Known && e.Outcome == gateway.Approved
}

// The alarms of money that goes back.
const (
	alarmTwiceBack  = "the gateway has more than one refund under this order reference: the caller may get the money twice"
	alarmAmountBack = "the gateway has this refund with another amount"
	alarmLateBack   = "the refund was called not made and turned up later: the caller may get the money twice"
	alarmMoreBack   = "the refund was called not made, and now the gateway says that more was given back than is known: " +
		"look at the payment's refunds in the portal"
	alarmMaybeBack  = "the refund was called not made, and the payment has a refund that may be it: the caller may get the money twice"
	alarmUnclear    = "the payment was changed once more after this change was sent, so moto cannot tell whether ours was made: look at it and settle it by hand"
	alarmPromise    = "the gateway answered that this was done, and the payment is not so. What the caller was told may be wrong: "
	alarmLateChange = "the change was called not made and is there now: see that the payment is as it should be"
)
