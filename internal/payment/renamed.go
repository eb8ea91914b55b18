package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
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
		switch {
		case e.Operation == journal.OpOrder: // its payment may be in doubt, and not know its transaction
			if made, err := store.BySentReference(ctx, e.Before.OrderReference); err == nil && made.TransactionReference == "" && made.Parent != change.Parent {
				rename(ctx, store, made, change)
			}
		case e.TransactionReference == change.Parent && e.Parent != change.Parent:
			rename(ctx, store, e, change)
		}
	}
}

// rename gives an entry the reference that the gateway has now.
func rename(ctx context.Context, store journal.Store, e, change journal.Entry) {
	_, _ = store.Record(ctx, e.ID, journal.Change{Step: journal.StepRenamed, By: change.Agent, Apply: func(e *journal.Entry) error {
		e.CurrentReference = change.Target.OrderReference
		if e.TransactionReference == "" { // the change names its transaction
			evidence.Pointer{Says: "its order reference was changed, of transaction " + change.Parent, Transaction: change.Parent}.Note(e)
		}
		return nil
	}})
}
