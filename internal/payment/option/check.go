package option

import (
	"time"

	"motoconsole/gateway"
)

const amountField = "baseamount"

// AmountIn reports, as a *gateway.FieldError, an amount that is nothing, or in another
// currency than what of names.
func AmountIn(amount gateway.Money, currency, of string) error {
	switch {
	case amount.Minor <= 0:
		return &gateway.FieldError{Field: amountField, Rule: "the amount must be more than zero"}
	case amount.Currency.Code() != currency:
		return &gateway.FieldError{Field: amountField, Rule: "the amount must be in " + currency + ", the currency of " + of}
	}
	return nil
}

// CheckAmount reports, as a *gateway.FieldError or a *rights.LimitError, an amount
// that the operation cannot give back.
func (o Option) CheckAmount(amount gateway.Money) error {
	if err := AmountIn(amount, o.Left.Currency.Code(), "the payment"); err != nil {
		return err
	}
	wrong := func(rule string) error { return &gateway.FieldError{Field: amountField, Rule: rule} }
	whole := o.Kind == Cancel || o.Kind == RefundWhole
	switch {
	case whole && amount != o.Most:
		return wrong("this gives back all of " + o.Most.String() + ", and no other amount")
	case o.Kind == Raise: // the bank says how much it reserves
		return nil
	case amount.Minor < o.Least:
		return wrong("the gateway has refused so small an amount: at least " + gateway.Money{Minor: o.Least, Currency: o.Left.Currency}.String())
	case amount.Minor > o.Left.Minor:
		return wrong(amount.String() + " is more than the " + o.Left.String() + " that is left of this payment")
	case o.Kind == Reduce && amount.Minor == o.Left.Minor:
		return wrong("that is all of it: cancel the payment instead")
	case amount.Minor > o.Most.Minor && o.over != nil:
		return o.over
	}
	return nil
}

// Leaves is what the operation leaves of the payment once the amount is taken from it or
// added to it: what settles, or stays reserved, of a payment that is reduced or raised,
// and what can still be given back after a refund of a part. It reports false
// for any other operation, and for an amount that the payment does not have.
func (o Option) Leaves(amount gateway.Money) (gateway.Money, bool) {
	switch o.Kind {
	case Reduce, RefundPart:
		return o.stands.Minus(amount)
	case Raise:
		return o.stands.Plus(amount)
	default:
		return gateway.Money{}, false
	}
}

// CheckExpiry reports a card's new expiry date that is missing though needed, has
// passed, or is impossible.
func (o Option) CheckExpiry(expiry gateway.Expiry, now time.Time) error {
	switch {
	case expiry.IsZero() && o.NeedsExpiry:
		return &gateway.FieldError{Field: "expirydate", Rule: "the card has expired: ask the caller for the expiry date of the new one"}
	case expiry.IsZero():
		return nil
	}
	return expiry.Check(now)
}

// CheckDue reports a settle due date that is too early, too late or not a date.
func (o Option) CheckDue(date string) error {
	wrong := func(rule string) error { return &gateway.FieldError{Field: "settleduedate", Rule: rule} }
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return wrong("write the date as YYYY-MM-DD")
	}
	if date < o.DueFrom || date > o.DueTo {
		return wrong("the settlement date must be from " + o.DueFrom + " to " + o.DueTo)
	}
	return nil
}
