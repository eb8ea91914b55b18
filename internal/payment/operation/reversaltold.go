package operation

import (
	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// asTold reports that an update still means what was read out to the caller: the
// amount that settles; for a release, the day on which it settles; and for an
// update that a hold would put off, whether the payment is held. AsBefore
// compares what the update itself is to change. A new order reference tells the caller
// nothing about money.
func (v *Reversal) asTold(r gateway.Record, settle gateway.Money) bool {
	if v.Operation.Kind() != journal.KindUpdate || v.Operation == journal.OpOrder {
		return true
	}
	if settle != v.settle {
		return false
	}
	held := func(status string) bool { return status == string(gateway.SettleSuspended) }
	switch v.Operation {
	case journal.OpRelease:
		return r.SettleDueDate == v.Before.SettleDueDate
	case journal.OpReduce, journal.OpDueDate:
		return held(r.SettleStatus) == held(v.Before.SettleStatus)
	default:
		return true
	}
}
