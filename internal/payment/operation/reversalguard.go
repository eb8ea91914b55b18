package operation

import (
	"context"

	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
)

// Guard looks for earlier attempts that make a new attempt to move money
// doubtful. A repeat is checked as every charge is. An attempt that gives money
// back is checked against the same money given back before, in any way. The
// gateway's records that the agent has seen count too.
func (r *Reversals) Guard(ctx context.Context, v Reversal) ([]payment.Warning, error) {
	if v.Operation == journal.OpRepeat {
		return r.Desk.Guard(ctx, v.Charge)
	}
	if !givesBack(v.Operation, v.kind) {
		return nil, nil
	}
	entries, err := r.lately(ctx, &v)
	if err != nil {
		return nil, err
	}
	var ofPayment []journal.Entry
	if v.payment != "" {
		ofPayment, err = r.Desk.Store.ByTransaction(ctx, v.payment)
	} else {
		ofPayment, err = r.backsOf(ctx, &v)
	}
	if err != nil {
		return nil, err
	}
	same, err := r.sameMoney(ctx, &v, entries, v.children)
	if err != nil {
		return nil, err
	}
	var warnings []payment.Warning
	for _, e := range same {
		if kind, is := r.backWarning(&v, e, v.children); is {
			warnings = append(warnings, payment.Warning{Kind: kind, Earlier: payment.AttemptOf(e)})
		}
	}
	seen := v
	seen.again = "" // all of them, told of or not
	return append(warnings, r.newBack(&seen, v.children, v.clock, ofPayment)...), nil
}
