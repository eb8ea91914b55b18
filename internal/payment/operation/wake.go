package operation

import (
	"context"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/statement"
)

// What the gateway shows or says of attempts that the journal does not know. A look
// at a payment may show more than a resolver's query, since some of the gateway's
// hosts lag behind others, and a refusal can reveal that something was done.

// wake keeps what a look shows of attempts about which the journal knows less, and
// has them checked at once: attempts on the payment that show among its children,
// its changes, and the attempt that made the record itself. An attempt that was
// called not made gets its alarm now, because the gateway may not show the resolver
// as much.
func (r *Service) wake(ctx context.Context, c Snapshot, entries []journal.Entry, made journal.Entry) {
	woken := r.wakeChanges(ctx, c, entries)
	see := func(e journal.Entry, found []gateway.Record) {
		record, ok := r.shownOf(e, found, entries, c)
		says := doubt.Shown(record)
		named := e.State == journal.InDoubt && doubt.IsOurs(e, record) && says.IsNews(e) // other evidence is kept
		if !ok || !mayHaveBeenMade(e) && !named {
			return
		}
		if e.Operation == journal.OpRaise && doubt.IsOurs(e, record) && record.Outcome() == gateway.OutcomeCancelled {
			says = doubt.Pointer{} // a raise has the state of its pre-authorisation, which the resolver reads
		}
		if e.Resolution == journal.ResolvedSupervisor && !says.IsNews(e) {
			return // the supervisor who settled it already knew
		}
		woken = r.dueNow(ctx, e.ID, says, alarmShown(e)) || woken
	}
	for _, e := range entries {
		if e.Parent == c.Record.TransactionReference && e.RequestType() != journal.TypeUpdate {
			see(e, c.Related)
		}
	}
	if made.ID != "" && doubt.IsOurs(made, c.Record) {
		see(made, []gateway.Record{c.Record})
	}
	if woken {
		r.Sender.Resolver.Wake()
	}
}

// mayHaveBeenMade reports an attempt that may have been made, as far as the journal says,
// and that has no evidence of it yet.
func mayHaveBeenMade(e journal.Entry) bool {
	return e.State == journal.InDoubt && e.Evidence == "" || (e.CalledNotMade() || doubt.Refused(e)) && e.Alarm == ""
}

// alarmShown is the alarm for an attempt that the gateway shows although the
// journal says it was not made; "" if the journal does not say that.
func alarmShown(e journal.Entry) string {
	switch {
	case doubt.Refused(e):
		return journal.AlarmRefused
	case !e.CalledNotMade():
		return ""
	case e.RequestType() == journal.TypeCheck: // no money is at stake
		return ""
	default:
		return journal.AlarmsOf(e).Maybe
	}
}

// shownOf is the record that an attempt made, or may have made. For a refused
// attempt only a record with its own reference counts.
func (r *Service) shownOf(e journal.Entry, found []gateway.Record, entries []journal.Entry, c Snapshot) (gateway.Record, bool) {
	for _, record := range found {
		named := doubt.IsOurs(e, record) || e.TransactionReference != "" && e.TransactionReference == record.TransactionReference
		if named && (!doubt.Refused(e) || record.Outcome().MovesMoney()) {
			return record, true
		}
	}
	clock := c.clock
	if clock.IsZero() {
		clock = c.At
	}
	passed := doubt.PassedSince(e, r.Sender.Moment(), clock)
	for _, record := range found {
		if !doubt.Refused(e) && doubt.MayBeOf(e, record, clock, passed) && !doubt.OwnedBy(entries, record) {
			return record, true
		}
	}
	return gateway.Record{}, false
}

// dueNow makes an attempt the next one to check, with what points to it, and an
// alarm if there is reason for one.
func (r *Service) dueNow(ctx context.Context, id string, says doubt.Pointer, alarm string) bool {
	_, err := r.Sender.Store.Record(ctx, id, journal.Change{Step: journal.StepAlarm, At: r.Sender.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		e.NextCheckAt = r.Sender.Now().UTC()
		says.Note(e)
		if alarm != "" && e.Alarm == "" {
			e.Alarm = alarm
		}
		return nil
	}})
	return err == nil
}

// wakeChanges has changes checked at once that the page shows as made and the
// journal does not know as made. It reports whether there are any. The resolver
// watches them for a day only, and a page may be opened later.
func (r *Service) wakeChanges(ctx context.Context, c Snapshot, entries []journal.Entry) (woken bool) {
	for _, e := range entries {
		if e.Parent == c.Record.TransactionReference && e.RequestType() == journal.TypeUpdate &&
			r.isNewOf(e) && doubt.HasMade(e, c.Record) && !c.endedByItself(e) && !r.doneByAnother(ctx, e) {
			says := doubt.Pointer{}
			if e.State == journal.InDoubt { // the portal may undo it before the resolver looks
				says = doubt.ShownOnce()
			}
			woken = r.dueNow(ctx, e.ID, says, alarmShown(e)) || woken
		}
	}
	return woken
}

// isNewOf reports whether it is news that a change was made. While a change in
// doubt is young, the resolver asks about it soon anyway. A refused change counts
// only while it is watched: after that, others made it.
func (r *Service) isNewOf(e journal.Entry) bool {
	if e.State == journal.InDoubt {
		return e.Evidence == "" || e.NextCheckAt.After(r.Sender.Now().Add(doubt.FailedGap))
	}
	return e.Alarm == "" && (e.CalledNotMade() || doubt.Refused(e) && e.Watched())
}

// endedByItself reports a cancel that the gateway may have made itself by now,
// because the payment was held.
func (c Snapshot) endedByItself(e journal.Entry) bool {
	now := c.clock
	if now.IsZero() {
		now = c.At
	}
	until, dated := statement.HeldUntil(c.Record)
	return e.Operation == journal.OpCancel && (!dated || !now.Before(until))
}

// doneByAnother reports a change that another attempt of the journal made, or may
// have: a later one, or one to the same amount.
func (r *Service) doneByAnother(ctx context.Context, e journal.Entry) bool {
	if e.State != journal.Known {
		return false // the resolver tells them apart
	}
	entries, err := r.Sender.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return true
	}
	after := doubt.FollowUpsOf(e, entries)
	return len(after.Made)+len(after.Unsure) > 0 || slices.ContainsFunc(entries, func(other journal.Entry) bool {
		return other.ID != e.ID && other.Parent == e.Parent && other.Operation == e.Operation && other.Target == e.Target && other.Outcome.MovesMoney()
	})
}
