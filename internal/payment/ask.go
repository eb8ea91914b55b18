package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

// This file asks the gateway what became of one attempt.

// ask queries for exactly the attempt's order reference; for a refund it looks
// among the children of its payment. If that finds nothing of ours, ask queries
// for every transaction reference that an answer or a query pointed to. An
// update has no order reference, so its transaction is read again.
func (r *Resolver) ask(ctx context.Context, e journal.Entry) evidence.Finding {
	if e.Kind() == journal.KindUpdate {
		return r.askChange(ctx, e)
	}
	query := gateway.Query{
		Sites:           []string{e.Site},
		OrderReferences: []string{e.SentReference},
		RequestTypes:    []string{string(e.Kind())},
	}
	if e.CurrentReference != "" {
		query.OrderReferences = append(query.OrderReferences, e.CurrentReference)
	}
	if e.Kind() == journal.KindRefund && e.Parent != "" {
		query.Parents = []string{e.Parent}
	}
	f := r.find(ctx, query, e)
	for _, reference := range []string{e.TransactionReference, e.EvidenceReference} {
		if reference == "" || !f.Answered || len(f.Records) > 0 {
			continue
		}
		g := r.find(ctx, gateway.Query{Sites: query.Sites, TransactionReferences: []string{reference}}, e)
		if !f.Other.IsZero() { // what it points to already is found again
			g.Other = f.Other
		}
		f = g
	}
	if e.Parent != "" && f.Answered && len(f.Records) == 0 && f.Other.IsZero() {
		f = r.askOrphans(ctx, e, f)
	}
	return f
}

// orphanMargin is how long before the intent, by what the clocks say has passed,
// a refund may have been made and still count.
const orphanMargin = 5 * time.Minute

// askOrphans looks among the children of the payment that a refund, payout or
// repeat belongs to. It looks for one of the same kind and amount, made after
// the intent, that no entry of the journal owns. Such a child may be ours: the
// portal may have changed its order reference, or it may have kept its
// payment's.
func (r *Resolver) askOrphans(ctx context.Context, e journal.Entry, f evidence.Finding) evidence.Finding {
	result, err := r.Gateway.Query(ctx, gateway.Query{
		Sites: []string{e.Site}, Parents: []string{e.Parent}, RequestTypes: []string{string(e.Kind())},
	})
	if err != nil || result.Capped {
		return evidence.Finding{}
	}
	var orphans []gateway.Record
	passed := passedSince(e, r.moment(), result.At)
	for _, child := range result.Records {
		if !mayBeOf(e, child, result.At, passed) || r.owned(ctx, e, child) {
			continue
		}
		orphans = append(orphans, child)
	}
	f.Other = evidence.FoundOther(orphans)
	return f
}

// passedSince is how much time may have passed since an intent: the longest time
// that any of our clocks or the gateway's says. The time of day may have been
// set, and may differ on the machine that sent the request.
func passedSince(e journal.Entry, at evidence.Moment, theirs time.Time) time.Duration {
	passed := at.Here.Sub(e.IntentAt).Abs()
	if steady, same := at.Steady.Since(e.SendBySteady); same {
		passed = max(passed, steady+e.SendBy.Sub(e.IntentAt))
	}
	if !theirs.IsZero() && !e.FirstEmptyAt.IsZero() && !e.FirstEmptyHere.IsZero() {
		passed = max(passed, theirs.Sub(e.FirstEmptyAt)+e.FirstEmptyHere.Sub(e.IntentAt))
	}
	return passed
}

// find is what a query says of an attempt. Records that it found and that are
// not exactly ours are evidence. So is a record with our order reference that
// another attempt made. So are all records with our order reference if none of
// them is the transaction that the answer named.
func (r *Resolver) find(ctx context.Context, query gateway.Query, e journal.Entry) evidence.Finding {
	result, err := r.Gateway.Query(ctx, query)
	if err != nil {
		return evidence.Finding{Other: evidence.FoundUnseen(result, err)}
	}
	f := evidence.Finding{Answered: !result.Capped, At: result.At}
	var others []gateway.Record
	seen := map[string]bool{}
	for _, record := range result.Records {
		if reference := record.TransactionReference; seen[reference] {
			continue // shown twice
		} else if reference != "" {
			seen[reference] = true
		}
		ours := isOurs(e, record)
		if ours {
			another, err := r.madeByAnother(ctx, e, record)
			if err != nil {
				return evidence.Finding{} // it is asked once more
			}
			ours = !another
		}
		if ours {
			f.Records = append(f.Records, record)
		} else {
			others = append(others, record)
		}
	}
	if len(f.Records) > 0 && !slices.ContainsFunc(f.Records, func(r gateway.Record) bool { return !contradicts(e, r) }) {
		others, f.Records = append(others, f.Records...), nil
	}
	f.Answered = f.Answered || len(f.Records) > 0
	f.Other = evidence.FoundOther(others)
	if f.Other.IsZero() && len(f.Records) == 0 && result.Found > 0 {
		f.Other = evidence.Pointer{Says: evidence.QueryFound + " found more than the gateway shows"}
	}
	return f
}

// isOurs reports the record of an attempt beyond doubt. The record has our order
// reference to the letter, or it has none and has the transaction reference that
// an answer to our very request gave. Nothing else in it says that it is another
// attempt's. Other records may also have the reference that ours was changed to,
// so a changed reference counts only for the transaction that was changed. A
// record of that transaction with another order reference contradicts the
// answer, so it decides nothing.
func isOurs(e journal.Entry, r gateway.Record) bool {
	var named bool
	switch r.OrderReference {
	case "":
		named = e.TransactionReference != "" && r.TransactionReference == e.TransactionReference
	case e.SentReference:
		named = true
	case e.CurrentReference:
		named = slices.Contains([]string{"", e.TransactionReference, e.EvidenceReference}, r.TransactionReference)
	}
	return named && r.RequestType == string(e.Kind()) && (r.SiteReference == "" || r.SiteReference == e.Site) &&
		(r.ParentTransaction == e.Parent || r.ParentTransaction == "")
}
