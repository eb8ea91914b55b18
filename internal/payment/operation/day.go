package operation

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/ordername"
)

// What one agent has given back today, in every way in which money, or the lack of
// a charge, reaches the caller.

// mayToday reports an attempt with which the agent would exceed the limit of a day.
// Attempts that the journal got after this one count this one when they are
// checked.
func (r *Service) mayToday(ctx context.Context, v Operation) error {
	limit := r.Limits.MaxAgentDay
	if limit.IsZero() || !countsToday(v.Operation, v.on) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, payment.IntentTime)
	defer cancel()
	since := r.daySince()
	entries, err := r.ofAgent(ctx, v.Agent, since)
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
		if added.Minor = with - given; added.Minor <= 0 {
			return nil
		}
	}
	if err := r.Limits.MayToday(added, gateway.Money{Minor: given, Currency: limit.Currency}); err != nil {
		return err
	}
	return nil
}

// countsToday reports an operation that gives money back, or withholds it. kind is
// what the operation acts on, "" if the journal does not know. Stopping or holding
// a refund gives nothing back, nor does releasing a payment.
func countsToday(o journal.Operation, kind journal.Kind) bool {
	switch o {
	case journal.OpRefund, journal.OpPayout:
		return true
	case journal.OpCancel, journal.OpReduce, journal.OpHold:
		return kind != journal.KindRefund
	case journal.OpRelease:
		return kind != journal.KindAuth
	default:
		return false
	}
}

// Whose day it is, and when it began.

// ofAgent are an agent's attempts since a time, newest first, including those that
// began a while before it and may have been sent after it. It reads all agents'
// attempts: the journal knows a name in one spelling only.
func (r *Service) ofAgent(ctx context.Context, agent string, since time.Time) ([]journal.Entry, error) {
	all, err := r.Processor.Store.Since(ctx, since.Add(-24*time.Hour))
	name := ordername.Fold(agent)
	return slices.DeleteFunc(all, func(e journal.Entry) bool { return ordername.Fold(e.Agent) != name }), err
}

// lastOf is when an attempt was last at work. One that began before midnight and
// was sent after counts on both days.
func lastOf(e journal.Entry) time.Time {
	if e.AnsweredAt.After(e.IntentAt) {
		return e.AnsweredAt
	}
	return e.IntentAt
}

// daySince is when today began, by our clock or by the gateway's, whichever is
// earlier: a clock that is set ahead begins no new day. Nor does $TZ.
func (r *Service) daySince() time.Time {
	now := r.Processor.Now()
	since := r.midnight(now)
	if ahead, told := r.Processor.SignIn.Clock(); told && ahead < 0 {
		since = r.midnight(now.Add(ahead))
	}
	return since
}

func (r *Service) midnight(now time.Time) time.Time {
	zone := r.Limits.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
