package payment

import (
	"context"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// renamed keeps what a change of an order reference means for the attempt that
// made the payment: the gateway finds it under the new reference from now on,
// and so must the guard and every search. An attempt in doubt has no
// transaction reference, and is known by the order reference it was sent under.
// A payment of the portal has no entry; the change's own Target names its
// reference then.
func renamed(ctx context.Context, store journal.Store, change journal.Entry) {
	if change.Operation != journal.OpOrder || change.Outcome != gateway.Approved {
		return
	}
	made, err := store.ByTransaction(ctx, change.Parent)
	if err != nil {
		return // ByOrder finds the change itself
	}
	if e, err := store.BySentReference(ctx, change.Before.OrderReference); err == nil && e.Kind() != journal.KindUpdate {
		made = append(made, e)
	}
	for _, e := range made {
		sent := e.SentReference == change.Before.OrderReference && e.TransactionReference == ""
		if e.TransactionReference != change.Parent && !sent || e.Kind() == journal.KindUpdate || e.CurrentReference == change.Target.OrderReference {
			continue
		}
		_, _ = store.Record(ctx, e.ID, journal.Change{Step: journal.StepRenamed, By: change.Agent, Apply: func(e *journal.Entry) error {
			e.CurrentReference = change.Target.OrderReference
			if sent {
				evidence{says: "its order reference was changed, of transaction " + change.Parent, transaction: change.Parent}.note(e)
			}
			return nil
		}})
	}
}
