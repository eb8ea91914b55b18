package statement

import (
	"iter"

	"motoconsole/gateway"
)

// Returned is the sum of a payment's refunds, as far as they are known.
type Returned struct {
	Done   gateway.Money // has settled
	Coming gateway.Money // settles
	Held   gateway.Money // settles once it is released
	Unsure gateway.Money // not known whether it was given back
}

// RefundOf reports a record that took, or may take, money out of a payment. A
// payout takes none out of a payment, nor does a refund that was declined or
// cancelled. A refund without a parent counts, because the query found it by the
// parent.
func RefundOf(child, payment gateway.Record) bool {
	if KindOf(child) != Refund {
		return false
	}
	if child.ParentTransaction != "" && child.ParentTransaction != payment.TransactionReference {
		return false
	}
	switch child.Outcome() {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeCancelled, gateway.OutcomeNotSent:
		return false
	default:
		return true
	}
}

// RefundsOf are the children of a payment that took, or may take, money out of it, each
// once.
func RefundsOf(payment gateway.Record, children []gateway.Record) iter.Seq[gateway.Record] {
	return once(children, func(child gateway.Record) bool { return RefundOf(child, payment) })
}

// once are the records that count, each transaction once.
func once(records []gateway.Record, counts func(gateway.Record) bool) iter.Seq[gateway.Record] {
	return func(yield func(gateway.Record) bool) {
		seen := map[string]bool{}
		for _, r := range records {
			if !counts(r) || seen[r.TransactionReference] {
				continue
			}
			seen[r.TransactionReference] = r.TransactionReference != ""
			if !yield(r) {
				return
			}
		}
	}
}

// ReturnedOf adds up the refunds among the children of a payment. It reports false
// if an amount cannot be read.
func ReturnedOf(payment gateway.Record, children []gateway.Record, confirmed ...gateway.Currency) (Returned, bool) {
	whole, ok := Settles(payment, confirmed...)
	if !ok || FlowOf(payment) != In {
		return Returned{}, false
	}
	zero := gateway.Money{Currency: whole.Currency}
	sum := Returned{zero, zero, zero, zero}
	for child := range RefundsOf(payment, children) {
		m, ok := Shown(child, confirmed...)
		if !ok || m.Currency != whole.Currency {
			return Returned{}, false
		}
		part := &sum.Coming
		switch o := child.Outcome(); {
		case o == gateway.OutcomeHeld:
			part = &sum.Held
		case o != gateway.OutcomeApproved:
			part = &sum.Unsure
		case child.SettleStatus == string(gateway.SettleSettled):
			part = &sum.Done
		}
		*part, _ = part.Plus(m)
	}
	_, ok = sum.All()
	return sum, ok
}

// Sent adds up what has gone back or is on its way.
func (g Returned) Sent() (gateway.Money, bool) { return g.Done.Plus(g.Coming) }

// All adds up what has gone back, or may still, in all four ways.
func (g Returned) All() (gateway.Money, bool) {
	sum, ok := g.Sent()
	for _, part := range []gateway.Money{g.Held, g.Unsure} {
		if ok {
			sum, ok = sum.Plus(part)
		}
	}
	return sum, ok
}

// String says what was given back; "" for nothing.
func (g Returned) String() string {
	text := ""
	if g.Done.IsZero() && g.Coming.IsZero() && !g.Held.IsZero() {
		text = "nothing yet"
	}
	for _, part := range []struct {
		m    gateway.Money
		tail string
	}{
		{g.Done, ""}, {g.Coming, " on its way"}, {g.Held, " held until it is released"}, {g.Unsure, " not known whether it was made"},
	} {
		if part.m.IsZero() {
			continue
		}
		if text != "" {
			text += "; "
		}
		text += part.m.String() + part.tail
	}
	return text
}
