package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// renamed keeps what a change of an order reference means for the attempt that
// made the payment: the gateway finds it under the new reference from now on,
// and so must the guard and every search. A payment of the portal has no entry;
// the change's own Target names its reference then.
func renamed(ctx context.Context, store journal.Store, change journal.Entry) {
	if change.Operation != journal.OpOrder || change.Outcome != gateway.Approved {
		return
	}
	entries, err := store.ByTransaction(ctx, change.Parent)
	if err != nil {
		return // ByOrder finds the change itself
	}
	for _, e := range entries {
		if e.TransactionReference != change.Parent || e.Parent == change.Parent {
			continue
		}
		_, _ = store.Record(ctx, e.ID, journal.Change{Step: journal.StepRenamed, By: change.Agent, Apply: func(e *journal.Entry) error {
			e.CurrentReference = change.Target.OrderReference
			return nil
		}})
	}
}
