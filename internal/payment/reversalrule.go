package payment

import (
	"context"
	"slices"
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

// promiseTime is how long the gateway may take to show an update it has
// answered as done.
const promiseTime = 15 * time.Minute

// unreadTime is how long the resolver goes on trying to read the transaction of
// such an update.
const unreadTime = 7 * 24 * time.Hour

// askChange reads the transaction of an update again.
func (r *Resolver) askChange(ctx context.Context, e journal.Entry) finding {
	var after followUps
	if e.State == journal.Known {
		var err error
		after, err = followed(ctx, r.Store, e)
		switch recent := r.Now().Sub(e.AnsweredAt).Abs() < promiseTime; {
		case err != nil:
			return finding{}
		case len(after.made) > 0 && isPromise(e):
			return finding{answered: true, followed: true}
		case len(after.unsure) > 0 && recent: // after that a supervisor has to look at both
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
		shows := func(other journal.Entry) bool {
			return progressOf(other, record) == isDone && !isDoubtful(other)
		}
		hidden := slices.ContainsFunc(after.unsure, shows)
		switch {
		case len(after.made) > 0 && shows(after.made[0]): // but this one may still arrive
			return finding{answered: true, at: result.At}
		case len(after.made) > 0 && after.made[0].Watched(): // it has to show first
			return finding{}
		case progress == isDone, progress == tooLate && !hidden:
			return finding{answered: true, at: result.At, records: []gateway.Record{record}}
		case hidden: // the check of that one comes to know it
			return finding{}
		case progress == notYet, progress == unclear && (calledOff(e) || refused(e)): // it may still arrive
			return finding{answered: true, at: result.At}
		case progress == unclear:
			return finding{answered: true, at: result.At, records: []gateway.Record{record}, other: evidence{
				says: "the transaction was changed or has settled since, so it does not tell whether this change was made: it is now " + stateOf(record),
			}}
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

// followUps are the updates that came after one and change the same thing, the
// newest first: those that were made, and those that are still unknown.
type followUps struct{ made, unsure []journal.Entry }

// followed finds the later updates of the same transaction that hide this one in
// the transaction's state. An update that was not made changed nothing.
func followed(ctx context.Context, store journal.Store, e journal.Entry) (followUps, error) {
	var after followUps
	entries, err := store.ByTransaction(ctx, e.Parent)
	for _, other := range entries { // the newest first
		if other.ID == e.ID {
			break
		}
		switch {
		case other.Parent != e.Parent || !supersedes(other.Operation, e.Operation):
		case other.State != journal.Known:
			after.unsure = append(after.unsure, other)
		case moves(other.Outcome):
			after.made = append(after.made, other)
		}
	}
	return after, err
}

// watchAgain has later updates checked again when an earlier one, which was called
// not made, arrived after all and undid them: their callers were promised
// something else.
func (r *Resolver) watchAgain(ctx context.Context, e journal.Entry) {
	after, err := followed(ctx, r.Store, e)
	if err != nil {
		return
	}
	for _, other := range after.made {
		_, _ = r.Store.Record(ctx, other.ID, journal.Change{Step: journal.StepChecked, At: r.Now(), By: "moto", Apply: func(o *journal.Entry) error {
			o.NextCheckAt = r.Now().UTC()
			return nil
		}})
	}
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
	if refused(*e) {
		foundRefused(e, hasMade(*e, record))
		return
	}
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
// promiseTime that is an alarm, if ours and the gateway's clock agree on it.
func (r Rule) unshown(e *journal.Entry, f finding) {
	passed := f.heard.here.Sub(e.AnsweredAt).Abs()
	if !f.at.IsZero() { // ours may have been set since
		passed = min(passed, f.at.Sub(e.AnsweredAt).Abs())
	}
	if passed >= promiseTime {
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
	alarmMaybeBack = "the refund was called not made, and the payment has a refund that may be it: the caller may get the money twice"
	alarmRefused   = "the gateway refused this and shows it as done all the same: the caller was told that nothing was done. " +
		"See that it is not done twice"
	alarmAsIf       = "the change was called not made, and now the gateway refuses another as if it had been: look at the payment in the portal"
	alarmUnclear    = "the payment was changed or has settled after this change was sent, so moto cannot tell whether ours was made: look at it and settle it by hand"
	alarmPromise    = "the gateway answered that this was done, and the payment is not so. What the caller was told may be wrong: "
	alarmLateChange = "the change was called not made and is there now: see that the payment is as it should be"
)
