package payment

import (
	"context"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// What one agent has given back today, in every way that money, or the lack of
// it, reaches the caller.

// dayLimit is how many of the agent's newest attempts are added up.
const dayLimit = 5000

// mayToday reports an attempt with which the agent would give back more than
// one agent may in a day. Attempts that the journal got later than this one are
// for those to worry about.
func (r *Reversals) mayToday(ctx context.Context, v Reversal) error {
	limit := r.Limits.MaxAgentDay
	if limit.IsZero() || !countsToday(v.Operation, v.kind) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, intentTime)
	defer cancel()
	entries, err := r.Desk.Store.Recent(ctx, v.Agent, dayLimit)
	if err != nil {
		return errJournal
	}
	if older, ok := before(entries, v.ID); ok {
		entries = older
	}
	day := tally{r: r, since: midnight(r.Desk.Now()), currency: limit.Currency, kinds: map[string]journal.Kind{v.Parent: v.kind}}
	given, err := day.sum(ctx, entries)
	if err != nil {
		return errJournal
	}
	with, err := day.sum(ctx, append([]journal.Entry{v.Attempt.entry("")}, entries...))
	if err != nil {
		return errJournal
	}
	added := v.Charge.Amount
	if added.Currency == limit.Currency {
		if added.Minor = with - given; added.Minor <= 0 {
			return nil
		}
	}
	if err := r.Limits.mayToday(added, gateway.Money{Minor: given, Currency: limit.Currency}); err != nil {
		return err
	}
	return nil
}

func midnight(now time.Time) time.Time {
	year, month, day := now.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, now.Location())
}

// countsToday reports an operation that gives money back, or withholds it. Kind
// is what it acts on, "" where the journal does not know. To stop or hold a
// refund gives nothing back, and neither does releasing a payment.
func countsToday(o journal.Operation, kind journal.Kind) bool {
	switch o {
	case journal.OpRefund, journal.OpPayout:
		return true
	case journal.OpCancel, journal.OpReduce, journal.OpHold:
		return kind != journal.KindRefund
	case journal.OpRelease:
		return kind != journal.KindAuth
	default:
		return false
	}
}

// tally adds up what one agent has given back, or may have, since a time. A
// payment that is held, reduced and cancelled counts once, and so does a refund
// that is released.
type tally struct {
	r        *Reversals
	since    time.Time
	currency gateway.Currency
	kinds    map[string]journal.Kind // of transactions, as far as they are known
}

func (d tally) sum(ctx context.Context, entries []journal.Entry) (int64, error) {
	var sum int64
	held, gone, made := map[string]int64{}, map[string]int64{}, map[string]bool{}
	for i := len(entries) - 1; i >= 0; i-- { // the oldest first
		e := entries[i]
		if e.IntentAt.Before(d.since) || e.State == journal.Known && !moves(e.Outcome) || e.Amount.Currency != d.currency {
			continue
		}
		kind, err := d.kindOf(ctx, e)
		if err != nil {
			return 0, err
		}
		switch counts := countsToday(e.Operation, kind); {
		case e.Operation == journal.OpRelease && !counts:
			if e.State == journal.Known { // it settles after all
				delete(held, e.Parent)
			}
		case !counts, e.Operation == journal.OpRelease && made[e.Parent]:
		case e.Operation == journal.OpHold:
			held[e.Parent] = e.Amount.Minor
		case e.Operation == journal.OpCancel, e.Operation == journal.OpReduce:
			gone[e.Parent] += e.Amount.Minor
		case e.Operation == journal.OpRelease:
			made[e.Parent] = true
			sum += e.Amount.Minor
		default:
			sum += e.Amount.Minor
			made[e.TransactionReference] = e.TransactionReference != ""
		}
	}
	for parent, amount := range held {
		gone[parent] = max(gone[parent], amount)
	}
	for _, amount := range gone {
		sum += amount
	}
	return sum, nil
}

// kindOf is what an update acted on, as far as the journal knows.
func (d tally) kindOf(ctx context.Context, e journal.Entry) (journal.Kind, error) {
	if e.Kind() != journal.KindUpdate {
		return "", nil
	}
	if kind, known := d.kinds[e.Parent]; known {
		return kind, nil
	}
	entries, err := d.r.Desk.Store.ByTransaction(ctx, e.Parent)
	if err != nil {
		return "", err
	}
	var kind journal.Kind
	for _, made := range entries {
		if made.TransactionReference == e.Parent && made.Kind() != journal.KindUpdate {
			kind = made.Kind()
		}
	}
	d.kinds[e.Parent] = kind
	return kind, nil
}

// paidOut is what was paid out for a payment, or may have been, in the smallest
// unit of its currency.
func paidOut(record gateway.Record, related []gateway.Record, currency gateway.Currency) int64 {
	var sum int64
	for _, child := range related {
		if statement.KindOf(child) != statement.Payout || child.ParentTransaction != "" && child.ParentTransaction != record.TransactionReference {
			continue
		}
		switch child.Outcome() {
		case gateway.Declined, gateway.Cancelled, gateway.Rejected, gateway.NotSent:
			continue
		default:
		}
		if amount, ok := child.Amount(currency); ok {
			sum += amount.Minor
		}
	}
	return sum
}

// boundRelease puts the limits of the payment on the release of a refund or
// payout of it that is held. What is held counts as given already.
func (r *Reversals) boundRelease(ctx context.Context, c *Case) {
	record, l := c.Record, r.Limits
	i := slices.IndexFunc(c.Offers, func(o Offer) bool { return o.Move == MoveRelease })
	if record.RequestType != gateway.TypeRefund || record.ParentTransaction == "" || i < 0 || !c.Offers[i].Legal() || l.MaxAge <= 0 && l.MaxRefund.IsZero() {
		return
	}
	refuse := func(text string) { c.Offers[i].Refusal, c.Offers[i].Limited = text, true }
	payment, related, err := r.read(ctx, record.ParentTransaction)
	if err != nil {
		c.Offers[i].Refusal = "The payment it belongs to could not be read, so it is not known whether it may be released. Look again."
		return
	}
	entries, err := r.Desk.Store.ByTransaction(ctx, record.ParentTransaction)
	if err != nil {
		c.Offers[i].Refusal = sentence(errJournal.Error())
		return
	}
	f := newFacts(payment, append(unseen(record.ParentTransaction, entries, related), related...), c.At, l)
	if err := l.mayBeOld(payment, c.At); err != nil {
		refuse(err.Sentence)
		return
	}
	if max := l.MaxRefund; !max.IsZero() && (f.given.Currency != max.Currency || f.given.Minor > max.Minor) {
		refuse(limited("At most %s of one payment may be given back and paid out here, and with this it is %s. Ask a supervisor.", max, f.given).Sentence)
	}
}
