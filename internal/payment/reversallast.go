package payment

import (
	"context"
	"errors"
	"fmt"

	"motoconsole/internal/journal"
)

// Why a recorded attempt is not sent after all.
var (
	errLost    = errors.New("this attempt is not in the journal any more: it was not sent")
	errSlow    = errors.New("the last look at the payment took too long: nothing was sent")
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
func (r *Reversals) last(v *Reversal) error {
	d := r.Desk
	took := d.stopwatch()
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	if v.Parent == "" || v.Move == MoveRepeat {
		if err := r.twin(ctx, v); err != nil || v.Parent == "" {
			return err
		}
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
	if took() > lookTime {
		return errSlow
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

// twin finds the same payment, or the same payout to a card of its own, that
// the journal got before and nobody knows the outcome of.
func (r *Reversals) twin(ctx context.Context, v *Reversal) error {
	d, c := r.Desk, v.Charge
	entries, err := d.Store.ByOrder(ctx, v.Site, c.OrderReference, overrideLimit)
	if err == nil && v.Move == MoveRepeat {
		entries, err = d.Store.Similar(ctx, v.Site, c.First6, c.Last4, c.Amount, v.Began.Add(-d.Policy.window()))
	}
	if err != nil {
		return errJournal
	}
	older, ok := before(entries, v.ID)
	if !ok {
		return errLost
	}
	for _, e := range older {
		if e.Kind() == v.kind() && e.State != journal.Known && e.Amount == c.Amount {
			return errTwin
		}
	}
	return nil
}

// before are the entries that the journal got before one, of a list that has
// the newest first; false if it is not among them.
func before(entries []journal.Entry, id string) ([]journal.Entry, bool) {
	for i, e := range entries {
		if e.ID == id {
			return entries[i+1:], true
		}
	}
	return nil, false
}
