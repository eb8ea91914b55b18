package operation

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
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
		OrderReference: gateway.Clean(r.OrderReference, evidence.ShownOrder),
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
