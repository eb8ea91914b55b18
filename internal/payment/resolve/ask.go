package resolve

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// Asking the gateway for the outcome of one attempt.

// Ask queries for exactly the attempt's order reference; for a refund it looks among
// the children of its payment. If that finds nothing of ours, Ask queries for every
// transaction reference that an answer or a query pointed to. An update has no order
// reference, so Ask reads its transaction again. It does the same for a raise that
// was made.
func (r *Resolver) Ask(ctx context.Context, e journal.Entry) doubt.Finding {
	if e.RequestType() == journal.TypeUpdate || doubt.IsPromise(e) {
		return r.askChange(ctx, e)
	}
	query := gateway.Query{
		Sites:           []string{e.Site},
		OrderReferences: []string{e.SentReference},
		RequestTypes:    []string{string(e.RequestType())},
	}
	if e.CurrentReference != "" {
		query.OrderReferences = append(query.OrderReferences, e.CurrentReference)
	}
	if e.RequestType() == journal.TypeRefund && e.Parent != "" {
		query.Parents = []string{e.Parent}
	}
	f := r.find(ctx, query, e)
	for _, reference := range []string{e.TransactionReference, e.EvidenceReference} {
		if reference == "" || !f.Answered || len(f.Records) > 0 {
			continue
		}
		g := r.find(ctx, gateway.Query{Sites: query.Sites, TransactionReferences: []string{reference}}, e)
		if !f.Other.IsZero() { // this query finds what that evidence already names
			g.Other = f.Other
		}
		f = g
	}
	if e.Parent != "" && f.Answered && len(f.Records) == 0 && f.Other.IsZero() {
		f = r.askOrphans(ctx, e, f)
	}
	if e.Operation == journal.OpRaise {
		return r.askRaised(ctx, e, f)
	}
	return f
}

// askOrphans looks among the children of the payment that a refund, payout or
// repeat belongs to. It looks for one of the same kind and amount, made after the
// intent, that no entry of the journal owns. Such a child may be ours: its order
// reference may have been changed in the portal, or it may have kept its
// payment's.
func (r *Resolver) askOrphans(ctx context.Context, e journal.Entry, f doubt.Finding) doubt.Finding {
	result, err := r.Gateway.Query(ctx, gateway.Query{
		Sites: []string{e.Site}, Parents: []string{e.Parent}, RequestTypes: []string{string(e.RequestType())},
	})
	if err != nil || result.Capped {
		return doubt.Finding{}
	}
	var orphans []gateway.Record
	passed := doubt.PassedSince(e, r.Moment(), result.At)
	for _, child := range result.Records {
		if !doubt.MayBeOf(e, child, result.At, passed) || r.owned(ctx, e, child) {
			continue
		}
		orphans = append(orphans, child)
	}
	f.Other = doubt.FoundOther(orphans)
	return f
}

// find is what a query says of an attempt. Three kinds of record are only evidence:
// one that is not exactly ours; one with our order reference that another attempt
// made; and all with our order reference if none of them is the transaction that
// the answer named.
func (r *Resolver) find(ctx context.Context, query gateway.Query, e journal.Entry) doubt.Finding {
	result, err := r.Gateway.Query(ctx, query)
	if err != nil {
		return doubt.Finding{Other: doubt.FoundUnseen(result, err)}
	}
	f := doubt.Finding{Answered: !result.Capped, At: result.At}
	var others []gateway.Record
	seen := map[string]bool{}
	for _, record := range result.Records {
		if reference := record.TransactionReference; seen[reference] {
			continue // listed twice
		} else if reference != "" {
			seen[reference] = true
		}
		ours := doubt.IsOurs(e, record)
		if ours {
			another, err := r.madeByAnother(ctx, e, record)
			if err != nil {
				return doubt.Finding{} // the next check asks again
			}
			ours = !another
		}
		if ours {
			f.Records = append(f.Records, record)
		} else {
			others = append(others, record)
		}
	}
	if len(f.Records) > 0 && !slices.ContainsFunc(f.Records, func(r gateway.Record) bool { return !doubt.Contradicts(e, r) }) {
		others, f.Records = append(others, f.Records...), nil
	}
	f.Answered = f.Answered || len(f.Records) > 0
	f.Other = doubt.FoundOther(others)
	if f.Other.IsZero() && len(f.Records) == 0 && result.Found > 0 {
		f.Other = doubt.Pointer{Kind: journal.EvidenceListed, Says: doubt.QueryFound + " found more than the gateway shows"}
	}
	return f
}

// owned reports a record that another entry of the journal has made.
func (r *Resolver) owned(ctx context.Context, e journal.Entry, record gateway.Record) bool {
	entries, _ := r.Store.ByTransaction(ctx, record.TransactionReference) // a record without an owner is evidence
	if named, err := r.Store.BySentReference(ctx, record.OrderReference); err == nil {
		entries = append(entries, named)
	}
	return doubt.OwnedBy(slices.DeleteFunc(entries, func(other journal.Entry) bool { return other.ID == e.ID }), record)
}

// madeByAnother reports a record that another attempt certainly made. An error says
// that the journal could not be read, so it is not known which attempt made the
// record.
func (r *Resolver) madeByAnother(ctx context.Context, e journal.Entry, record gateway.Record) (bool, error) {
	entries, err := r.Store.ByTransaction(ctx, record.TransactionReference)
	return slices.ContainsFunc(entries, func(other journal.Entry) bool {
		return other.ID != e.ID && other.TransactionReference == record.TransactionReference && doubt.Owns(other, record)
	}), err
}
