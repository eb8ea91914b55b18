package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// A payout to a card that is read out belongs to no payment that the gateway
// knows of. It names an order, and with the payments of that order it counts as
// one: else the maximum of a payment would be had twice.

// mayForOrder reports a payout to a card of its own with which more would be
// given back and paid out for its order than for one payment.
func (r *Reversals) mayForOrder(ctx context.Context, v Reversal) error {
	amount := v.Charge.Amount
	if v.Operation != journal.OpPayout || v.Parent != "" || r.Limits.MaxRefund.IsZero() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, intentTime)
	defer cancel()
	entries, err := r.Desk.ofOrder(ctx, v.Charge.OrderReference)
	if err != nil {
		return errJournal
	}
	if older, ok := before(entries, v.ID); ok {
		entries = older
	}
	given, err := r.tally(ctx, time.Time{}, amount.Currency, entries).sum(ctx, entries)
	if err != nil {
		return errJournal
	}
	if err := r.Limits.mayForOrder(amount, gateway.Money{Minor: given, Currency: amount.Currency}); err != nil {
		return err
	}
	return nil
}

// paidForOrder are the payouts to cards that were read out for an order, as
// records of a payment of it.
func (r *Reversals) paidForOrder(ctx context.Context, own string) ([]gateway.Record, error) {
	if own == "" || r.Limits.MaxRefund.IsZero() {
		return nil, nil
	}
	entries, err := r.Desk.ofOrder(ctx, own)
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
