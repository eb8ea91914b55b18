package operation

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
)

// hinted reports an attempt that was called not made, when the refusal of another
// attempt suggests that it was made. A refusal because there is nothing to change
// points to an attempt at the very same change. It points to no correction, because
// the journal does not know what that was to change.
func hinted(e journal.Entry, a payment.Attempt) bool {
	code := refusals[a.Result.Code.Code]
	same := code.nothing && e.Operation == a.Operation && e.Target == a.Target && e.Operation != journal.OpCorrect
	return e.Parent == a.Parent && e.ID != a.ID && e.RequestType() != journal.TypeAuth && e.CalledNotMade() && (same || slices.Contains(code.hints, e.Operation))
}

// heed looks for attempts that were called not made when the gateway refuses
// another one as if they had been made. It has them checked at once and raises the
// alarm. If the payment is seen to settle, that alone explains the refusal.
func (r *Service) heed(a payment.Attempt) {
	code := refusals[a.Result.Code.Code]
	if code.hints == nil && !code.nothing || a.Parent == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), rereadTime)
	defer cancel()
	entries, err := r.Sender.Store.ByTransaction(ctx, a.Parent)
	if err != nil {
		return
	}
	earlier := slices.DeleteFunc(entries, func(e journal.Entry) bool { return !hinted(e, a) })
	if len(earlier) == 0 {
		return
	}
	explained := false
	if code.settles {
		record, _, err := r.read(ctx, a.Parent)
		status := gateway.SettleStatus(record.SettleStatus)
		explained = err == nil && (status == gateway.SettleSettling || status == gateway.SettleSettled)
	}
	for _, e := range earlier {
		alarm := journal.AlarmMoreBack
		if e.RequestType() == journal.TypeUpdate {
			alarm = journal.AlarmAsIf
		}
		if explained {
			alarm = ""
		}
		r.dueNow(ctx, e.ID, doubt.Pointer{}, alarm)
	}
	r.Sender.Resolver.Wake()
}
