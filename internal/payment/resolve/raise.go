package resolve

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

// askRaised reads the pre-authorisation if the gateway shows its raise as approved
// and cancelled: only the reserved amount tells whether the raise was made. For as
// long as the gateway may take to show the raise, an unchanged pre-authorisation
// proves nothing. After that time, one that does not say what settles goes to a
// supervisor.
func (r *Resolver) askRaised(ctx context.Context, e journal.Entry, f evidence.Finding) evidence.Finding {
	cancelled := func(raise gateway.Record) bool {
		return evidence.RecordOutcome(raise) == gateway.OutcomeCancelled
	}
	if e.Before == (journal.Target{}) || !slices.ContainsFunc(f.Records, cancelled) {
		return f
	}
	result, err := r.Gateway.Query(ctx, gateway.Query{Sites: []string{e.Site}, TransactionReferences: []string{e.Parent}})
	if err != nil {
		return evidence.Finding{}
	}
	for _, parent := range result.Records {
		if parent.TransactionReference != e.Parent {
			continue
		}
		recent := r.Now().Sub(evidence.KnownAt(e)).Abs() < evidence.PromiseTime
		progress := evidence.ProgressOf(e, parent)
		if recent && (progress == evidence.NotYet || progress == evidence.Unheard) {
			return evidence.Finding{}
		}
		switch progress {
		case evidence.IsDone:
			for i := range f.Records {
				if cancelled(f.Records[i]) { // a raise has the state of its pre-authorisation
					f.Records[i].SettleStatus = parent.SettleStatus
				}
			}
			return f
		case evidence.NotYet:
			return f
		default:
			why := "was changed since, so it does not tell"
			if progress == evidence.Unheard {
				why = "does not tell"
			}
			f.Records, f.Other = nil, evidence.Pointer{
				Kind: journal.EvidenceNamed, Says: "the raise shows as cancelled, and the pre-authorisation " + why + " whether it was raised: it is now " + evidence.StateOf(parent),
			}
			return f
		}
	}
	return evidence.Finding{}
}
