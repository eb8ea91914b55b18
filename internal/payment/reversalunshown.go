package payment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// What our own attempts say that the gateway does not show yet, and what it
// shows that they do not say.

// unshownChange refuses a change while an earlier one of ours was answered as
// done and is not shown yet: what the agent sees is not what settles, and an
// update sets absolute values, so it would undo the earlier one. It is refused
// until the gateway shows it, or a supervisor has seen to the alarm that it does
// not. Money reports a change of the amount, after which no refund can be judged
// either.
func unshownChange(record gateway.Record, entries []journal.Entry, now time.Time) (refusal string, money bool) {
	var later []journal.Operation
	for _, e := range entries { // the newest first
		if e.Parent != record.TransactionReference || !isPromise(e) {
			continue
		}
		hidden := slices.ContainsFunc(later, func(o journal.Operation) bool { return supersedes(o, e.Operation) })
		later = append(later, e.Operation)
		recent := now.Sub(e.AnsweredAt).Abs() <= promiseTime
		if hidden || !recent && !e.Attention() {
			continue
		}
		change := fmt.Sprintf("%s of %s", WhatEntryIs(e), e.Agent)
		switch progressOf(e, record) {
		case isDone:
			continue
		case unclear:
			if !e.Attention() && !recent { // a supervisor has seen to it
				continue
			}
			refusal = "This payment was changed once more after the " + change + ", by somebody else. Ask a supervisor before you change it."
		default:
			refusal = "The gateway does not show the " + change + " yet. Look again in a minute."
			if e.Attention() {
				refusal = "The gateway does not show the " + change + ", although it said that it was done. Ask a supervisor before you change it."
			}
		}
		return refusal, changesAmount(e.Operation)
	}
	return "", false
}

// changesAmount reports an update after which another amount settles.
func changesAmount(o journal.Operation) bool { return o == journal.OpReduce || o == journal.OpCancel }

// refusedChange refuses a change while the gateway has just refused one because
// the payment has begun to settle or was cancelled, and its records do not show
// that yet.
func refusedChange(record gateway.Record, entries []journal.Entry, now time.Time) string {
	switch standingOf(record) {
	case standPending, standHeld:
	default:
		return ""
	}
	for _, e := range entries {
		if e.Parent == record.TransactionReference && e.Kind() == journal.KindUpdate && e.ErrorCode == "60017" && now.Sub(e.AnsweredAt).Abs() <= promiseTime {
			return "The gateway says that this payment has begun to settle or was cancelled, and does not show which yet. Look again in a minute."
		}
	}
	return ""
}

// tooMuchTime is how long a refusal as too much counts against what the gateway
// shows as left.
const tooMuchTime = 24 * time.Hour

// refusedAmount is the smallest amount that the gateway has refused to refund of
// a payment as more than is left, although its records show as much: they do not
// show all that was given back. Zero is none.
func refusedAmount(parent string, entries []journal.Entry, left gateway.Money, now time.Time) gateway.Money {
	var least gateway.Money
	for _, e := range entries {
		if e.Parent != parent || e.Operation != journal.OpRefund || e.ErrorCode != "20007" || e.State != journal.Known ||
			now.Sub(e.AnsweredAt).Abs() > tooMuchTime || e.Amount.Currency != left.Currency || e.Amount.Minor > left.Minor {
			continue
		}
		if least.IsZero() || e.Amount.Minor < least.Minor {
			least = e.Amount
		}
	}
	return least
}

// wake has attempts looked at at once of which the gateway shows more than the
// journal knows: a refund that was called not made stands among the children, or
// one that may be it.
func (r *Reversals) wake(ctx context.Context, entries []journal.Entry, related []gateway.Record) {
	woken := false
	for _, e := range entries {
		unknown := e.State == journal.InDoubt && e.Evidence == "" || notMade(e) && e.Alarm == ""
		if e.Kind() != journal.KindRefund || e.Parent == "" || !unknown || !shows(related, e) && !orphaned(e, entries, related) {
			continue
		}
		woken = r.dueNow(ctx, e.ID, "") || woken
	}
	if woken && r.Desk.Resolver != nil {
		r.Desk.Resolver.Wake()
	}
}

// notMade reports a refund or payout that was sent, or may have been, and was
// called not made.
func notMade(e journal.Entry) bool {
	return e.Kind() == journal.KindRefund && e.State == journal.Known && e.Outcome == gateway.NotSent && e.Resolution != ""
}

// orphaned reports a child of the same amount that no entry owns.
func orphaned(e journal.Entry, entries []journal.Entry, related []gateway.Record) bool {
	for _, child := range related {
		amount, ok := child.Amount(e.Amount.Currency)
		if child.RequestType == gateway.TypeRefund && ok && amount == e.Amount && moves(recordOutcome(child)) && !ownedBy(entries, child) {
			started, dated := child.StartedAt()
			if !dated || !started.Before(e.IntentAt.Add(-orphanMargin)) {
				return true
			}
		}
	}
	return false
}

// ownedBy reports a refund that one of the entries has made.
func ownedBy(entries []journal.Entry, child gateway.Record) bool {
	return slices.ContainsFunc(entries, func(e journal.Entry) bool {
		return e.Kind() == journal.KindRefund && (e.SentReference == child.OrderReference ||
			e.TransactionReference != "" && e.TransactionReference == child.TransactionReference)
	})
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
		if e.Parent == parent && e.Operation == journal.OpRefund && notMade(e) {
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

// sameReduction reports another attempt of the journal to reduce a transaction
// to the same amount. What settles then shows that one of them was made, and
// each promised its caller to settle so much less. It counts for the one that
// the journal knows as made or got first.
func (r *Resolver) sameReduction(ctx context.Context, e journal.Entry) (finding, bool) {
	entries, err := r.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return finding{}, true
	}
	older := false
	for _, other := range entries { // the newest first
		older = older || other.ID == e.ID
		switch same := other.ID != e.ID && other.Operation == e.Operation && other.Parent == e.Parent && other.Target == e.Target; {
		case !same || e.Operation != journal.OpReduce:
		case other.State == journal.Known && moves(other.Outcome):
			return finding{answered: true, other: evidence{
				says: "the transaction is reduced to what this was to reduce it to, and another attempt (" + other.SentReference + ") has done that",
			}}, true
		case other.State != journal.Known && older:
			return finding{}, true // until the journal knows of that one
		}
	}
	return finding{}, false
}
