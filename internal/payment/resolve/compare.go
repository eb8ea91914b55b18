package resolve

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/orderref"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/statement"
)

// Comparing one record with the journal.

// compare compares one record.
func (r *Reconciler) compare(ctx context.Context, record gateway.Record, into *Reconciliation) error {
	e, ours, err := r.entryOf(ctx, record)
	switch {
	case err == nil && ours:
		return r.differ(ctx, e, record, into)
	case err == nil: // the portal's refund or repeat inherits our reference
	case !errors.Is(err, journal.ErrNotFound):
		return err
	case r.isForgotten(record):
		inherits, err := r.inherits(ctx, record)
		if err != nil {
			return err
		}
		if inherits {
			break
		}
		a, err := r.adopt(ctx, record, len(into.Forgotten) < alarmsRaised)
		if errors.Is(err, journal.ErrDuplicateReference) { // another console has just written it
			return nil
		}
		if err == nil {
			into.Forgotten = append(into.Forgotten, a)
		}
		return err
	}
	if record.AccountType == string(gateway.AccountRecurring) { // the gateway's own series, or a shop's: too many to list
		return nil
	}
	if len(into.Others) < othersKept {
		into.Others = append(into.Others, record)
	}
	return nil
}

// differ lists an entry that disagrees with its record, and raises an alarm if they
// disagree about money.
func (r *Reconciler) differ(ctx context.Context, e journal.Entry, record gateway.Record, into *Reconciliation) error {
	says, alarm := differs(e, record), ""
	outcome := record.Outcome()
	switch {
	case doubt.Contradicts(e, record) && outcome.MovesMoney():
		says, alarm = "the gateway has another transaction under this order reference: "+gateway.Clean(record.TransactionReference, doubt.ShownOrder), journal.AlarmsOf(e).Twice
	case says != "" && outcome.MovesMoney() && !e.Outcome.MovesMoney():
		alarm = journal.AlarmsOf(e).Differs
	case says == "":
		return nil
	}
	into.Differences = append(into.Differences, Difference{e, says})
	if alarm == "" || e.Alarm != "" {
		return nil
	}
	_, err := r.Store.Record(ctx, e.ID, journal.Change{Step: journal.StepAlarm, At: r.Now(), By: "moto", Apply: func(e *journal.Entry) error {
		if e.Alarm == "" {
			e.Alarm = alarm
		}
		return nil
	}})
	return err
}

// entryOf is the entry that made a record. If there is none, it is one whose order
// reference the record carries, and ours is false.
func (r *Reconciler) entryOf(ctx context.Context, record gateway.Record) (e journal.Entry, ours bool, err error) {
	if record.TransactionReference != "" {
		entries, err := r.Store.ByTransaction(ctx, record.TransactionReference)
		if err != nil {
			return journal.Entry{}, false, err
		}
		for _, e := range slices.Backward(entries) {
			if e.TransactionReference == record.TransactionReference && e.RequestType() != journal.TypeUpdate {
				return e, true, nil
			}
		}
	}
	if record.OrderReference == "" {
		return journal.Entry{}, false, journal.ErrNotFound
	}
	e, err = r.Store.BySentReference(ctx, record.OrderReference)
	return e, doubt.IsOurs(e, record), err
}

// isForgotten reports a record that this journal can have forgotten. The record
// carries the name of an earlier journal, or it carries this journal's name and was
// made since the journal got that name, at a time that the journal can have
// forgotten. Run passes only payments made by telephone, and those of a series. A child inherits the
// reference of its parent; compare has already excluded a child whose parent has a
// row.
func (r *Reconciler) isForgotten(record gateway.Record) bool {
	_, name, ours := orderref.Named(record.OrderReference)
	identity := r.Store.Identity()
	started, dated := record.StartedAt()
	if !ours || !dated {
		return false
	}
	started = started.Add(-r.Ahead)
	if slices.Contains(r.Store.Former(), name) {
		return true
	}
	return name == identity.Name && !started.Before(identity.Since.Truncate(time.Second)) && !started.Before(r.Tail)
}

