package payment

import (
	"strconv"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/option"
)

// targetOf is what an update is to make of a transaction that settles so much.
func targetOf(a Action, settle, amount gateway.Money) journal.Target {
	switch a.Move {
	case option.MoveCancel:
		return journal.Target{SettleStatus: string(gateway.SettleCancelled)}
	case option.MoveReduce:
		return journal.Target{SettleAmount: settle.Minor - amount.Minor}
	case option.MoveRelease:
		return journal.Target{SettleStatus: string(gateway.SettleOverride)}
	case option.MoveHold:
		return journal.Target{SettleStatus: string(gateway.SettleSuspended)}
	case option.MoveOrder:
		return journal.Target{OrderReference: a.OrderReference}
	case option.MoveDue:
		return journal.Target{SettleDueDate: a.DueDate}
	default:
		return journal.Target{}
	}
}

// seen is what the agent saw of a transaction, in the words of a Target.
func seen(r gateway.Record, settle gateway.Money) journal.Target {
	return journal.Target{
		SettleStatus: r.SettleStatus, SettleAmount: settle.Minor, SettleDueDate: r.SettleDueDate,
		OrderReference: gateway.Clean(r.OrderReference, shownOrder),
	}
}

// request is the update that makes the change.
func (v *Reversal) request() gateway.UpdateRequest {
	switch v.Operation {
	case journal.OpCancel:
		return gateway.Cancel(v.Site, v.Parent)
	case journal.OpReduce:
		return gateway.Reduce(v.Site, v.Parent, gateway.Money{Minor: v.Target.SettleAmount, Currency: v.settle.Currency})
	case journal.OpRelease:
		return gateway.Release(v.Site, v.Parent)
	case journal.OpHold:
		return gateway.Suspend(v.Site, v.Parent)
	case journal.OpOrder:
		return gateway.UpdateRequest{Site: v.Site, TransactionReference: v.Parent, OrderReference: v.Target.OrderReference}
	default:
		return gateway.UpdateRequest{Site: v.Site, TransactionReference: v.Parent, SettleDueDate: v.Target.SettleDueDate}
	}
}

// progress is what a transaction, read again, says of an update.
type progress int

const (
	notYet  progress = iota // it is not done, and may be still
	isDone                  // it is as the update wants it
	tooLate                 // it is not done, and cannot be any more
	unclear                 // a later change, or that it has settled, hides whether ours was made
	unheard                 // the record does not tell
)

// progressOf compares a transaction with what an update wants of it. Updates
// set absolute values, so it does not matter who made the change.
func progressOf(e journal.Entry, r gateway.Record) progress {
	if r.TransactionReference != e.Parent || e.Operation == journal.OpReduce && r.SettleBaseAmount == "" {
		return unheard
	}
	status := gateway.SettleStatus(r.SettleStatus)
	done := false
	switch e.Operation {
	case journal.OpCancel:
		done = status == gateway.SettleCancelled
	case journal.OpReduce: // whether or not it was cancelled after that
		done = r.SettleBaseAmount == strconv.FormatInt(e.Target.SettleAmount, 10)
	case journal.OpRelease: // what is held does not settle, so what settles was released
		done = status == gateway.SettleOverride || beganToSettle(status)
	case journal.OpHold:
		done = status == gateway.SettleSuspended
	case journal.OpOrder:
		done = keptAs(r.OrderReference, e.Target.OrderReference)
	case journal.OpDueDate:
		done = r.SettleDueDate == e.Target.SettleDueDate
	default:
		return unheard
	}
	switch {
	case done:
		return isDone
	case !asBefore(e, r), e.Operation == journal.OpHold && beganToSettle(status):
		return unclear
	case status == gateway.SettlePending, status == gateway.SettleOverride, status == gateway.SettleSuspended:
		return notYet
	case status == gateway.SettleCancelled, beganToSettle(status):
		if !setsStatus(e.Operation) {
			return notYet // the gateway may show a change later than the state it settled in
		}
		return tooLate
	default:
		return unheard
	}
}

// beganToSettle reports a transaction that is being settled or has settled. That does
// not disprove a hold: the portal may have released it before.
func beganToSettle(status gateway.SettleStatus) bool {
	return status == gateway.SettleSettling || status == gateway.SettleSettled
}

// setsStatus reports an update of the settle status.
func setsStatus(o journal.Operation) bool {
	return o == journal.OpHold || o == journal.OpRelease || o == journal.OpCancel
}

// asBefore reports a transaction that is, in the values that an update wants to
// change, as the agent saw it before the update. If it is neither so nor as wanted, a
// later change may have followed ours, and nothing tells whether ours was made.
// Nothing ever follows a cancel, which leaves amount and date as they were. An
// attempt from before the journal kept what the agent saw counts as unchanged. A
// later change back to what the agent saw leaves no sign.
func asBefore(e journal.Entry, r gateway.Record) bool {
	if e.Before == (journal.Target{}) {
		return true
	}
	switch e.Operation {
	case journal.OpReduce:
		return r.SettleBaseAmount == strconv.FormatInt(e.Before.SettleAmount, 10)
	case journal.OpHold, journal.OpRelease:
		switch status := gateway.SettleStatus(r.SettleStatus); status {
		case gateway.SettleSettling, gateway.SettleSettled: // 0 or 1 settles by itself, and what is held does not
			return e.Before.SettleStatus != string(gateway.SettleSuspended)
		case gateway.SettlePending, gateway.SettleOverride, gateway.SettleSuspended, gateway.SettleCancelled:
			// 0 that is 1 by now may have been held and released in between, and what is
			// cancelled may have been either: the gateway cancels what stays held.
			return r.SettleStatus == e.Before.SettleStatus
		default:
			return true // it does not tell
		}
	case journal.OpDueDate:
		return r.SettleDueDate == e.Before.SettleDueDate
	case journal.OpOrder:
		return keptAs(gateway.Clean(r.OrderReference, shownOrder), e.Before.OrderReference)
	default:
		return true
	}
}
