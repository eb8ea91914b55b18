package option

import (
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// Given is how much of a payment has been given back or paid out, including by
// reducing it. record and related are as for Remaining.
func Given(record gateway.Record, related []gateway.Record, now time.Time, limits Limits) gateway.Money {
	f := newFacts(record, related, now, limits)
	return f.given
}

// Withheld is Given plus any held amount, which the gateway may cancel later.
func Withheld(record gateway.Record, related []gateway.Record, now time.Time, limits Limits) gateway.Money {
	f := newFacts(record, related, now, limits)
	return f.withheld()
}

// WithheldIn is Withheld in one currency. It reports false if the records do not tell.
func WithheldIn(currency gateway.Currency, record gateway.Record, related []gateway.Record, now time.Time, limits Limits) (gateway.Money, bool) {
	f := newFacts(record, related, now, limits)
	switch {
	case f.stage == stageRefused, f.stage == stageMoneyless, f.stage == stageUnsure: // nothing was taken, or the amount is not known
		return PaidOut(record, related, currency).Plus(refunded(record, related, currency))
	case f.problem != nil:
		return gateway.Money{}, false
	case f.given.Currency != currency:
		return gateway.Money{Currency: currency}, true
	}
	return f.withheld(), true
}

// withheld is given plus any held amount.
func (f *facts) withheld() gateway.Money {
	m := f.given
	if f.stage == stageHeld && !f.isRefund {
		m, _ = m.Plus(f.whole)
	}
	return m
}

// refunded is what the refunds among the children of a payment give back.
func refunded(payment gateway.Record, related []gateway.Record, currency gateway.Currency) gateway.Money {
	sum := gateway.Money{Currency: currency}
	for _, child := range related {
		if amount, ok := child.Amount(currency); ok && amount.Currency == currency && statement.RefundOf(child, payment) {
			sum, _ = sum.Plus(amount)
		}
	}
	return sum
}

// PaidOut adds up what was paid out for a payment in a currency, or may have been.
func PaidOut(record gateway.Record, related []gateway.Record, currency gateway.Currency) gateway.Money {
	sum := gateway.Money{Currency: currency}
	for _, child := range related {
		if statement.KindOf(child) != statement.Payout || child.ParentTransaction != "" && child.ParentTransaction != record.TransactionReference {
			continue
		}
		switch child.Outcome() {
		case gateway.OutcomeDeclined, gateway.OutcomeCancelled, gateway.OutcomeRejected, gateway.OutcomeNotSent:
			continue
		default:
		}
		if amount, ok := child.Amount(currency); ok && amount.Currency == currency {
			sum, _ = sum.Plus(amount)
		}
	}
	return sum
}
