package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// A payout to a card that is read out belongs to no payment that the gateway
// knows of. It names an order, and with the payments of that order it counts as
// one, whatever they were renamed to: else the maximum of a payment would be had
// twice.

// mayForOrder reports a payout to a card of its own with which more would be
// given back and paid out for its order than for one payment.
func (r *Reversals) mayForOrder(ctx context.Context, v Reversal) error {
	amount := v.Charge.Amount
	if v.Operation != journal.OpPayout || v.Parent != "" || r.Limits.MaxRefund.IsZero() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, intentTime)
	defer cancel()
	given, err := r.givenForOrder(ctx, v.Charge.OrderReference, amount.Currency, v.ID)
	if err != nil {
		return errJournal
	}
	if err := r.Limits.mayForOrder(amount, given); err != nil {
		return err
	}
	return nil
}

// givenForOrder is what was given back and paid out for an order before an
// attempt; without one, all of it.
func (r *Reversals) givenForOrder(ctx context.Context, own string, currency gateway.Currency, id string) (gateway.Money, error) {
	given := gateway.Money{Currency: currency}
	entries, err := r.withRenamed(ctx, own)
	if err != nil {
		return given, err
	}
	if older, ok := before(entries, id); ok {
		entries = older
	}
	given.Minor, err = r.tally(ctx, time.Time{}, currency, entries).sum(ctx, entries)
	return given, err
}

// withRenamed are the attempts of an order, the newest first, with those on its
// payments under other names that these had or have, and the payouts to cards
// that were read out for those names.
func (r *Reversals) withRenamed(ctx context.Context, own string) ([]journal.Entry, error) {
	entries, err := r.Desk.ofOrder(ctx, own)
	if err != nil {
		return nil, err
	}
	names, payments := []string{own}, map[string]bool{}
	for _, e := range entries {
		payment := e.TransactionReference
		if e.Operation == journal.OpOrder {
			payment = e.Parent
		}
		if e.Kind() == journal.KindRefund || payment == "" || payments[payment] {
			continue
		}
		payments[payment] = true
		acts, err := r.Desk.Store.ByTransaction(ctx, payment)
		if err != nil {
			return nil, err
		}
		names = append(names, namesOf(payment, acts)...)
	}
	if slices.Sort(names); len(slices.Compact(names)) < 2 {
		return entries, nil
	}
	all, err := r.Desk.ofOrder(ctx, names...)
	asked, backs := []string{sameName(own)}, map[string]bool{}
	for _, e := range all {
		if e.Kind() == journal.KindRefund && (e.Parent == "" || payments[e.Parent]) {
			backs[e.TransactionReference] = true
		}
	}
	return slices.DeleteFunc(all, func(e journal.Entry) bool { // of other payments that have such a name
		return !isOfOrder(e, asked) && !payments[e.Parent] && !backs[e.TransactionReference] && !(e.Parent != "" && backs[e.Parent]) &&
			!(e.Operation == journal.OpPayout && e.Parent == "")
	}), err
}

// namesOf are the order references that a payment has or had, by what the
// journal has of it.
func namesOf(payment string, entries []journal.Entry) []string {
	var names []string
	for _, e := range entries {
		switch {
		case e.Operation == journal.OpOrder && e.Parent == payment:
			if e.State != journal.Known || moves(e.Outcome) {
				names = append(names, e.Target.OrderReference, e.Before.OrderReference)
			}
			names = append(names, e.OwnReference)
		case e.Parent == payment && e.Kind() != journal.KindAuth, e.TransactionReference == payment && e.Kind() == journal.KindAuth:
			names = append(names, e.OwnReference, e.CurrentReference)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// paidForOrder are the payouts to cards that were read out for an order, by
// whatever of its names, as records of a payment of it.
func (r *Reversals) paidForOrder(ctx context.Context, names []string) ([]gateway.Record, error) {
	if len(names) == 0 || r.Limits.MaxRefund.IsZero() {
		return nil, nil
	}
	entries, err := r.Desk.ofOrder(ctx, names...)
	if err != nil {
		return nil, err
	}
	var paid []gateway.Record
	for _, e := range entries {
		if e.Operation == journal.OpPayout && e.Parent == "" && (e.State != journal.Known || moves(e.Outcome)) {
			paid = append(paid, asRecord(e, ""))
		}
	}
	return paid, nil
}

// namesAt are the order references that a payment has or had: those of the
// journal, and what the gateway shows, which may have been changed in the portal.
func namesAt(record gateway.Record, made journal.Entry, entries []journal.Entry) []string {
	names := append(namesOf(record.TransactionReference, entries), made.OwnReference, made.CurrentReference, record.OrderReference)
	if own, _, ours := splitReference(record.OrderReference); ours {
		names = append(names, own)
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}
