package payment

import (
	"context"

	"motoconsole/internal/journal"
)

// Guard looks for earlier attempts that make an attempt to move money doubtful:
// of a repeat as of every charge, of a refund or payout for the same amount of
// the same payment, or to the same card.
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
		same := e.Operation == v.Operation && e.Amount == v.Charge.Amount && (e.Parent == v.Parent || v.Operation == journal.OpPayout)
		switch {
		case !same:
		case e.State != journal.Known:
			warnings = append(warnings, Warning{Kind: BackInDoubt, Earlier: attemptOf(e)})
		case moves(e.Outcome) && r.Desk.Now().Sub(e.IntentAt) < r.Desk.Policy.window():
			warnings = append(warnings, Warning{Kind: BackMade, Earlier: attemptOf(e)})
		}
	}
	return warnings, nil
}
