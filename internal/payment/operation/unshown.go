package operation

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
)

// Attempts of ours that the gateway does not show yet.

// withinFunc tells whether a time is less than a window ago, like payment.Instant.Within.
type withinFunc func(at time.Time, window time.Duration) bool

// unshownChange refuses a change while an earlier one of ours was answered as done
// and does not show yet. The agent then does not see what settles. An update sets
// absolute values, so it would undo the earlier one and end the watch over it. The
// refusal lasts until the gateway shows the earlier one, or a supervisor has
// acknowledged the alarm that it does not. money reports a change of the amount:
// until that shows, no refund can be judged either.
func unshownChange(record gateway.Record, entries []journal.Entry, within withinFunc) (refusal string, money bool) {
	var later []journal.Operation
	for _, e := range entries { // newest first
		if e.Parent == record.TransactionReference && madeRaise(e) {
			later = append(later, e.Operation)
			continue // unshownRaise tells
		}
		if e.Parent != record.TransactionReference || !doubt.IsPromise(e) {
			continue
		}
		hidden := slices.ContainsFunc(later, func(o journal.Operation) bool { return doubt.Supersedes(o, e.Operation) })
		later = append(later, e.Operation)
		seen := e.Alarm != "" && !e.Attention() // by a supervisor
		over := !within(e.AnsweredAt, doubt.PromiseTime) && !e.Watched()
		if hidden || seen || over && !e.Attention() {
			continue
		}
		change := fmt.Sprintf("%s of %s", e.Noun(), e.Agent)
		once := wasShown(e) && doubt.SetsStatus(e.Operation)
		switch progress := doubt.ProgressOf(e, record); {
		case progress == doubt.IsDone, progress == doubt.Unclear && once: // the record is newer
			continue
		case once:
			refusal = "The gateway has shown the " + change + " and does not show it now: it was undone elsewhere, or the gateway is behind. Look again in a few minutes."
		case progress == doubt.Unclear:
			refusal = "This payment was changed once more after the " + change + ", not from here. Ask a supervisor before you change it."
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

// unshownRaise refuses a change while a raise of ours that was made does not show
// yet, for as long as the gateway may take: an amount that is set now would undo it.
func unshownRaise(record gateway.Record, related []gateway.Record, entries []journal.Entry, within withinFunc) string {
	for _, e := range entries { // newest first: a later one saw what was raised before
		if e.Parent != record.TransactionReference || e.State != journal.Known || !e.Outcome.MovesMoney() || !changesAmount(e.Operation) {
			continue
		}
		switch {
		case e.Operation != journal.OpRaise, showsRaise(e, record, related), !within(doubt.KnownAt(e), doubt.PromiseTime):
			return ""
		case e.Before == (journal.Target{}): // another journal made it: what it leaves is not known
			return ""
		case record.SettleBaseAmount == strconv.FormatInt(e.Before.SettleAmount, 10), !shows(related, e):
			return "The gateway does not show the raise of " + e.Agent + " yet. Look again in a minute."
		default:
			return "The gateway shows another amount than the raise of " + e.Agent + " leaves: it was changed elsewhere, or the gateway is behind. Look again in a few minutes."
		}
	}
	return ""
}

// madeRaise reports a raise that was made.
func madeRaise(e journal.Entry) bool {
	return e.Operation == journal.OpRaise && e.State == journal.Known && e.Outcome.MovesMoney()
}

// showsRaise reports that the gateway shows a raise: its record, and what it added.
func showsRaise(e journal.Entry, record gateway.Record, related []gateway.Record) bool {
	return shows(related, e) && doubt.ProgressOf(e, record) == doubt.IsDone
}

// wasShown reports an update of ours that the gateway has shown as done. Its watch
// ends then, or with an alarm.
func wasShown(e journal.Entry) bool {
	return doubt.IsPromise(e) && !e.Watched() && e.Alarm == "" && e.Resolution != journal.ResolvedSupervisor
}

// changesAmount reports an operation after which another amount settles.
func changesAmount(o journal.Operation) bool {
	return o == journal.OpReduce || o == journal.OpCancel || o == journal.OpRaise
}

// unseen are the refunds and payouts of a payment that this journal knows of and
// the gateway's records do not show: those in doubt or under way, and those that
// were made a moment ago. They count as made until the gateway's record says
// otherwise.
func unseen(parent string, entries []journal.Entry, related []gateway.Record) []gateway.Record {
	var missing []gateway.Record
	for _, e := range entries {
		if e.RequestType() != journal.TypeRefund || e.Parent != parent || shows(related, e) {
			continue
		}
		if e.State == journal.Known && !e.Outcome.MovesMoney() {
			continue
		}
		missing = append(missing, asRecord(e, parent))
	}
	return missing
}

// asRecord is a refund or payout of the journal as the gateway has it once it is made.
func asRecord(e journal.Entry, parent string) gateway.Record {
	r := e.Record()
	r.ParentTransaction, r.ErrorCode, r.SettleStatus = parent, gateway.CodeFine, string(gateway.SettlePending)
	return r
}

// shows reports whether the gateway's records include what an entry made.
func shows(related []gateway.Record, e journal.Entry) bool {
	return slices.ContainsFunc(related, func(r gateway.Record) bool { return doubt.Owns(e, r) })
}
