package payment

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Which attempt has made a record. An order reference alone does not say it: the
// portal changes order references, and its refunds and repeats inherit that of
// their payment.

// owns reports a record that an attempt has made. The transaction references
// decide where both are known. Without one the order reference counts, unless the
// amount is another one or nothing was sent.
func owns(e journal.Entry, record gateway.Record) bool {
	if e.Kind() == journal.KindUpdate || string(e.Kind()) != record.RequestType {
		return false
	}
	if e.TransactionReference != "" && record.TransactionReference != "" {
		return e.TransactionReference == record.TransactionReference
	}
	amount, ok := record.Amount(e.Amount.Currency)
	return isOurs(e, record) && (!ok || amount == e.Amount) && !neverSent(e)
}

// ownedBy reports a record that one of the entries has made.
func ownedBy(entries []journal.Entry, record gateway.Record) bool {
	return slices.ContainsFunc(entries, func(e journal.Entry) bool { return owns(e, record) })
}

// owned reports a record that another entry of the journal has made.
func (r *Resolver) owned(ctx context.Context, e journal.Entry, record gateway.Record) bool {
	entries, _ := r.Store.ByTransaction(ctx, record.TransactionReference) // a record without an owner is evidence
	if named, err := r.Store.BySentReference(ctx, record.OrderReference); err == nil {
		entries = append(entries, named)
	}
	return ownedBy(slices.DeleteFunc(entries, func(other journal.Entry) bool { return other.ID == e.ID }), record)
}

// madeByAnother reports a record that is known to be another attempt's. An error
// is the journal's, and says nothing of whose it is.
func (r *Resolver) madeByAnother(ctx context.Context, e journal.Entry, record gateway.Record) (bool, error) {
	entries, err := r.Store.ByTransaction(ctx, record.TransactionReference)
	return slices.ContainsFunc(entries, func(other journal.Entry) bool {
		return other.ID != e.ID && other.TransactionReference == record.TransactionReference && owns(other, record)
	}), err
}

// contradicts reports a record of another transaction than the one that the
// answer to an attempt named.
func contradicts(e journal.Entry, record gateway.Record) bool {
	return e.TransactionReference != "" && record.TransactionReference != "" && e.TransactionReference != record.TransactionReference
}

// neverSent reports an attempt that sent no byte.
func neverSent(e journal.Entry) bool {
	return e.State == journal.Known && e.Outcome == gateway.NotSent && e.Resolution == ""
}
