package operation

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/ordername"
	"motoconsole/internal/statement"
)

// What the gateway shows of an order. The journal does not know what users of the
// vendor's portal did: rename payments, and make refunds, and payouts to cards that
// were read out there.

// OrderError says why it is not known how much was given back for an order before.
type OrderError struct{ says string }

// Error is a sentence, for people.
func (e *OrderError) Error() string { return e.says }

var (
	errOrderUnread = &OrderError{"the gateway did not show what was given back for this order before, so no more can be: try again in a minute"}
	errOrderMany   = &OrderError{"the gateway has 500 or more records of this order, too many to add up, so no more can be given back: ask a supervisor"}
)

// orderShown is what the gateway shows of an order.
type orderShown struct {
	payments map[string]gateway.Record // by transaction reference
	children []gateway.Record          // their refunds, payouts and repeats
	payouts  []gateway.Record          // to cards that were read out
	clock    time.Time                 // the gateway's time
}

// orderSeen is what the journal has of an order and what the gateway shows of it.
type orderSeen struct {
	kept  orderKept
	shown orderShown
}

// backs are all records that may have given money back for the order.
func (s orderShown) backs() []gateway.Record { return slices.Concat(s.payouts, s.children) }

// of are the children of a payment.
func (s orderShown) of(reference string) []gateway.Record {
	return slices.DeleteFunc(slices.Clone(s.children), func(r gateway.Record) bool { return r.ParentTransaction != reference })
}

// paymentOf is the payment whose money an attempt gave back: its parent, or that of
// the refund or payout it acted on; "" if it is none of the order's.
func (s orderShown) paymentOf(e journal.Entry, entries []journal.Entry) string {
	if _, ok := s.payments[e.Parent]; ok || e.Parent == "" {
		return e.Parent
	}
	for _, child := range s.children {
		if child.TransactionReference == e.Parent {
			return child.ParentTransaction
		}
	}
	for _, made := range entries {
		if _, ok := s.payments[made.Parent]; ok && made.TransactionReference == e.Parent && made.RequestType() == journal.TypeRefund {
			return made.Parent
		}
	}
	return ""
}

// byNames asks the gateway for the records of the names, in the same spellings as
// the journal is asked for. It leaves out a name from another system that no query
// may hold.
func (r *Service) byNames(ctx context.Context, names []string, q gateway.Query) (gateway.QueryResult, error) {
	for _, name := range names {
		q.OrderReferences = append(q.OrderReferences, ordername.Spellings(name)...)
		q.OrderReferences = append(q.OrderReferences, ordername.Spellings(orderref.Kept(name))...)
	}
	slices.Sort(q.OrderReferences)
	q.OrderReferences = slices.DeleteFunc(slices.Compact(q.OrderReferences), func(name string) bool {
		return !utf8.ValidString(name) || utf8.RuneCountInString(name) > longestOrder || gateway.HoldsCardNumber(name)
	})
	if len(q.OrderReferences) == 0 { // without a name it would find everything
		return gateway.QueryResult{}, nil
	}
	return r.allOf(ctx, q)
}

// longestOrder is the longest order reference that a query may ask for.
const longestOrder = 255

// allOf is a query that must show every record.
func (r *Service) allOf(ctx context.Context, q gateway.Query) (gateway.QueryResult, error) {
	q.Sites = []string{r.Sender.Site}
	found, err := r.Gateway.Query(ctx, q)
	switch {
	case err != nil:
		return found, errOrderUnread
	case found.Capped:
		return found, errOrderMany
	}
	return found, nil
}

// isReadOut reports a payout to a card that was read out.
func isReadOut(record gateway.Record) bool {
	return statement.KindOf(record) == statement.Payout && record.ParentTransaction == ""
}

// payoutsOf are the payouts for an order that the gateway shows, under any of the
// order's names, to cards that were read out.
func (r *Service) payoutsOf(ctx context.Context, names []string) ([]gateway.Record, error) {
	found, err := r.byNames(ctx, names, gateway.Query{
		RequestTypes: []string{gateway.TypeRefund}, AccountTypes: []gateway.AccountType{gateway.AccountPayout},
	})
	return slices.DeleteFunc(found.Records, func(record gateway.Record) bool { return !isReadOut(record) }), err
}

// wholeOrder is everything that the journal has of an order and that the gateway
// shows of it. It asks each for what the other has found.
func (r *Service) wholeOrder(ctx context.Context, own string) (orderSeen, error) {
	shown := orderShown{payments: map[string]gateway.Record{}}
	kept, err := r.withRenamed(ctx, own, nil, nil)
	if err != nil {
		return orderSeen{}, errJournal
	}
	found, err := r.byNames(ctx, []string{own}, gateway.Query{RequestTypes: []string{gateway.TypeAuth, gateway.TypeRefund}})
	if err != nil {
		return orderSeen{kept, shown}, err
	}
	shown.clock = found.At
	var more []string
	for _, record := range found.Records {
		switch {
		case isReadOut(record):
		case record.RequestType == gateway.TypeAuth:
			more = append(more, record.TransactionReference)
		case record.ParentTransaction != "": // the portal's children keep the name their payment had
			more = append(more, record.ParentTransaction)
		}
	}
	if kept, err = r.withRenamed(ctx, own, more, nil); err != nil {
		return orderSeen{}, errJournal
	}
	var payments gateway.QueryResult
	if len(kept.payments) > 0 {
		if payments, err = r.allOf(ctx, gateway.Query{TransactionReferences: kept.payments}); err != nil {
			return orderSeen{kept, shown}, err
		}
		if kept, err = r.withRenamed(ctx, own, more, namesShown(payments.Records)); err != nil {
			return orderSeen{}, errJournal
		}
	}
	if shown.payouts, err = r.payoutsOf(ctx, kept.names); err != nil || len(kept.payments) == 0 {
		return orderSeen{kept, shown}, err
	}
	children, err := r.allOf(ctx, gateway.Query{Parents: kept.payments})
	for _, reference := range kept.payments { // a payment may be too new to be shown
		shown.payments[reference] = gateway.Record{TransactionReference: reference}
	}
	for _, record := range payments.Records {
		if shown.payments[record.TransactionReference] = record; record.RequestType != gateway.TypeAuth {
			delete(shown.payments, record.TransactionReference) // for example a refund that was released
		}
	}
	shown.children = children.Records
	return orderSeen{kept, shown}, err
}

// namesShown are the order references that the gateway shows of payments.
func namesShown(records []gateway.Record) []string {
	var names []string
	for _, record := range records {
		if record.RequestType != gateway.TypeAuth || record.OrderReference == "" {
			continue
		}
		names = append(names, record.OrderReference)
		if own, _, ours := orderref.Split(record.OrderReference); ours {
			names = append(names, own)
		}
	}
	return names
}

// givenOf is how much of a payment was given back or paid out, or is held.
func (r *Service) givenOf(record gateway.Record, related []gateway.Record, currency gateway.Currency) (gateway.Money, error) {
	given, known := option.WithheldIn(currency, record, related, r.Sender.Now(), r.limits())
	if !known {
		return gateway.Money{}, errOrderUnread
	}
	return given, nil
}
