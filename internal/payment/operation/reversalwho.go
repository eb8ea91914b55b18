package operation

import (
	"context"
	"slices"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment/ordername"
)

// Whose day it is, and when it began.

// ofAgent are an agent's attempts since a time, the newest first, with those
// that were begun a while before it and may have been sent after it. It reads
// those of every agent: the journal knows a name in one spelling only.
func (r *Reversals) ofAgent(ctx context.Context, agent string, since time.Time) ([]journal.Entry, error) {
	all, err := r.Desk.Store.Since(ctx, since.Add(-24*time.Hour))
	name := ordername.Fold(agent)
	return slices.DeleteFunc(all, func(e journal.Entry) bool { return ordername.Fold(e.Agent) != name }), err
}

// lastOf is when an attempt was at work last: one that was begun before midnight
// and sent after counts on both days.
func lastOf(e journal.Entry) time.Time {
	if e.AnsweredAt.After(e.IntentAt) {
		return e.AnsweredAt
	}
	return e.IntentAt
}

// daySince is when today began, by our clock or by the gateway's, whichever is
// earlier: a clock that is set ahead begins no new day. Nor does $TZ.
func (r *Reversals) daySince() time.Time {
	now := r.Desk.Now()
	since := r.midnight(now)
	if ahead, told := r.Desk.SignIn.Clock(); told && ahead < 0 {
		since = r.midnight(now.Add(ahead))
	}
	return since
}

func (r *Reversals) midnight(now time.Time) time.Time {
	zone := r.Limits.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
