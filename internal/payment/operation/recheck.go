package operation

import (
	"context"
	"errors"
	"fmt"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment"
	"motoconsole/internal/payment/doubt"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/statement"
)

// Why a recorded attempt is not sent after all.
var (
	errLook    = errors.New("the payment could not be looked at once more")
	errChanged = errors.New("the payment has changed since you opened it")
	errJournal = errors.New("the journal could not be searched for other attempts")
)

// recheck looks at the payment once more, now that the intent is durable: the agent
// may have looked minutes ago, and another agent may be at work on it. Attempts
// that the journal got before this one count as made, and of two that cannot both
// be made the later one gives way. The order is the journal's own, not that of
// clocks: the second attempt finds the first one there.
func (r *Service) recheck(ctx context.Context, v *Operation) error {
	d := r.Sender
	if v.Operation.RequestType() == journal.TypeAuth {
		if err := d.Rivals(ctx, v.Attempt); err != nil {
			return err
		}
	}
	if err := r.clockStands(ctx, v.Operation, v.on); err != nil {
		return err
	}
	if _, err := r.mayForOrder(ctx, v); err != nil {
		return err
	}
	if err := r.mayToday(ctx, *v); err != nil {
		return err
	}
	acts, err := r.backsOf(ctx, v)
	if err != nil {
		return err
	}
	if v.Parent == "" {
		if err := r.sameBack(ctx, v, v.children); err != nil {
			return err
		}
		if len(r.newBack(v, v.children, v.clock, acts)) > 0 {
			return payment.ErrAgain
		}
		return nil
	}
	entries, err := d.Store.ByTransaction(ctx, v.Parent)
	if err != nil {
		return errJournal
	}
	older, ok := journal.Before(entries, v.ID)
	if !ok {
		return payment.ErrLost
	}
	c, err := r.snapshot(ctx, v.Parent, older)
	if err != nil {
		return fmt.Errorf("%w: %w", errLook, err)
	}
	v.After, v.Reread = c, true
	children := c.Related
	switch v.payment {
	case v.Parent:
	case "":
		children, older = v.children, acts
	default:
		children = c.siblings
		if older, err = d.Store.ByTransaction(ctx, v.payment); err != nil {
			return errJournal
		}
	}
	err = r.sameBack(ctx, v, children)
	if err == nil {
		err = r.still(v, c)
	}
	if err == nil && len(r.newBack(v, children, c.clock, older)) > 0 {
		err = payment.ErrAgain
	}
	if err != nil {
		v.Changed, v.Note = true, statement.Sentence(err.Error())+" Nothing was sent."
		v.NoteOfChange = errors.Is(err, errChanged) || errors.Is(err, payment.ErrAgain) || errors.Is(err, payment.ErrNotBack)
		return err
	}
	v.After, v.Reread = Snapshot{}, false
	return nil
}

// still is the present objection to the operation, if any.
func (r *Service) still(v *Operation, c Snapshot) error {
	o := c.Option(v.Kind)
	settle, _ := c.Record.SettleAmount(r.Limits.Currencies...)
	switch {
	case o.Refusal != "":
		return errors.New(o.Refusal)
	case v.Operation == journal.OpPayout && r.bounds().MayPayOut(v.Charge.Amount, c.given) != nil:
		return r.bounds().MayPayOut(v.Charge.Amount, c.given)
	case !v.asTold(c.Record, settle), v.Operation.RequestType() == journal.TypeUpdate && !doubt.AsBefore(v.Attempt.Entry(""), c.Record):
		return errChanged
	case v.Kind == option.Cancel && v.Charge.Amount != o.Left:
		return errChanged
	}
	switch v.Kind {
	case option.Reduce, option.RefundPart, option.Raise:
		return o.CheckAmount(v.Charge.Amount)
	case option.Repeat:
		return c.mayFollow(v.Charge.Series)
	case option.RefundWhole:
		o.Kind = option.RefundPart // less than all that is left now is fine, more is not
		return o.CheckAmount(v.Charge.Amount)
	default:
		return nil
	}
}

// asTold reports that an update, or a raise, still means what the agent read out to the caller:
// the amount that settles; for a release, the day on which it settles; and for an
// update that a hold would put off, whether the payment is held. AsBefore compares
// the values that the update itself changes. A new order reference or a
// correction tells the caller nothing about money.
func (v *Operation) asTold(r gateway.Record, settle gateway.Money) bool {
	if v.Operation.RequestType() != journal.TypeUpdate && v.Operation != journal.OpRaise || v.Operation == journal.OpOrder || v.Operation == journal.OpCorrect {
		return true
	}
	if settle != v.settle {
		return false
	}
	held := func(status string) bool { return status == string(gateway.SettleSuspended) }
	switch v.Operation {
	case journal.OpRelease:
		return r.SettleDueDate == v.Before.SettleDueDate
	case journal.OpReduce, journal.OpDueDate, journal.OpRaise:
		return held(r.SettleStatus) == held(v.Before.SettleStatus)
	default:
		return true
	}
}
