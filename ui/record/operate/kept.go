package operate

import (
	"motoconsole/gateway"
	"motoconsole/internal/payment/operation"
	"motoconsole/internal/payment/option"
)

// This file has the amounts that the agent types and says. Of a payment the agent says how
// much the caller gets back, and of what is reserved how much of it stays so: the operation
// itself always has what is taken off.

// keptLabel is the label of the amount that stays reserved of what is reserved.
const keptLabel = "Amount to keep"

// asksKept reports a reduction of what is reserved, whose form asks for what stays reserved.
// The form decides: a day may begin, on which the amount is taken, while it is open.
func (s *Page) asksKept() bool { return s.option.Kind == option.Reduce && s.kept }

// by reports an operation "by" an amount, and not "to" it.
func (s *Page) by() bool {
	return (s.option.Kind == option.Reduce || s.option.Kind == option.Raise) && !s.asksKept()
}

// amount is that of the operation that the form asks for.
func (s *Page) amount() gateway.Money {
	typed := s.form.Amount()
	if s.asksKept() && typed.Minor > 0 {
		typed, _ = s.option.Leaves(typed)
	}
	return typed
}

// askedFor is the amount of an operation that the agent typed, and says to the caller.
func (s *Page) askedFor(v operation.Operation) gateway.Money {
	if s.asksKept() {
		return v.Leaves
	}
	return v.Charge.Amount
}

// keptHint says how much may stay reserved.
func (s *Page) keptHint() string {
	return "less than " + s.option.Whole().String() + ", the rest is let go"
}

// keptCheck checks the amount that stays reserved. What is let go then is
// checked as that of any reduction; limits are left to the code that records the try.
func (s *Page) keptCheck() func(gateway.Money) error {
	o, check := s.option, withinState(s.option)
	return func(m gateway.Money) error {
		if err := option.AmountIn(m, o.Left.Currency.Code(), "the payment"); err != nil {
			return err
		}
		whole := o.Whole()
		switch wrong := func(rule string) error { return &gateway.FieldError{Field: "baseamount", Rule: rule} }; {
		case m.Minor > whole.Minor:
			return wrong(m.String() + " is more than the " + whole.String() + " that is reserved")
		case m == whole:
			return wrong("that is all of it: capture the reserved amount instead")
		}
		off, _ := o.Leaves(m)
		return check(off)
	}
}
