package resolve

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// askChange reads the transaction of an update again, or the pre-authorisation of a
// raise that was made.
func (r *Resolver) askChange(ctx context.Context, e journal.Entry) doubt.Finding {
	var after doubt.FollowUps
	if e.State == journal.Known {
		entries, err := r.Store.ByTransaction(ctx, e.Parent)
		after = doubt.FollowUpsOf(e, entries)
		switch recent := r.Now().Sub(doubt.KnownAt(e)).Abs() < doubt.PromiseTime; {
		case err != nil:
			return doubt.Finding{}
		case len(after.Made) > 0 && doubt.IsPromise(e):
			return doubt.Finding{Answered: true, Followed: true}
		case len(after.Unsure) > 0 && recent: // after that a supervisor must look at both
			return doubt.Finding{}
		}
	}
	result, err := r.Gateway.Query(ctx, gateway.Query{
		Sites: []string{e.Site}, TransactionReferences: []string{e.Parent},
	})
	if err != nil {
		return doubt.Finding{}
	}
	for _, record := range result.Records {
		if record.TransactionReference != e.Parent {
			continue
		}
		progress := doubt.ProgressOf(e, record)
		if progress == doubt.IsDone && e.State != journal.Known {
			if f, another := r.sameReduction(ctx, e); another {
				return f
			}
		}
		shows := func(other journal.Entry) bool {
			return doubt.ProgressOf(other, record) == doubt.IsDone && !doubt.IsDoubtful(other)
		}
		hidden := slices.ContainsFunc(after.Unsure, shows)
		switch {
		case len(after.Made) > 0 && shows(after.Made[0]): // but this update may still arrive
			return doubt.Finding{Answered: true, At: result.At}
		case len(after.Made) > 0 && after.Made[0].Watched(): // the later update must show first
			return doubt.Finding{}
		case progress == doubt.IsDone, progress == doubt.TooLate && !hidden:
			return doubt.Finding{Answered: true, At: result.At, Records: []gateway.Record{record}}
		case hidden: // the later update's check will tell
			return doubt.Finding{}
		case progress == doubt.NotYet, progress == doubt.Unclear && (e.CalledNotMade() || doubt.Refused(e)): // it may still arrive
			return doubt.Finding{Answered: true, At: result.At}
		case progress == doubt.Unclear:
			return doubt.Finding{Answered: true, At: result.At, Records: []gateway.Record{record}, Other: doubt.Pointer{
				Kind: journal.EvidenceNamed, Says: "the transaction was changed or has settled since, so it does not tell whether this change was made: it is now " + doubt.StateOf(record),
			}}
		}
	}
	return doubt.Finding{} // the transaction existed, so not finding it tells nothing
}

// watchAgain has later updates checked again when an earlier one that was called
// not made has arrived after all and undone them: their callers were promised
// something else.
func (r *Resolver) watchAgain(ctx context.Context, e journal.Entry) {
	entries, err := r.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return
	}
	for _, other := range doubt.FollowUpsOf(e, entries).Made {
		_, _ = r.Store.Record(ctx, other.ID, journal.Change{Step: journal.StepChecked, At: r.Now(), By: "moto", Apply: func(o *journal.Entry) error {
			o.NextCheckAt = r.Now().UTC()
			return nil
		}})
	}
}

// sameReduction reports another attempt of the journal to reduce a transaction to the
// same amount. The amount that settles then shows only that one of them was made,
// though each promised its caller the reduction. It counts for the attempt that the
// journal knows as made; if there is none, for the first in the journal. The others
// cannot be told apart and go to a supervisor. sameReduction does not wait for an
// older attempt that is already with a supervisor.
func (r *Resolver) sameReduction(ctx context.Context, e journal.Entry) (doubt.Finding, bool) {
	if e.Operation != journal.OpReduce {
		return doubt.Finding{}, false
	}
	entries, err := r.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return doubt.Finding{}, true
	}
	older, wait, maybe := false, false, ""
	for _, other := range entries { // newest first
		if other.ID == e.ID {
			older = true
			continue
		}
		if other.Parent != e.Parent || !leaves(other, e.Target) {
			continue
		}
		switch unknown := other.State != journal.Known; {
		case unknown && older && !doubt.IsDoubtful(other):
			wait = true // until the journal knows the other attempt's outcome
		case unknown && older, !unknown && other.Outcome.MovesMoney():
			maybe = other.SentReference
		}
	}
	if maybe == "" {
		return doubt.Finding{}, wait
	}
	return doubt.Finding{Answered: true, Other: doubt.Pointer{
		Kind: journal.EvidenceNamed, Says: "the transaction has the amount that this attempt asked for, but another attempt (" + maybe + ") may have done that",
	}}, true
}

// leaves reports an attempt after which a transaction has the amount of a target: a
// reduction to it, or a raise.
func leaves(e journal.Entry, target journal.Target) bool {
	if e.Operation == journal.OpRaise {
		return e.Before.Raised(e.Amount).Minor == target.SettleAmount
	}
	return e.Operation == journal.OpReduce && e.Target == target
}
