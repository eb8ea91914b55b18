package operation

import (
	"context"
	"slices"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/evidence"
	"motoconsole/internal/statement"
)

// wakeChanges has changes checked at once that the page shows as made and the
// journal does not know as made, and reports whether there are any. The resolver
// watches them for a day only, and a page may be opened later.
func (r *Reversals) wakeChanges(ctx context.Context, c Case, entries []journal.Entry) (woken bool) {
	for _, e := range entries {
		if e.Parent == c.Record.TransactionReference && e.Kind() == journal.KindUpdate &&
			r.isNewOf(e) && evidence.HasMade(e, c.Record) && !c.endedByItself(e) && !r.doneByAnother(ctx, e) {
			says := evidence.Pointer{}
			if e.State == journal.InDoubt { // the portal may undo it before the resolver looks
				says.Says = evidence.ShownOnce
			}
			woken = r.dueNow(ctx, e.ID, says, alarmShown(e)) || woken
		}
	}
	return woken
}

// isNewOf reports whether it is news that a change was made. A change in doubt is
// asked about soon anyway while it is young. A change that was refused counts for
// as long as it is watched: later it was made by others.
func (r *Reversals) isNewOf(e journal.Entry) bool {
	if e.State == journal.InDoubt {
		return e.Evidence == "" || e.NextCheckAt.After(r.Desk.Now().Add(evidence.FailedGap))
	}
	return e.Alarm == "" && (evidence.CalledOff(e) || evidence.Refused(e) && e.Watched())
}

// endedByItself reports a cancel of what the gateway may have cancelled by now
// because it was held.
func (c Case) endedByItself(e journal.Entry) bool {
	now := c.clock
	if now.IsZero() {
		now = c.At
	}
	until, dated := statement.HeldUntil(c.Record)
	return e.Operation == journal.OpCancel && (!dated || !now.Before(until))
}

// doneByAnother reports a change whose effect another attempt of the journal has
// made, or may have: a later one, or one to the same amount.
func (r *Reversals) doneByAnother(ctx context.Context, e journal.Entry) bool {
	if e.State != journal.Known {
		return false // the resolver tells them apart
	}
	after, err := payment.Followed(ctx, r.Desk.Store, e)
	if err != nil || len(after.Made)+len(after.Unsure) > 0 {
		return true
	}
	entries, err := r.Desk.Store.ByTransaction(ctx, e.Parent)
	return err != nil || slices.ContainsFunc(entries, func(other journal.Entry) bool {
		return other.ID != e.ID && other.Parent == e.Parent && other.Operation == e.Operation && other.Target == e.Target && evidence.Moves(other.Outcome)
	})
}
