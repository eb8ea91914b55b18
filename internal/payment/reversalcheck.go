package payment

import (
	"errors"

	"motoconsole/gateway"
)

// check compares what the agent confirmed with what is offered, and fills in
// the amount of a move that knows it.
func (r *Reversals) check(a Action, v *Reversal) error {
	if a.Move == MovePayout {
		return r.checkPayout(a, v)
	}
	if v.Parent == "" {
		return errors.New("look the payment up first")
	}
	o := a.Case.Offer(a.Move)
	switch a.Move {
	case MoveCancel, MoveRefundWhole:
		v.Charge.Amount = o.Left
	case MoveRelease, MoveHold, MoveOrder, MoveDue:
		v.Charge.Amount = v.settle // to be told apart in lists; nothing moves
	default:
	}
	if o.Limited {
		return &LimitError{o.Refusal}
	}
	if !o.Legal() {
		return errors.New(o.Refusal)
	}
	switch a.Move {
	case MoveReduce, MoveRefundPart:
		if err := o.CheckAmount(a.Amount); err != nil {
			return err
		}
	case MoveOrder:
		return checkOrder(a.OrderReference)
	case MoveDue:
		return o.CheckDue(a.DueDate)
	case MoveRepeat:
		return checkRepeat(a)
	default:
	}
	return o.CheckExpiry(a.Expiry, r.Desk.Now())
}

// checkPayout checks a payout, to the card of a payment or to one of its own. A
// limit that lets nothing be paid out is said before any amount was asked for.
func (r *Reversals) checkPayout(a Action, v *Reversal) error {
	o := Offer{}
	if v.Parent != "" {
		o = a.Case.Offer(MovePayout)
	}
	if o.Limited {
		return &LimitError{o.Refusal}
	}
	if limit := r.Limits.mayPayOut(a.Amount, a.Case.given); limit != nil {
		return limit
	}
	switch code := a.Case.Record.CurrencyISO3A; {
	case o.Refusal != "":
		return errors.New(o.Refusal)
	case a.Amount.Minor <= 0:
		return &gateway.FieldError{Field: "baseamount", Rule: "the amount must be more than zero"}
	case v.Parent == "":
		return checkOrder(a.OrderReference)
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
	return checkOrder(a.OrderReference)
}
