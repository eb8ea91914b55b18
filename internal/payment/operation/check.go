package operation

import (
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/ordername"
)

// check compares what the agent confirmed with what is offered, and fills in
// the amount of a move that knows it.
func (r *Reversals) check(a Action, v *Reversal) error {
	if a.Move == option.MovePayout {
		return r.checkPayout(a, v)
	}
	if v.Parent == "" {
		return errors.New("look the payment up first")
	}
	o := a.Case.Offer(a.Move)
	switch a.Move {
	case option.MoveCancel, option.MoveRefundWhole:
		v.Charge.Amount = o.Left
	case option.MoveRelease, option.MoveHold, option.MoveOrder, option.MoveDue:
		v.Charge.Amount = v.settle // to be told apart in lists; nothing moves
	default:
	}
	if o.Limited {
		return &option.LimitError{Sentence: o.Refusal}
	}
	if !o.Legal() {
		return errors.New(o.Refusal)
	}
	switch a.Move {
	case option.MoveReduce, option.MoveRefundPart:
		if err := o.CheckAmount(a.Amount); err != nil {
			return err
		}
	case option.MoveOrder:
		return ordername.Check(a.OrderReference)
	case option.MoveDue:
		return o.CheckDue(a.DueDate)
	case option.MoveRepeat:
		return checkRepeat(a)
	default:
	}
	return o.CheckExpiry(a.Expiry, r.Desk.Now())
}

// checkPayout checks a payout, to the card of a payment or to one of its own. A
// limit that lets nothing be paid out is said before any amount was asked for.
func (r *Reversals) checkPayout(a Action, v *Reversal) error {
	o := option.Offer{}
	if v.Parent != "" {
		o = a.Case.Offer(option.MovePayout)
	}
	if o.Limited {
		return &option.LimitError{Sentence: o.Refusal}
	}
	if limit := r.Limits.MayPayOut(a.Amount, a.Case.given); limit != nil {
		return limit
	}
	switch code := a.Case.Record.CurrencyISO3A; {
	case o.Refusal != "":
		return errors.New(o.Refusal)
	case a.Amount.Minor <= 0:
		return &gateway.FieldError{Field: "baseamount", Rule: "the amount must be more than zero"}
	case v.Parent == "":
		return ordername.Check(a.OrderReference)
	case a.Amount.Currency.Code() != code:
		return &gateway.FieldError{Field: "baseamount", Rule: "the amount must be in " + code + ", the currency of the payment"}
	}
	return o.CheckExpiry(a.Expiry, r.Desk.Now())
}

func checkRepeat(a Action) error {
	switch code := a.Case.Record.CurrencyISO3A; {
	case a.Amount.Minor <= 0:
		return &gateway.FieldError{Field: "baseamount", Rule: "the amount must be more than zero"}
	case a.Amount.Currency.Code() != code:
		return &gateway.FieldError{Field: "baseamount", Rule: "the amount must be in " + code + ", the currency of the earlier payment"}
	}
	return ordername.Check(a.OrderReference)
}
