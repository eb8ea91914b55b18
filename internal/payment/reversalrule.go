package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file says what becomes of an update in doubt. The transaction is read
// again. Is it as the update wants it, the update was made, by us or by
// somebody else. Has it begun to settle, or been cancelled, and is not, the
// update was not made and cannot be any more. Is it as before, that is what an
// empty answer is for a payment: it may still come, and is called not made by
// the same rule and then watched.

// askChange reads the transaction of an update again.
func (r *Resolver) askChange(ctx context.Context, e journal.Entry) finding {
	if e.State == journal.Known && r.followed(ctx, e) {
		return finding{answered: true, followed: true}
	}
	result, err := r.Gateway.Query(ctx, gateway.Query{
		Sites: []string{e.Site}, TransactionReferences: []string{e.Parent},
	})
	if err != nil {
		return finding{}
	}
	for _, record := range result.Records {
		switch progressOf(e, record) {
		case isDone, tooLate:
			return finding{answered: true, at: result.At, records: []gateway.Record{record}}
		case notYet:
			return finding{answered: true, at: result.At}
		case unheard:
		}
	}
	return finding{} // the transaction was there once: that it is not found tells nothing
}

// followed reports a later update of the same transaction, after which its
// state tells nothing of this one.
func (r *Resolver) followed(ctx context.Context, e journal.Entry) bool {
	entries, err := r.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return false
	}
	for _, other := range entries { // the newest first
		if other.ID == e.ID {
			return false
		}
		if other.Kind() == journal.KindUpdate {
			return true
		}
	}
	return false
}

// foundChange settles an update by the transaction's state.
func (r Rule) foundChange(e *journal.Entry, record gateway.Record, now time.Time) {
	outcome := gateway.NotSent
	if progressOf(*e, record) == isDone {
		outcome = gateway.Approved
	}
	if e.State == journal.Known {
		if e.Outcome == outcome || outcome == gateway.NotSent {
			e.NextCheckAt = time.Time{}
			return
		}
		e.Alarm = alarmLateChange
	}
	e.SettleStatus = record.SettleStatus
	settle(e, outcome, journal.ResolvedQuery, now)
}

// The alarms of money that goes back.
const (
	alarmTwiceBack  = "the gateway has more than one refund under this order reference: the caller may get the money twice"
	alarmAmountBack = "the gateway has this refund with another amount"
	alarmLateBack   = "the refund was called not made and turned up later: the caller may get the money twice"
	alarmLateChange = "the change was called not made and is there now: see that the payment is as it should be"
)
