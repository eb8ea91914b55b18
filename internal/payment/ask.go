package payment

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file asks the gateway what became of one attempt.

// ask queries for exactly the attempt's order reference, of a refund among the
// children of its payment, and where that finds nothing that is ours for every
// transaction reference an answer or a query pointed to. An update has no order
// reference: its transaction is read again.
func (r *Resolver) ask(ctx context.Context, e journal.Entry) finding {
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
		if reference == "" || !f.answered || len(f.records) > 0 {
			continue
		}
		g := r.find(ctx, gateway.Query{Sites: query.Sites, TransactionReferences: []string{reference}}, e)
		if g.other.isZero() {
			g.other = f.other
		}
		f = g
	}
	return f
}

// find is what a query says of an attempt. What it found and is not exactly
// ours is evidence.
func (r *Resolver) find(ctx context.Context, query gateway.Query, e journal.Entry) finding {
	result, err := r.Gateway.Query(ctx, query)
	if err != nil {
		return finding{other: foundUnseen(result, err)}
	}
	f := finding{answered: !result.Capped, at: result.At}
	var others []gateway.Record
	for _, record := range result.Records {
		if isOurs(e, record) {
			f.records = append(f.records, record)
		} else {
			others = append(others, record)
		}
	}
	f.answered = f.answered || len(f.records) > 0
	f.other = foundOther(others)
	if f.other.isZero() && len(f.records) == 0 && result.Found > 0 {
		f.other = evidence{says: "a query for it found more than the gateway shows"}
	}
	return f
}

// isOurs reports the record of an attempt beyond doubt: it has our order
// reference to the letter, or the one it was changed to, or none and the
// transaction reference that an answer to our very request gave, and nothing in
// it says that it is another one. A record of that transaction with another
// order reference contradicts the answer, so it decides nothing.
func isOurs(e journal.Entry, r gateway.Record) bool {
	named := slices.Contains([]string{e.SentReference, e.CurrentReference}, r.OrderReference)
	if r.OrderReference == "" {
		named = e.TransactionReference != "" && r.TransactionReference == e.TransactionReference
	}
	return named && r.RequestType == string(e.Kind()) && (r.SiteReference == "" || r.SiteReference == e.Site) &&
		(r.ParentTransaction == e.Parent || r.ParentTransaction == "")
}
