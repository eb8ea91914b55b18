package payment

import (
	"context"
	"errors"
	"fmt"

	"motoconsole/internal/journal"
)

// Why a recorded attempt is not sent after all.
var (
	errTwin    = errors.New("the same is being done at another desk: it was not sent from here")
	errLook    = errors.New("the payment could not be looked at once more, so nothing was sent")
	errMoved   = errors.New("the payment settles another amount by now: nothing was sent")
	errJournal = errors.New("the journal could not be searched for other attempts, so nothing was sent")
)

// last looks at the payment once more, now that the intent is durable: the
// agent may have looked minutes ago, and another desk may be at it. Attempts
// that the journal got before this one count as made, and of two that cannot
// both be made the later one gives way. The order is the journal's own, not
// that of clocks: whoever comes second finds the first one there.
func (r *Reversals) last(ctx context.Context, v *Reversal) error {
	d := r.Desk
	if v.Operation == journal.OpRepeat {
		if err := d.rivals(ctx, v.Attempt); err != nil {
			return err
		}
	}
	if v.Parent == "" {
		return r.twin(ctx, v)
	}
	entries, err := d.Store.ByTransaction(ctx, v.Parent)
	if err != nil {
		return errJournal
	}
	older, ok := before(entries, v.ID)
	if !ok {
		return errLost
	}
	c, err := r.look(ctx, v.Parent, older)
	if err != nil {
		return fmt.Errorf("%w (the look: %w)", errLook, err)
	}
	v.After, v.Reread = c, true
	if err := r.still(v, c); err != nil {
		v.Changed, v.Note = true, sentence(err.Error())+" Nothing was sent."
		return err
	}
	v.After, v.Reread = Case{}, false
	return nil
}

// still reports what stands against the move by now.
func (r *Reversals) still(v *Reversal, c Case) error {
	o := c.Offer(v.Move)
	settle, _ := c.Record.SettleAmount(r.Limits.Currencies...)
	switch {
	case o.Refusal != "":
		return errors.New(o.Refusal)
	case v.Move == MoveReduce && settle != v.settle:
		return errMoved
	case v.Move == MoveCancel && v.Charge.Amount != o.Left:
		return errMoved
	}
	switch v.Move {
	case MoveReduce, MoveRefundPart:
		return o.CheckAmount(v.Charge.Amount)
	case MoveRefundWhole:
		o.Move = MoveRefundPart // less than all that is left by now is fine, more is not
		return o.CheckAmount(v.Charge.Amount)
	default:
		return nil
	}
}

// twin finds the same payout to a card of its own that the journal got before
// and whose outcome is unknown.
func (r *Reversals) twin(ctx context.Context, v *Reversal) error {
	entries, err := r.Desk.Store.ByOrder(ctx, v.Site, v.Charge.OrderReference, orderLimit)
	if err != nil {
		return errJournal
	}
	older, ok := before(entries, v.ID)
	if !ok {
		return errLost
	}
	for _, e := range older {
		if e.Operation == v.Operation && e.State != journal.Known && e.Amount == v.Charge.Amount {
			return errTwin
		}
	}
	return nil
}
