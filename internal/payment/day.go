package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/internal/journal"
	"motoconsole/internal/rights"
)

// This file tells whose day it is, and when it began: limits of a day are counted
// from midnight to midnight.

// OfAgent are an agent's attempts since a time, newest first, including those that
// began a while before it and may have been sent after it. It reads all agents'
// attempts: the journal knows a name in one spelling only.
func (d *Processor) OfAgent(ctx context.Context, agent string, since time.Time) ([]journal.Entry, error) {
	all, err := d.Store.Since(ctx, since.Add(-24*time.Hour))
	return slices.DeleteFunc(all, func(e journal.Entry) bool { return !rights.Same(e.Agent, agent) }), err
}

// Outside reports an attempt from before a time. An attempt without an answer
// counts as sent now, however long ago it began. One that began before midnight and
// was sent after counts on both days.
func Outside(e journal.Entry, since time.Time) bool {
	last := e.IntentAt
	if e.AnsweredAt.After(last) {
		last = e.AnsweredAt
	}
	return e.State != journal.Open && last.Before(since)
}

// DaySince is when today began, by our clock or by the gateway's, whichever is
// earlier: a clock that is set ahead begins no new day. Nor does $TZ.
func (d *Processor) DaySince() time.Time {
	now := d.Now()
	since := d.midnight(now)
	if ahead, told := d.SignIn.Clock(); told && ahead < 0 {
		since = d.midnight(now.Add(ahead))
	}
	return since
}

func (d *Processor) midnight(now time.Time) time.Time {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
