package resolve

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// askRaised reads the pre-authorisation if the gateway shows its raise as approved
// and cancelled: only the reserved amount tells whether the raise was made. For as
// long as the gateway may take to show the raise, an unchanged pre-authorisation
// proves nothing. After that time, one that does not say what settles goes to a
// supervisor.
func (r *Resolver) askRaised(ctx context.Context, e journal.Entry, f doubt.Finding) doubt.Finding {
	cancelled := func(raise gateway.Record) bool {
		return raise.Outcome() == gateway.OutcomeCancelled
	}
	if e.Before == (journal.Target{}) || !slices.ContainsFunc(f.Records, cancelled) {
		return f
	}
	result, err := r.Gateway.Query(ctx, gateway.Query{Sites: []string{e.Site}, TransactionReferences: []string{e.Parent}})
	if err != nil {
		return doubt.Finding{}
	}
	for _, parent := range result.Records {
		if parent.TransactionReference != e.Parent {
			continue
		}
		recent := r.Now().Sub(doubt.KnownAt(e)).Abs() < doubt.PromiseTime
		progress := doubt.ProgressOf(e, parent)
		if recent && (progress == doubt.NotYet || progress == doubt.Unheard) {
			return doubt.Finding{}
		}
		switch progress {
		case doubt.IsDone:
			for i := range f.Records {
				if cancelled(f.Records[i]) { // a raise has the state of its pre-authorisation
					f.Records[i].SettleStatus = parent.SettleStatus
				}
			}
			return f
		case doubt.NotYet:
			return f
		default:
			why := "was changed since, so it does not tell"
			if progress == doubt.Unheard {
				why = "does not tell"
			}
			f.Records, f.Other = nil, doubt.Pointer{
				Kind: journal.EvidenceNamed, Says: "the raise shows as cancelled, and the pre-authorisation " + why + " whether it was raised: it is now " + doubt.StateOf(parent),
			}
			return f
		}
	}
	return doubt.Finding{}
}