// inherits reports a child with the order reference of its parent, as the portal's
// refunds and repeats have. moto sends its own children with references of their
// own.
func (r *Reconciler) inherits(ctx context.Context, child gateway.Record) (bool, error) {
	query, ok := r.Gateway.(Gateway)
	if child.ParentTransaction == "" || !ok {
		return false, nil
	}
	found, err := query.Query(ctx, gateway.Query{Sites: r.Sites, TransactionReferences: []string{child.ParentTransaction}})
	if err != nil {
		return false, err
	}
	for _, parent := range found.Records {
		if parent.TransactionReference == child.ParentTransaction {
			return parent.OrderReference == child.OrderReference, nil
		}
	}
	return false, nil
}

// siteOf is the site of a record. A record that names none of ours came as the answer
// to a question about our sites, so it counts for the usual one.
func (r *Reconciler) siteOf(record gateway.Record) string {
	if slices.Contains(r.Sites, record.SiteReference) {
		return record.SiteReference
	}
	return r.Sites[0]
}

// adopt records a forgotten payment, with an alarm.
func (r *Reconciler) adopt(ctx context.Context, record gateway.Record, alarm bool) (journal.Entry, error) {
	own, _, _ := orderref.Named(record.OrderReference)
	amount, _ := record.Amount()
	started, _ := record.StartedAt()
	first6, last4 := statement.CardEnds(record.MaskedPAN)
	e := journal.Entry{
		ID: rand.Text(), Operation: journal.OpCharge, SentReference: record.OrderReference, OwnReference: own,
		Amount: amount, Site: r.siteOf(record), First6: first6, Last4: last4, Brand: record.PaymentType,
		Agent: gateway.Clean(record.OperatorName, doubt.ShownOrder), IntentAt: started.Add(-r.Ahead),
	}
	e.Parent = record.ParentTransaction
	if method := gateway.AuthMethod(record.AuthMethod); method == gateway.AuthPre || method == gateway.AuthIncremental {
		e.AuthMethod = record.AuthMethod
	}
	switch {
	case statement.KindOf(record) == statement.Payout:
		e.Operation = journal.OpPayout
	case record.RequestType == gateway.TypeRefund:
		e.Operation = journal.OpRefund
	case statement.KindOf(record) == statement.Raise && e.Parent != "":
		e.Operation = journal.OpRaise
	case e.Parent != "":
		e.Operation = journal.OpRepeat
		if series, ok := gateway.ParseSubscription(record.SubscriptionType + " " + record.SubscriptionNumber); ok {
			e.Initiation = series.String()
		}
	}
	if e.Agent == "" {
		e.Agent = "unknown"
	}
	// The first write of the row already has the alarm and the transaction. So if
	// the second write fails, the payment is found by its transaction and not
	// adopted again.
	e.TransactionReference = record.TransactionReference
	if alarm {
		e.Alarm = journal.AlarmsOf(e).Forgotten
	}
	now := r.Now().UTC()
	if err := r.Store.Intent(ctx, e, "", time.Time{}); err != nil {
		return journal.Entry{}, err
	}
	after, err := r.Store.Record(ctx, e.ID, journal.Change{Step: journal.StepReconciled, At: now, By: "moto", Apply: func(e *journal.Entry) error {
		e.AnsweredAt, e.AuthCode = now, record.AuthCode
		e.ErrorCode, e.SettleStatus, e.AdviceCode = record.ErrorCode, record.SettleStatus, record.AcquirerAdviceCode
		e.BankCode = record.AcquirerResponseCode
		if outcome := record.Outcome(); outcome != gateway.OutcomeUnknown {
			doubt.Resolve(e, outcome, journal.ResolvedReconciled, now)
		} else {
			e.State = journal.InDoubt
		}
		return nil
	}})
	return after, err
}

// differs says how a record disagrees with its entry; "" if it agrees. An entry
// whose outcome is still being found out agrees with any record. A payment that was
// cancelled or settled since was taken all the same.
func differs(e journal.Entry, record gateway.Record) string {
	amount, ok := record.Amount(e.Amount.Currency)
	outcome := record.Outcome()
	switch {
	case e.State != journal.Known:
		return ""
	case ok && amount != e.Amount:
		return "the journal has " + e.Amount.String() + " and the gateway " + amount.String()
	case e.Outcome.MovesMoney() == outcome.MovesMoney(), outcome == gateway.OutcomeUnknown:
		return ""
	case e.Outcome.MovesMoney() && outcome == gateway.OutcomeCancelled:
		return "" // cancelled later
	}
	return "the journal says " + e.Outcome.String() + " and the gateway " + outcome.String()
}
