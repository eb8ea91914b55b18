package rights

import (
	"fmt"

	"motoconsole/gateway"
)

// LimitError refuses a payment or an operation that a limit forbids.
type LimitError struct{ Sentence string }

// Error is the sentence, for people.
func (e *LimitError) Error() string { return e.Sentence }

// Limited is a limit that refuses, in a sentence for the agent.
func Limited(format string, args ...any) *LimitError {
	return &LimitError{fmt.Sprintf(format, args...)}
}

// Limits are the most that may be taken and given back. Zero is no limit. All are
// of one currency, the first of the configuration.
type Limits struct {
	Payment    gateway.Money // one payment
	PaymentDay gateway.Money // all payments of one agent in one day
	Refund     gateway.Money // what is given back of one payment in all
	RefundDay  gateway.Money // what one agent gives back in one day
}

// Lower is the lower of each pair of limits.
func (l Limits) Lower(other Limits) Limits {
	return Limits{
		Payment: lower(l.Payment, other.Payment), PaymentDay: lower(l.PaymentDay, other.PaymentDay),
		Refund: lower(l.Refund, other.Refund), RefundDay: lower(l.RefundDay, other.RefundDay),
	}
}

func lower(a, b gateway.Money) gateway.Money {
	if a.IsZero() || !b.IsZero() && b.Minor < a.Minor {
		return b
	}
	return a
}
