package payment

import (
	"context"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// What one agent has given back today, in every way that money, or the lack of
// it, reaches the caller.

// dayLimit is how many of the agent's newest attempts are added up.
const dayLimit = 5000

// mayToday reports an attempt with which the agent would give back more than
// one agent may in a day. Attempts that the journal got later than this one are
// for those to worry about.
func (r *Reversals) mayToday(ctx context.Context, a Attempt) error {
	limit := r.Limits.MaxAgentDay
	if limit.IsZero() || !countsToday(a.Operation) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, intentTime)
	defer cancel()
	entries, err := r.Desk.Store.Recent(ctx, a.Agent, dayLimit)
	if err != nil {
		return errJournal
	}
	if older, ok := before(entries, a.ID); ok {
		entries = older
	}
	if err := r.Limits.mayToday(a.Charge.Amount, givenSince(entries, midnight(r.Desk.Now()), limit.Currency)); err != nil {
		return err
	}
	return nil
}

func midnight(now time.Time) time.Time {
	year, month, day := now.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, now.Location())
}

// countsToday reports an operation that gives money back, or withholds it.
func countsToday(o journal.Operation) bool {
	switch o {
	case journal.OpRefund, journal.OpPayout, journal.OpCancel, journal.OpReduce, journal.OpHold:
		return true
	default:
		return false
	}
}

// givenSince adds up what was given back since then, and what may have been.
func givenSince(entries []journal.Entry, since time.Time, currency gateway.Currency) gateway.Money {
	sum := gateway.Money{Currency: currency}
	for _, e := range entries {
		if countsToday(e.Operation) && !e.IntentAt.Before(since) && (e.State != journal.Known || moves(e.Outcome)) && e.Amount.Currency == currency {
			sum.Minor += e.Amount.Minor
		}
	}
	return sum
}

// givenFor is what was given back and paid out for a payment, or may have been.
func (c Case) givenFor() gateway.Money {
	asked, ok := c.Record.Amount()
	sum := gateway.Money{Currency: asked.Currency}
	if !ok {
		return sum
	}
	if settles, ok := c.Record.SettleAmount(); ok && moves(c.Record.Outcome()) {
		sum.Minor = max(asked.Minor-settles.Minor, 0)
	}
	for _, child := range c.all {
		payout := statement.KindOf(child) == statement.Payout && child.Outcome() != gateway.Declined && child.Outcome() != gateway.Cancelled && child.Outcome() != gateway.Rejected
		if !payout && !statement.RefundOf(child, c.Record) {
			continue
		}
		if amount, ok := child.Amount(asked.Currency); ok {
			sum.Minor += amount.Minor
		}
	}
	return sum
}
