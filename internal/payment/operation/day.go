package operation

import (
	"context"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
)

// What one agent has given back today, in every way: money that reaches the caller,
// and charges that the caller is spared.

// mayToday reports an attempt with which the agent would exceed the limit of a day.
// Attempts that the journal got after this one count this one when they are
// checked.
func (r *Service) mayToday(ctx context.Context, v Operation) error {
	limit := r.bounds().MaxAgentDay
	if limit.IsZero() || !countsToday(v.Operation, v.on) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, payment.IntentTime)
	defer cancel()
	since := r.Sender.DaySince()
	entries, err := r.Sender.OfAgent(ctx, v.Agent, since)
	if err != nil {
		return errJournal
	}
	if older, ok := journal.Before(entries, v.ID); ok {
		entries = older
	}
	day := r.tally(ctx, since, limit.Currency, entries)
	day.kinds[v.Parent] = v.on
	given, err := day.sum(ctx, entries)
	if err != nil {
		return errJournal
	}
	with, err := day.sum(ctx, append([]journal.Entry{v.Attempt.Entry("")}, entries...))
	if err != nil {
		return errJournal
	}
	added := v.Charge.Amount
	if added.Currency == limit.Currency {
		if added, _ = with.Minus(given); added.IsZero() {
			return nil
		}
	}
	if err := r.bounds().MayToday(added, given); err != nil {
		return err
	}
	return nil
}

// countsToday reports an operation that gives money back, or withholds it. kind is
// what the operation acts on, "" if the journal does not know. Stopping or holding
// a refund gives nothing back, nor does releasing a payment.
func countsToday(o journal.Operation, kind journal.RequestType) bool {
	switch o {
	case journal.OpRefund, journal.OpPayout:
		return true
	case journal.OpCancel, journal.OpReduce, journal.OpHold:
		return kind != journal.TypeRefund
	case journal.OpRelease:
		return kind != journal.TypeAuth
	case journal.OpCharge, journal.OpCheck, journal.OpRepeat, journal.OpRaise, journal.OpDueDate, journal.OpOrder, journal.OpCorrect, journal.OpUpdate:
		return false
	default: // what this moto does not know may give money back
		return true
	}
}
