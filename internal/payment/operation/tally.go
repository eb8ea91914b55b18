package operation

import (
	"context"
	"errors"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
)

// tally adds up what was given back, or may have been, since a time. A payment that
// is held, reduced and cancelled counts once, and so does a refund that is
// released. A hold that was released gave nothing back.
type tally struct {
	r        *Service
	since    time.Time
	currency gateway.Currency
	kinds    map[string]journal.RequestType // of transactions, as far as they are known
	acts     map[string][]journal.Entry     // what the journal has of them, newest first
}

// tally makes the tally of these entries. It asks the gateway about transactions
// that the journal did not make. They count until the gateway says what they are.
func (r *Service) tally(ctx context.Context, since time.Time, currency gateway.Currency, entries []journal.Entry) tally {
	d := tally{r: r, since: since, currency: currency, kinds: map[string]journal.RequestType{}, acts: map[string][]journal.Entry{}}
	var unknown []string
	for _, e := range entries {
		if e.RequestType() != journal.TypeUpdate || payment.Outside(e, since) || slices.Contains(unknown, e.Parent) {
			continue
		}
		if kind, err := d.kindOf(ctx, e); err == nil && kind == "" {
			unknown = append(unknown, e.Parent)
		}
	}
	if len(unknown) == 0 {
		return d
	}
	asking, cancel := context.WithTimeout(ctx, payment.IntentTime/2) // leaves time to read the journal
	defer cancel()
	found, err := r.Gateway.Query(asking, gateway.Query{Sites: []string{r.Sender.Site}, TransactionReferences: unknown})
	if err != nil {
		return d
	}
	for _, record := range found.Records {
		d.kinds[record.TransactionReference] = journal.RequestType(record.RequestType)
	}
	return d
}

// errTally says why a limit cannot be applied.
var errTally = errors.New("what was given back before cannot be added up")

func (d tally) sum(ctx context.Context, entries []journal.Entry) (gateway.Money, error) {
	sum, ok := gateway.Money{Currency: d.currency}, true
	add := func(to, more gateway.Money) gateway.Money {
		all, added := to.Plus(more)
		ok = ok && added
		return all
	}
	held, gone, made := map[string]gateway.Money{}, map[string]gateway.Money{}, map[string]bool{}
	for i := len(entries) - 1; i >= 0; i-- { // oldest first
		e := entries[i]
		if payment.Outside(e, d.since) || e.State == journal.Known && !e.Outcome.MovesMoney() || e.Amount.Currency != d.currency {
			continue
		}
		kind, err := d.kindOf(ctx, e)
		if err != nil {
			return sum, err
		}
		switch {
		case !countsToday(e.Operation, kind), e.Operation == journal.OpRelease && made[e.Parent]:
		case e.Operation == journal.OpHold:
			if !d.released(e) {
				held[e.Parent] = add(gone[e.Parent], e.Amount) // the rest of it
			}
		case e.Operation == journal.OpCancel, e.Operation == journal.OpReduce:
			gone[e.Parent] = add(gone[e.Parent], e.Amount)
		case e.Operation == journal.OpRelease:
			made[e.Parent] = true
			sum = add(sum, e.Amount)
		default:
			sum = add(sum, e.Amount)
			made[e.TransactionReference] = e.TransactionReference != ""
		}
	}
	for parent, amount := range held {
		if amount.Minor > gone[parent].Minor {
			gone[parent] = amount
		}
	}
	for _, amount := range gone {
		sum = add(sum, amount)
	}
	if !ok {
		return sum, errTally
	}
	return sum, nil
}

// kindOf is what an update acted on, as far as that is known.
func (d tally) kindOf(ctx context.Context, e journal.Entry) (journal.RequestType, error) {
	if e.RequestType() != journal.TypeUpdate {
		return "", nil
	}
	if _, read := d.acts[e.Parent]; !read {
		entries, err := d.r.Sender.Store.ByTransaction(ctx, e.Parent)
		if err != nil {
			return "", err
		}
		d.acts[e.Parent] = entries
		for _, made := range entries {
			if made.TransactionReference == e.Parent && made.RequestType() != journal.TypeUpdate {
				d.kinds[e.Parent] = made.RequestType()
			}
		}
	}
	return d.kinds[e.Parent], nil
}

// released reports a hold that an agent has released since: the payment settles
// after all.
func (d tally) released(hold journal.Entry) bool {
	for _, e := range d.acts[hold.Parent] { // newest first
		switch {
		case e.ID == hold.ID:
			return false
		case e.Operation == journal.OpRelease && e.State == journal.Known && e.Outcome.MovesMoney():
			return true
		}
	}
	return false
}
