package operation

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/ordername"
	"motoconsole/internal/samename"
)

// The gateway links a payout to a card that is read out to no payment. Such a
// payout names an order, and counts together with the payments of that order, under
// all names they have had. Otherwise an order could give back the maximum of a
// payment twice.

// mayForOrder reports a payout to a card of its own that would give back and pay
// out more for its order than one payment allows. It names a payment of that order,
// if there is one.
func (r *Service) mayForOrder(ctx context.Context, v *Operation) (reference string, err error) {
	amount := v.Charge.Amount
	v.order = nil
	if v.Operation != journal.OpPayout || v.Parent != "" || r.bounds().MaxRefund.IsZero() {
		return "", nil
	}
	ctx, cancel := context.WithTimeout(ctx, doubt.LookTime/2)
	defer cancel()
	order, err := r.wholeOrder(ctx, v.Charge.OrderReference)
	if err != nil {
		return "", err
	}
	if v.order = &order; len(order.kept.payments) > 0 {
		reference = order.kept.payments[0]
	}
	given, err := r.givenForOrder(ctx, order, amount.Currency, v.ID)
	if err != nil {
		return reference, err
	}
	if err := r.bounds().MayForOrder(amount, given); err != nil {
		return reference, err
	}
	return reference, nil
}

// givenForOrder adds up what was given back and paid out for an order before an attempt,
// or in total if id is "". Records that the gateway shows and the journal does not
// know count as well. also are further payouts of the order.
func (r *Service) givenForOrder(ctx context.Context, order orderSeen, currency gateway.Currency, id string, also ...gateway.Record) (given gateway.Money, err error) {
	kept, shown := order.kept, order.shown
	entries := kept.entries
	if older, ok := journal.Before(entries, id); ok {
		entries = older
	}
	groups := map[string][]journal.Entry{} // by payment
	for _, e := range entries {
		of := shown.paymentOf(e, entries)
		groups[of] = append(groups[of], e)
	}
	day := r.tally(ctx, time.Time{}, currency, entries)
	if given, err = day.sum(ctx, groups[""]); err != nil {
		return given, errJournal
	}
	given, _ = given.Plus(option.PaidOut(gateway.Record{}, notKept(groups[""], append(shown.payouts, also...)), currency))
	delete(groups, "")
	for _, record := range shown.payments {
		if groups[record.TransactionReference] == nil {
			groups[record.TransactionReference] = []journal.Entry{}
		}
	}
	for of, acts := range groups { // either side may show more
		byUs, err := day.sum(ctx, acts)
		if err != nil {
			return given, errJournal
		}
		record, related := shown.payments[of], shown.of(of)
		byAll, err := r.givenOf(record, append(unseen(of, acts, related), related...), currency)
		if err != nil {
			return given, err
		}
		if byAll.Minor < byUs.Minor {
			byAll = byUs
		}
		given, _ = given.Plus(byAll)
	}
	return given, nil
}

// notKept are the payouts that the journal does not count, because no entry made or
// released them.
func notKept(entries []journal.Entry, payouts []gateway.Record) []gateway.Record {
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Operation == journal.OpRelease && (e.State != journal.Known || e.Outcome.MovesMoney()) {
			seen[e.Parent] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(payouts), func(record gateway.Record) bool {
		counted := seen[record.TransactionReference] || slices.ContainsFunc(entries, func(e journal.Entry) bool {
			return (e.State != journal.Known || e.Outcome.MovesMoney()) && doubt.Owns(e, record)
		})
		seen[record.TransactionReference] = true
		return counted
	})
}

// orderKept is what the journal has of an order.
type orderKept struct {
	entries         []journal.Entry // newest first
	names, payments []string
}

