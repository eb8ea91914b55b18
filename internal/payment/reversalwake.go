package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// What the gateway shows or says of attempts that the journal does not know: a
// look at a payment shows more than a resolver's query may, since the gateway's
// hosts are not all as far, and a refusal can say that something was done.

// wake keeps what a look shows of attempts of which the journal does not know as
// much, and has them looked at at once: of those on the payment among its
// children, and of the one that made it the record itself. One that was called
// not made gets its alarm now, because the resolver may not be shown as much.
func (r *Reversals) wake(ctx context.Context, c Case, entries []journal.Entry, made journal.Entry) {
	woken := false
	see := func(e journal.Entry, found []gateway.Record) {
		record, ok := r.shownOf(e, found, entries, c)
		if !ok || !unsettled(e) {
			return
		}
		says := evidence{says: gatewayHas + " " + describe(record), transaction: record.TransactionReference}
		if e.Resolution == journal.ResolvedSupervisor && !says.isNews(e) {
			return // who settled it knew as much
		}
		woken = r.dueNow(ctx, e.ID, says, alarmShown(e)) || woken
	}
	for _, e := range entries {
		if e.Parent == c.Record.TransactionReference && e.Kind() != journal.KindUpdate {
			see(e, c.Related)
		}
	}
	if made.ID != "" && isOurs(made, c.Record) {
		see(made, []gateway.Record{c.Record})
	}
	if woken && r.Desk.Resolver != nil {
		r.Desk.Resolver.Wake()
	}
}

// unsettled reports an attempt that may have been made for all that the journal
// says, and of which nothing is kept that says so.
func unsettled(e journal.Entry) bool {
	return e.State == journal.InDoubt && e.Evidence == "" || (calledOff(e) || refused(e)) && e.Alarm == ""
}

// refused reports what gives money back or changes a payment and was answered as
// refused. What the gateway shows may say otherwise, so it is looked at once more.
func refused(e journal.Entry) bool {
	return e.Kind() != journal.KindAuth && e.State == journal.Known && e.Outcome == gateway.Rejected &&
		(e.Resolution == "" || e.Resolution == journal.ResolvedLateAnswer)
}

// alarmShown is the alarm of an attempt that is shown though the journal says
// that it was not made; "" where the journal does not say that.
func alarmShown(e journal.Entry) string {
	switch {
	case refused(e):
		return alarmRefused
	case !calledOff(e):
		return ""
	case e.Kind() == journal.KindAuth:
		return alarmMaybe
	default:
		return alarmMaybeBack
	}
}

// shownOf is the record that an attempt has made, or may have. One that was
// refused has made none that does not bear its name.
func (r *Reversals) shownOf(e journal.Entry, found []gateway.Record, entries []journal.Entry, c Case) (gateway.Record, bool) {
	for _, record := range found {
		named := isOurs(e, record) || e.TransactionReference != "" && e.TransactionReference == record.TransactionReference
		if named && (!refused(e) || moves(recordOutcome(record))) {
			return record, true
		}
	}
	clock := c.clock
	if clock.IsZero() {
		clock = c.At
	}
	passed := passedSince(e, r.Desk.moment(), clock)
	for _, record := range found {
		if !refused(e) && mayBeOf(e, record, clock, passed) && !ownedBy(entries, record) {
			return record, true
		}
	}
	return gateway.Record{}, false
}

// mayBeOf reports a record that may be what an attempt has made, under whatever
// order reference: of the same kind, payment and amount, and not made before the
// attempt began. Clock is the gateway's when it showed the record, passed how
// long ago the attempt may have begun by then.
func mayBeOf(e journal.Entry, record gateway.Record, clock time.Time, passed time.Duration) bool {
	switch recordOutcome(record) {
	case gateway.Declined, gateway.Rejected, gateway.NotSent:
		return false
	default:
	}
	amount, ok := record.Amount(e.Amount.Currency)
	if ok && amount != e.Amount || record.RequestType != "" && record.RequestType != string(e.Kind()) ||
		record.ParentTransaction != "" && record.ParentTransaction != e.Parent {
		return false
	}
	started, dated := record.StartedAt()
	return !dated || clock.IsZero() || clock.Sub(started) <= passed+orphanMargin
}

// hints are the attempts that a refusal says something of, by its errorcode: the
// gateway refuses what would be fine had they not been made.
var hints = map[string][]journal.Operation{
	"20007": {journal.OpRefund, journal.OpReduce}, // more than is left
	"60016": {journal.OpReduce},                   // more than settles
	"60017": {journal.OpCancel, journal.OpRelease},
}

// heed has attempts looked at at once that were called not made, when the gateway
// refuses another one as if they had been, and raises the alarm. A payment that is
// seen to settle is refused for that.
func (r *Reversals) heed(a Attempt) {
	code := a.Result.Code.Code
	if hints[code] == nil || a.Parent == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), rereadTime)
	defer cancel()
	entries, err := r.Desk.Store.ByTransaction(ctx, a.Parent)
	if err != nil {
		return
	}
	hinted := slices.DeleteFunc(entries, func(e journal.Entry) bool {
		return e.Parent != a.Parent || !notMade(e) || !slices.Contains(hints[code], e.Operation)
	})
	if len(hinted) == 0 {
		return
	}
	explained := false
	if code == "60017" {
		record, _, err := r.read(ctx, a.Parent)
		status := gateway.SettleStatus(record.SettleStatus)
		explained = err == nil && (status == gateway.SettleSettling || status == gateway.SettleSettled)
	}
	for _, e := range hinted {
		alarm := alarmMoreBack
		if e.Kind() == journal.KindUpdate {
			alarm = alarmAsIf
		}
		if explained {
			alarm = ""
		}
		r.dueNow(ctx, e.ID, evidence{}, alarm)
	}
	if r.Desk.Resolver != nil {
		r.Desk.Resolver.Wake()
	}
}

// dueNow makes an attempt the next to be asked about, with what points to it and
// an alarm if there is reason for one.
func (r *Reversals) dueNow(ctx context.Context, id string, says evidence, alarm string) bool {
	_, err := r.Desk.Store.Record(ctx, id, journal.Change{Step: journal.StepAlarm, At: r.Desk.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		e.NextCheckAt = r.Desk.Now().UTC()
		says.note(e)
		if alarm != "" && e.Alarm == "" {
			e.Alarm = alarm
		}
		return nil
	}})
	return err == nil
}
