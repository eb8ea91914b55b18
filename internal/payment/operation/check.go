package operation

import (
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/payment/option"
	"motoconsole/internal/payment/ordername"
	"motoconsole/internal/rights"
)

// check compares the agent's request with the options, and fills in the amount if
// the operation implies it.
func (r *Service) check(a Request, v *Operation) error {
	if a.Kind == option.Payout {
		return r.checkPayout(a, v)
	}
	if v.Parent == "" {
		return errors.New("look the payment up first")
	}
	o := a.Snapshot.Option(a.Kind)
	switch a.Kind {
	case option.Cancel, option.RefundWhole:
		v.Charge.Amount = o.Left
	case option.Release, option.Hold, option.Order, option.Due, option.Correct:
		v.Charge.Amount = v.settle // to tell attempts apart in lists; no money moves
	default:
	}
	if o.Limited {
		return &rights.LimitError{Sentence: o.Refusal}
	}
	if !o.Legal() {
		return errors.New(o.Refusal)
	}
	switch a.Kind {
	case option.Reduce, option.RefundPart, option.Raise:
		if err := o.CheckAmount(a.Amount); err != nil {
			return err
		}
		if _, ok := o.Leaves(a.Amount); !ok {
			return &gateway.FieldError{Field: "baseamount", Rule: "what this leaves of the payment cannot be worked out: enter another amount"}
		}
	case option.Order:
		return ordername.Check(a.OrderReference)
	case option.Correct:
		return a.Correction.check(r)
	case option.Due:
		return o.CheckDue(a.DueDate)
	case option.Repeat:
		return r.checkRepeat(a)
	default:
	}
	return o.CheckExpiry(a.Expiry, r.Sender.Now())
}

// checkPayout checks a payout to the card of a payment or to a card of its own. It
// reports a limit that allows no payout before it asks for an amount.
func (r *Service) checkPayout(a Request, v *Operation) error {
	o := option.Option{}
	if v.Parent != "" {
		o = a.Snapshot.Option(option.Payout)
	}
	if o.Limited {
		return &rights.LimitError{Sentence: o.Refusal}
	}
	if limit := r.bounds().MayPayOut(a.Amount, a.Snapshot.given); limit != nil {
		return limit
	}
	currency := a.Snapshot.Record.CurrencyISO3A
	if v.Parent == "" { // to a card that has paid nothing
		currency = a.Amount.Currency.Code()
	}
	if o.Refusal != "" {
		return errors.New(o.Refusal)
	}
	if err := option.AmountIn(a.Amount, currency, "the payment"); err != nil {
		return err
	}
	if v.Parent == "" {
		return ordername.Check(a.OrderReference)
	}
	return o.CheckExpiry(a.Expiry, r.Sender.Now())
}

// Why a payment is not taken without the caller.
var (
	errNoConsent      = errors.New("nothing shows that the caller agreed to have the card kept: it can be charged only while the caller asks for it")
	errNothingToRenew = errors.New("a card check reserved nothing, so there is nothing to authorise again")
	errNoSeries       = errors.New("payments of a series are not taken here: the configuration has no [payment] series")
	errTwoReasons     = errors.New("a payment of a series has no reason of another kind")
)

func (r *Service) checkRepeat(a Request) error {
	without := a.Initiation != "" || !a.Series.IsZero()
	switch {
	case without && !a.Snapshot.Consented():
		return errNoConsent
	case a.Initiation == gateway.InitiationReauthorisation && a.Snapshot.Record.RequestType == gateway.TypeAccountCheck:
		return errNothingToRenew
	case !a.Series.IsZero() && !r.Sender.Series:
		return errNoSeries
	case a.Initiation != "" && !a.Series.IsZero():
		return errTwoReasons
	}
	if err := option.AmountIn(a.Amount, a.Snapshot.Record.CurrencyISO3A, "the earlier payment"); err != nil {
		return err
	}
	if err := a.Snapshot.mayFollow(a.Series); err != nil {
		return err
	}
	return ordername.Check(a.OrderReference)
}