// withRenamed are the attempts of an order. They include attempts on its payments
// under any other name that these have or had, and payouts under those names to
// cards that were read out. more are payments that the gateway shows as the
// order's, and names the names it shows them under.
func (r *Service) withRenamed(ctx context.Context, own string, more, names []string) (orderKept, error) {
	entries, err := ordername.Attempts(ctx, r.Sender.Store, r.Sender.Site, own)
	kept, asked := orderKept{entries: entries, names: append([]string{own}, names...)}, []string{samename.Fold(own)}
	if err != nil {
		return kept, err
	}
	for _, e := range entries {
		switch {
		case e.RequestType() == journal.TypeAuth:
			more = append(more, e.TransactionReference)
		case e.Operation == journal.OpOrder, ordername.Has(journal.Entry{OwnReference: e.OwnReference, CurrentReference: e.Before.OrderReference}, asked):
			more = append(more, e.Parent) // but not if only the refund was given the name
		}
	}
	for _, reference := range more {
		if reference == "" || slices.Contains(kept.payments, reference) {
			continue
		}
		kept.payments = append(kept.payments, reference)
		acts, err := r.Sender.Store.ByTransaction(ctx, reference)
		if err != nil {
			return kept, err
		}
		kept.names = append(append(kept.names, reference), namesOf(reference, acts)...)
	}
	slices.Sort(kept.names)
	if kept.names = slices.Compact(kept.names); len(kept.names) < 2 {
		return kept, nil
	}
	all, err := ordername.Attempts(ctx, r.Sender.Store, r.Sender.Site, kept.names...)
	backs := map[string]bool{}
	isOf := func(reference string) bool { return slices.Contains(kept.payments, reference) }
	for _, e := range all {
		if e.RequestType() == journal.TypeRefund && (e.Parent == "" || isOf(e.Parent)) {
			backs[e.TransactionReference] = true
		}
	}
	kept.entries = slices.DeleteFunc(all, func(e journal.Entry) bool { // of other payments that have such a name
		return !ordername.Has(e, asked) && !isOf(e.Parent) && !backs[e.TransactionReference] && !(e.Parent != "" && backs[e.Parent]) &&
			!(e.Operation == journal.OpPayout && e.Parent == "")
	})
	return kept, err
}

// namesOf are the order references that a payment has or had, by the journal,
// including those that the portal gave it.
func namesOf(reference string, entries []journal.Entry) []string {
	var names []string
	for _, e := range entries {
		switch {
		case e.Operation == journal.OpOrder && e.Parent == reference:
			if e.State != journal.Known || e.Outcome.MovesMoney() {
				names = append(names, e.Target.OrderReference, e.Before.OrderReference)
			}
			names = append(names, e.OwnReference)
		case e.Parent == reference && e.RequestType() != journal.TypeAuth, e.TransactionReference == reference && e.RequestType() == journal.TypeAuth:
			names = append(names, ordername.Of(e)...)
			if e.RequestType() == journal.TypeAuth { // the portal shows it under that reference
				names = append(names, e.SentReference)
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// paidForOrder are the payouts for an order, under any of its names, to cards that
// were read out, as records of a payment of the order: those of the journal, and
// those that only the gateway shows.
func (r *Service) paidForOrder(ctx context.Context, names []string) ([]gateway.Record, error) {
	if len(names) == 0 || r.bounds().MaxRefund.IsZero() {
		return nil, nil
	}
	shown, err := r.payoutsOf(ctx, names)
	if err != nil {
		return nil, err
	}
	entries, err := ordername.Attempts(ctx, r.Sender.Store, r.Sender.Site, names...)
	if err != nil {
		return nil, errJournal
	}
	var paid []gateway.Record
	var kept []journal.Entry
	for _, e := range entries {
		if e.Operation == journal.OpPayout && e.Parent == "" && (e.State != journal.Known || e.Outcome.MovesMoney()) {
			paid, kept = append(paid, asRecord(e, "")), append(kept, e)
		}
	}
	return append(paid, notKept(kept, shown)...), nil
}

// namesAt are the order references that a payment has or had: those of the journal,
// and the one that the gateway shows, which may have been changed in the portal.
// The payment's transaction reference names payouts for which it had another name.
func namesAt(record gateway.Record, made journal.Entry, entries []journal.Entry) []string {
	names := append(namesOf(record.TransactionReference, entries), made.OwnReference, made.CurrentReference, record.OrderReference, record.TransactionReference)
	if own, _, ours := orderref.Split(record.OrderReference); ours {
		names = append(names, own)
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}
