package payment

import (
	"context"

	"motoconsole/internal/journal"
)

// Guard looks for earlier attempts that make an attempt to move money doubtful:
// of a repeat as of every charge, of a refund or payout for the same amount of
// the same payment, or to the same card. The gateway's records that the agent
// has seen count too.
func (r *Reversals) Guard(ctx context.Context, v Reversal) ([]Warning, error) {
	if v.Operation == journal.OpRepeat {
		return r.Desk.Guard(ctx, v.Charge)
	}
	if v.Operation.Kind() != journal.KindRefund {
		return nil, nil
	}
	entries, err := r.payouts(ctx, v.Charge)
	if v.Parent != "" && v.Operation == journal.OpRefund {
		entries, err = r.Desk.Store.ByTransaction(ctx, v.Parent)
	}
	if err != nil {
		return nil, err
	}
	var warnings []Warning
	for _, e := range entries {
		if kind, is := v.backWarning(e, r.Desk.Now(), r.Desk.Policy.window()); is {
			warnings = append(warnings, Warning{Kind: kind, Earlier: attemptOf(e)})
		}
	}
	seen := v
	seen.again = "" // all of them, told of or not
	return append(warnings, r.newBack(&seen, Case{Related: v.children, At: v.Began}, entries)...), nil
}
