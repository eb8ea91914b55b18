package payment

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	if err := r.mayToday(ctx, v.Attempt); err != nil {
		return err
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
	if err := sameBack(v, older, d.Policy.window()); err != nil {
		return err
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
	case v.Operation == journal.OpPayout && r.Limits.mayPayOut(v.Charge.Amount, c.givenFor()) != nil:
		return r.Limits.mayPayOut(v.Charge.Amount, c.givenFor())
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

// twin finds the same payout to a card of its own that the journal got before.
func (r *Reversals) twin(ctx context.Context, v *Reversal) error {
	entries, err := r.payouts(ctx, v.Charge)
	if err != nil {
		return errJournal
	}
	older, ok := before(entries, v.ID)
	if !ok {
		return errLost
	}
	return sameBack(v, older, r.Desk.Policy.window())
}

// payouts are the payouts of late to the same card, or of the same order, the
// newest first.
func (r *Reversals) payouts(ctx context.Context, c Charge) ([]journal.Entry, error) {
	recent, err := r.Desk.Store.Recent(ctx, "", payoutsLooked)
	if err != nil {
		return nil, err
	}
	var same []journal.Entry
	for _, e := range recent {
		card := e.Last4 == c.Last4 && e.First6 == c.First6
		if e.Operation == journal.OpPayout && (card || e.OwnReference == c.OrderReference && e.Parent == "") {
			same = append(same, e)
		}
	}
	return same, nil
}

// payoutsLooked is how many of the journal's newest attempts are looked at for
// the same payout.
const payoutsLooked = 2000

// Why money is not given back after all.
var errAgain = errors.New("the same was given back in the meantime: nothing was sent. Look at it and say why, if it is right once more")

// sameBack is the one check for rivals of a refund or payout: the same amount of
// the same payment, or to the same card, that the journal got before. One whose
// outcome is unknown bars it, and one that was made within the window wants a
// reason, as a charge does.
func sameBack(v *Reversal, older []journal.Entry, window time.Duration) error {
	if v.Operation.Kind() != journal.KindRefund {
		return nil
	}
	for _, e := range older {
		switch {
		case e.Operation != v.Operation || e.Amount != v.Charge.Amount || e.Parent != v.Parent && v.Operation != journal.OpPayout:
		case e.State != journal.Known:
			return errTwin
		case v.again == "" && moves(e.Outcome) && v.Began.Sub(e.IntentAt) < window:
			return errAgain
		}
	}
	return nil
}
