package payment

import (
	"context"
	"crypto/rand"
	"errors"
	"iter"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// This file compares the gateway's records with the journal. A journal may be
// deleted, or an older copy of it put back; then the gateway has payments that
// carry the journal's name and stand in none of its rows.

// Walker yields all records of a window of time. *gateway.Client is one.
type Walker interface {
	Records(context.Context, gateway.Query) iter.Seq2[gateway.Record, error]
}

// Reconciler finds payments that the journal has forgotten.
type Reconciler struct {
	Gateway Walker
	Store   journal.Store
	Site    string
	Now     func() time.Time
	// Ahead is how far the gateway's clock is ahead of ours.
	Ahead time.Duration
}

// Difference is an entry whose record says something else.
type Difference struct {
	Entry  journal.Entry
	Record gateway.Record
	Says   string // what differs, for people
}

// Reconciliation is what one comparison found.
type Reconciliation struct {
	Since  time.Time
	Looked int // records looked at
	// Forgotten are payments with this journal's name that stood in no row of
	// it. Each has a row now, with an alarm.
	Forgotten []Attempt
	// Others are payments of other journals and of the portal.
	Others []gateway.Record
	// Differences are entries whose amount or outcome is not the record's.
	Differences []Difference
}

// alarmForgotten is the alarm of a payment that the journal had forgotten.
const alarmForgotten = "the gateway has this payment and the journal had not: the journal is older than the payment, " +
	"so an older copy of it was put back, or it was deleted. Payments of that time may be taken twice"

// othersKept is how many payments of others are listed.
const othersKept = 10000

// Run compares what was made since then. What it finds forgotten it records
// with an alarm, so that the guard knows of it.
func (r *Reconciler) Run(ctx context.Context, since time.Time) (Reconciliation, error) {
	result := Reconciliation{Since: since}
	query := gateway.Query{
		Sites: []string{r.Site}, RequestTypes: []string{gateway.TypeAuth, gateway.TypeRefund},
		After: since.Add(r.Ahead - time.Second),
	}
	query.Before = r.Now().Add(r.Ahead + time.Minute)
	var problems []error
	for record, err := range r.Gateway.Records(ctx, query) {
		if err != nil {
			problems = append(problems, err)
			if _, dense := errors.AsType[*gateway.DenseSecondError](err); dense {
				continue
			}
			break
		}
		result.Looked++
		if err := r.compare(ctx, record, &result); err != nil {
			problems = append(problems, err)
			break
		}
	}
	return result, errors.Join(problems...)
}

// compare looks at one record.
func (r *Reconciler) compare(ctx context.Context, record gateway.Record, into *Reconciliation) error {
	e, err := r.entryOf(ctx, record)
	switch {
	case err == nil:
		if says := differs(e, record); says != "" {
			into.Differences = append(into.Differences, Difference{e, record, says})
		}
		return nil
	case !errors.Is(err, journal.ErrNotFound):
		return err
	}
	switch forgotten, err := r.isForgotten(ctx, record); {
	case err != nil:
		return err
	case forgotten:
		a, err := r.adopt(ctx, record)
		if err == nil {
			into.Forgotten = append(into.Forgotten, a)
		}
		return err
	}
	if len(into.Others) < othersKept {
		into.Others = append(into.Others, record)
	}
	return nil
}

// entryOf is the entry that made a record.
func (r *Reconciler) entryOf(ctx context.Context, record gateway.Record) (journal.Entry, error) {
	if record.TransactionReference != "" {
		entries, err := r.Store.ByTransaction(ctx, record.TransactionReference)
		if err != nil {
			return journal.Entry{}, err
		}
		for _, e := range slices.Backward(entries) {
			if e.TransactionReference == record.TransactionReference && e.Kind() != journal.KindUpdate {
				return e, nil
			}
		}
	}
	if record.OrderReference == "" {
		return journal.Entry{}, journal.ErrNotFound
	}
	e, err := r.Store.BySentReference(ctx, record.OrderReference)
	if err == nil && !isOurs(e, record) {
		err = journal.ErrNotFound // a refund or repeat of the portal inherits the reference
	}
	return e, err
}

// isForgotten reports a record that carries this journal's name, was made since
// the journal has it, and did not inherit the reference. A payment without a
// parent was made by telephone, or is a payout.
func (r *Reconciler) isForgotten(ctx context.Context, record gateway.Record) (bool, error) {
	_, name, ours := splitReference(record.OrderReference)
	identity := r.Store.Identity()
	started, dated := record.StartedAt()
	if !ours || name != identity.Name || !dated || started.Add(-r.Ahead).Before(identity.Since.Truncate(time.Second)) {
		return false, nil
	}
	if record.ParentTransaction != "" {
		inherits, err := r.inherits(ctx, record)
		return !inherits, err
	}
	switch gateway.AccountType(record.AccountType) {
	case "", gateway.AccountMOTO, gateway.AccountPayout:
		return true, nil
	default:
		return false, nil
	}
}

// inherits reports a child that may have its parent's order reference. A refund
// or repeat of the portal has; one of ours is sent with a reference of its own,
// which no row has any more if it was forgotten.
func (r *Reconciler) inherits(ctx context.Context, child gateway.Record) (bool, error) {
	if _, err := r.Store.BySentReference(ctx, child.OrderReference); !errors.Is(err, journal.ErrNotFound) {
		return true, err
	}
	query, ok := r.Gateway.(Querier)
	if !ok {
		return true, nil
	}
	found, err := query.Query(ctx, gateway.Query{Sites: []string{r.Site}, TransactionReferences: []string{child.ParentTransaction}})
	if err != nil {
		return true, err
	}
	for _, parent := range found.Records {
		if parent.TransactionReference == child.ParentTransaction {
			return parent.OrderReference == child.OrderReference, nil
		}
	}
	return true, nil
}

// operationOf is what made a forgotten record.
func operationOf(record gateway.Record) journal.Operation {
	switch refund := record.RequestType == gateway.TypeRefund; {
	case refund && (record.ParentTransaction == "" || record.AccountType == string(gateway.AccountPayout)):
		return journal.OpPayout
	case refund:
		return journal.OpRefund
	case record.ParentTransaction != "":
		return journal.OpRepeat
	default:
		return journal.OpCharge
	}
}

// adopt records a forgotten payment, with an alarm.
func (r *Reconciler) adopt(ctx context.Context, record gateway.Record) (Attempt, error) {
	own, _, _ := splitReference(record.OrderReference)
	amount, _ := record.Amount()
	started, _ := record.StartedAt()
	first6, last4 := maskedEnds(record.MaskedPAN)
	e := journal.Entry{
		ID: rand.Text(), Operation: operationOf(record), Parent: record.ParentTransaction, SentReference: record.OrderReference, OwnReference: own,
		Amount: amount, Site: r.Site, First6: first6, Last4: last4, Brand: record.PaymentType,
		Agent: gateway.Clean(record.OperatorName, shownOrder), IntentAt: started.Add(-r.Ahead),
	}
	if e.Agent == "" {
		e.Agent = "unknown"
	}
	// The alarm and the transaction stand in the row from its first write on: where
	// the second fails, the payment is not forgotten again, and is found by its
	// transaction.
	e.Alarm, e.TransactionReference = alarmForgotten, record.TransactionReference
	now := r.Now().UTC()
	if err := r.Store.Intent(ctx, e, "", time.Time{}); err != nil {
		return Attempt{}, err
	}
	after, err := r.Store.Record(ctx, e.ID, journal.Change{Step: journal.StepReconciled, At: now, By: "moto", Apply: func(e *journal.Entry) error {
		e.AnsweredAt, e.AuthCode = now, record.AuthCode
		e.ErrorCode, e.SettleStatus, e.AdviceCode = record.ErrorCode, record.SettleStatus, record.AcquirerAdviceCode
		if outcome := recordOutcome(record); outcome != gateway.Unknown {
			settle(e, outcome, journal.ResolvedReconciled, now)
		} else {
			e.State = journal.InDoubt
		}
		return nil
	}})
	return attemptOf(after), err
}

// differs says in what a record is not as its entry; "" when it is. What is
// still being found out differs in nothing yet, and a payment that was
// cancelled or settled since was taken all the same.
func differs(e journal.Entry, record gateway.Record) string {
	amount, ok := record.Amount(e.Amount.Currency)
	outcome := recordOutcome(record)
	switch {
	case e.State != journal.Known:
		return ""
	case ok && amount != e.Amount:
		return "the journal has " + e.Amount.String() + " and the gateway " + amount.String()
	case moves(e.Outcome) == moves(outcome), outcome == gateway.Unknown:
		return ""
	case moves(e.Outcome) && outcome == gateway.Cancelled:
		return "" // it was cancelled later
	}
	return "the journal says " + e.Outcome.String() + " and the gateway " + outcome.String()
}
