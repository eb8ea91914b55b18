package ordername

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// Renamed records a change of order reference in the entry of the payment: from now
// on the gateway, the guard and every search must find the payment by the new
// reference. A payment of the portal has no entry; its reference is then in the
// change's own Target.
func Renamed(ctx context.Context, store journal.Store, change journal.Entry) {
	if change.Operation != journal.OpOrder || change.Outcome != gateway.OutcomeApproved {
		return
	}
	entries, err := store.ByTransaction(ctx, change.Parent)
	if err != nil {
		return // ByOrder finds the change itself
	}
	for _, e := range entries {
		switch {
		case e.Operation == journal.OpOrder: // the change's payment may be in doubt, with its transaction unknown
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
	if e.CurrentReference == change.Target.OrderReference && e.TransactionReference != "" {
		return // it has been given already
	}
	_, _ = store.Record(ctx, e.ID, journal.Change{Step: journal.StepRenamed, By: change.Agent, Apply: func(e *journal.Entry) error {
		e.CurrentReference = change.Target.OrderReference
		if e.TransactionReference == "" { // the change names its transaction
			doubt.Pointer{Kind: journal.EvidenceNamed, Says: "its order reference was changed, of transaction " + change.Parent, Transaction: change.Parent}.Note(e)
		}
		return nil
	}})
}
