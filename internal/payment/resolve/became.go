package resolve

import (
	"context"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/ordername"
)

// Became does what follows once the journal has an outcome: a payment gets the order
// reference that it was changed to, the changes that a late one has undone are checked
// again, and the consoles are told. before is the attempt as it was before the journal had
// it. All who record an outcome call Became: the processor that had the answer, a query, a
// supervisor's ruling, and what was kept beside the journal, also where the journal turns out
// to have it already. It may be called again.
func (r *Resolver) Became(ctx context.Context, before, after journal.Entry) {
	ctx = context.WithoutCancel(ctx)
	if before.State != journal.Known || before.Outcome != after.Outcome {
		ordername.Renamed(ctx, r.Store, after)
		if after.RequestType() == journal.TypeUpdate && before.State == journal.Known && after.Outcome.MovesMoney() { // it arrived after all
			r.watchAgain(ctx, after)
		}
	}
	if isNews(before, after) {
		tell(r.News, after)
	}
}

// isNews reports what consoles have to show anew. While an attempt is being sent, only the
// console that sends it shows it, and the processor tells that one.
func isNews(before, after journal.Entry) bool {
	switch {
	case before.State == journal.Open && before.BeingSent:
		return false
	case before.State != journal.Known:
		return true
	default:
		return before.Outcome != after.Outcome || before.Alarm != after.Alarm || before.TransactionReference != after.TransactionReference
	}
}
