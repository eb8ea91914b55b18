package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
)

// Why a recorded attempt is not sent after all.
var (
	errTwin    = errors.New("the same amount is being given back at another desk, or it is not known yet whether it was")
	errLook    = errors.New("the payment could not be looked at once more")
	errMoved   = errors.New("the payment was changed after you looked")
	errJournal = errors.New("the journal could not be searched for other attempts")
	errAgain   = errors.New("the same amount was given back after you looked: if it is right once more, say why")
	errNotBack = errors.New("the same amount was called not given back after you looked, and may turn up: if it is right once more, say why")
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
	if err := r.mayToday(ctx, *v); err != nil {
		return err
	}
	if v.Operation == journal.OpPayout { // whatever payment it names, it goes to one card
		if err := r.twin(ctx, v); err != nil {
			return err
		}
	}
	if v.Parent == "" {
		return nil
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
		return fmt.Errorf("%w: %w", errLook, err)
	}
	v.After, v.Reread = c, true
	err = sameBack(v, older, d.Now(), d.Policy.window())
	if err == nil {
		err = r.still(v, c)
	}
	if err == nil && len(r.newBack(v, c, older)) > 0 {
		err = errAgain
	}
	if err != nil {
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
	case v.Operation == journal.OpPayout && r.Limits.mayPayOut(v.Charge.Amount, c.given) != nil:
		return r.Limits.mayPayOut(v.Charge.Amount, c.given)
	case v.Move == MoveReduce && settle != v.settle, v.Operation.Kind() == journal.KindUpdate && !asBefore(v.Attempt.entry(""), c.Record):
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
	return sameBack(v, older, r.Desk.Now(), r.Desk.Policy.window())
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

// sameBack is the one check for rivals of a refund or payout: the same amount of
// the same payment, or to the same card, that the journal got before. One whose
// outcome is unknown bars it, and one that was made within the window, or called
// not made within a day, wants a reason, as a charge does.
func sameBack(v *Reversal, older []journal.Entry, now time.Time, window time.Duration) error {
	for _, e := range older {
		switch kind, is := v.backWarning(e, now, window); {
		case !is:
		case kind == BackInDoubt:
			return errTwin
		case v.toldOf(attemptOf(e)):
		case kind == BackMade:
			return errAgain
		default:
			return errNotBack
		}
	}
	return nil
}

// backWarning is what an earlier attempt means for a refund or payout.
func (v *Reversal) backWarning(e journal.Entry, now time.Time, window time.Duration) (WarningKind, bool) {
	switch {
	case v.Operation.Kind() != journal.KindRefund || e.ID == v.ID:
		return 0, false
	case e.Operation != v.Operation || e.Amount != v.Charge.Amount || e.Parent != v.Parent && v.Operation != journal.OpPayout:
		return 0, false
	case e.State != journal.Known:
		return BackInDoubt, true
	case moves(e.Outcome) && now.Sub(e.IntentAt).Abs() < window:
		return BackMade, true
	case notMade(e) && now.Sub(e.ResolvedAt).Abs() < notTakenWindow:
		return BackNotMade, true
	}
	return 0, false
}

// toldOf reports an earlier attempt that the agent was warned of and gave a
// reason for.
func (v *Reversal) toldOf(earlier Attempt) bool {
	return v.again != "" && slices.ContainsFunc(v.warned, func(w Warning) bool {
		ref := w.Earlier.Result.Record.TransactionReference
		return w.Earlier.ID == earlier.ID && earlier.ID != "" || ref != "" && ref == earlier.Result.Record.TransactionReference
	})
}

// newBack are refunds or payouts of the same amount that the gateway shows, were
// made a short while ago, and that no attempt of the journal has made: in the
// portal, or by another journal. Those the agent has a reason for do not count.
func (r *Reversals) newBack(v *Reversal, c Case, entries []journal.Entry) []Warning {
	if v.Operation.Kind() != journal.KindRefund {
		return nil
	}
	var list []Warning
	for _, child := range c.Related {
		payout := child.AccountType == string(gateway.AccountPayout)
		amount, ok := child.Amount(v.Charge.Amount.Currency)
		started, dated := child.StartedAt()
		if child.RequestType != gateway.TypeRefund || payout != (v.Operation == journal.OpPayout) || !ok || amount != v.Charge.Amount ||
			!moves(recordOutcome(child)) || dated && r.Desk.Now().Sub(started).Abs() >= r.Desk.Policy.window() || ownedBy(entries, child) {
			continue
		}
		w := r.Desk.warning(v.Charge, child, BackMade, c.At)
		if w.Earlier.Operation = v.Operation; !v.toldOf(w.Earlier) {
			list = append(list, w)
		}
	}
	return list
}
