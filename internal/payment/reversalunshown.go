package payment

import (
	"context"
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// What our own attempts say that the gateway does not show yet, and what it
// shows that they do not say.

// unshownChange refuses a change while an earlier one of ours was answered as
// done and is not shown yet: what the agent sees is not what settles, and an
// update sets absolute values, so it would undo the earlier one.
func unshownChange(record gateway.Record, entries []journal.Entry, now time.Time) string {
	var later []journal.Operation
	for _, e := range entries { // the newest first
		if e.Parent != record.TransactionReference || !isPromise(e) {
			continue
		}
		hidden := false
		for _, o := range later {
			hidden = hidden || supersedes(o, e.Operation)
		}
		later = append(later, e.Operation)
		if age := now.Sub(e.AnsweredAt); hidden || age.Abs() > promiseTime || progressOf(e, record) == isDone {
			continue
		}
		return fmt.Sprintf("%s changed this payment a moment ago (%s), and the gateway does not show it yet. Look again in a minute.",
			e.Agent, WhatEntryIs(e))
	}
	return ""
}

// wake has attempts looked at at once of which the gateway shows more than the
// journal knows: a refund that was called not made stands among the children.
func (r *Reversals) wake(ctx context.Context, entries []journal.Entry, related []gateway.Record) {
	woken := false
	for _, e := range entries {
		unknown := e.State == journal.InDoubt || e.State == journal.Known && e.Outcome == gateway.NotSent && e.Resolution != ""
		if e.Kind() != journal.KindRefund || !unknown || !shows(related, e) {
			continue
		}
		woken = r.dueNow(ctx, e.ID, "") || woken
	}
	if woken && r.Desk.Resolver != nil {
		r.Desk.Resolver.Wake()
	}
}

// doubted has attempts looked at at once that were called not made, when the
// gateway refuses a refund because more was given back than the journal knows.
func (r *Reversals) doubted(ctx context.Context, parent string) {
	entries, err := r.Desk.Store.ByTransaction(ctx, parent)
	if err != nil {
		return
	}
	woken := false
	for _, e := range entries {
		if e.Parent == parent && e.Operation == journal.OpRefund && e.State == journal.Known && e.Outcome == gateway.NotSent && e.Resolution != "" {
			woken = r.dueNow(ctx, e.ID, alarmMoreBack) || woken
		}
	}
	if woken && r.Desk.Resolver != nil {
		r.Desk.Resolver.Wake()
	}
}

// dueNow makes an attempt the next to be asked about, with an alarm if there is
// reason for one.
func (r *Reversals) dueNow(ctx context.Context, id, alarm string) bool {
	_, err := r.Desk.Store.Record(ctx, id, journal.Change{Step: journal.StepAlarm, At: r.Desk.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		e.NextCheckAt = r.Desk.Now().UTC()
		if alarm != "" && e.Alarm == "" {
			e.Alarm = alarm
		}
		return nil
	}})
	return err == nil
}
