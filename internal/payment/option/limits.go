package option

import (
	"fmt"
	"time"

	"motoconsole/gateway"
	"motoconsole/internal/rights"
	"motoconsole/internal/statement"
)

// Limits say how much may be given back from this console. The zero value allows
// nothing. One set of limits holds for every way in which money, or the lack of a
// charge, reaches the caller: refunds, payouts, cancelling and reducing, holding a
// payment, which the gateway then cancels, and releasing a held refund or payout.
type Limits struct {
	// Refunds allows giving money back: by a refund, and by cancelling or reducing
	// a payment that has not settled.
	Refunds bool
	// MaxRefund is the most that may be given back of one payment in total, so that
	// several small refunds do not exceed it; zero means no maximum.
	MaxRefund gateway.Money
	// MaxAge is how old a payment may be; zero means any age.
	MaxAge time.Duration
	// Payouts allows payouts, which may be more than was ever taken.
	Payouts bool
	// MaxAgentDay is the most that one agent may give back, cancel, hold and pay
	// out in total from midnight to midnight; zero means no maximum.
	MaxAgentDay gateway.Money
	// OwnRefund and OwnDay say that MaxRefund and MaxAgentDay are this agent's, and
	// that others may give back more: a sentence says whose limit it is.
	OwnRefund, OwnDay bool
	// Currencies are those whose decimals the operator has confirmed.
	Currencies []gateway.Currency

	// Ahead is how far the gateway's clock, which dates payments, is ahead of ours.
	Ahead time.Duration
}

// mayGiveBack reports, as an error, why nothing of a payment may be given back.
func (l Limits) mayGiveBack(record gateway.Record, now time.Time) *rights.LimitError {
	if !l.Refunds {
		return &rights.LimitError{Sentence: switchedOff}
	}
	return l.MayBeOld(record, now)
}

// switchedOff refuses every way of giving money back.
const switchedOff = "Giving money back is switched off here. Ask a supervisor."

// MayBeOld reports, as an error, a payment that is too old for money to be given back.
func (l Limits) MayBeOld(record gateway.Record, now time.Time) *rights.LimitError {
	if l.MaxAge <= 0 {
		return nil
	}
	started, ok := record.StartedAt()
	switch age := now.Add(l.Ahead).Sub(started); {
	case !ok:
		return rights.Limited("The gateway does not say when this payment was taken, and money is given back here for %s at most. Ask a supervisor.", statement.Span(l.MaxAge))
	case age > l.MaxAge:
		return rights.Limited("This payment was taken %s ago; money is given back here for %s at most. Ask a supervisor.", statement.Span(age), statement.Span(l.MaxAge))
	}
	return nil
}

// most is how much of what is left may be given back, and the error that refuses
// more; nil if no limit applies. given is what was given back before.
func (l Limits) most(left, given gateway.Money) (gateway.Money, *rights.LimitError) {
	switch {
	case l.MaxRefund.IsZero():
		return left, nil
	case l.MaxRefund.Currency != left.Currency:
		return gateway.Money{Currency: left.Currency}, rights.Limited(
			"The maximum that may be given back is set in %s and this payment is in %s. Ask a supervisor.",
			l.MaxRefund.Currency.Code(), left.Currency.Code())
	}
	switch room, _ := l.MaxRefund.Minus(given); {
	case left.Minor <= room.Minor:
		return left, nil
	case given.Minor > 0:
		return room, rights.Limited("%s, and %s of this one has already been given back. Ask a supervisor.", l.ofPayment(), given)
	default:
		return room, rights.Limited("%s. Ask a supervisor.", l.ofPayment())
	}
}

const payoutsOff = "Payouts are switched off here. Ask a supervisor."

// MayPayOut reports, as an error, a payout that exceeds a limit. before is what was
// given back and paid out for the same payment earlier, or is held.
func (l Limits) MayPayOut(amount, before gateway.Money) *rights.LimitError {
	switch {
	case !l.Payouts:
		return &rights.LimitError{Sentence: payoutsOff}
	case l.MaxRefund.IsZero():
		return nil
	case l.MaxRefund.Currency != amount.Currency:
		return rights.Limited("The maximum of a payout is set in %s and this one is in %s. Ask a supervisor.",
			l.MaxRefund.Currency.Code(), amount.Currency.Code())
	case amount.Minor > l.MaxRefund.Minor:
		return rights.Limited("%s. Ask a supervisor.", whose(l.OwnRefund, "You may pay out at most %s", "A payout may be at most %s here", l.MaxRefund))
	case !within(amount, before, l.MaxRefund):
		return rights.Limited("%s, and %s of this one has already been given back or paid out, or is held. Ask a supervisor.", l.OfPaymentInAll(), before)
	}
	return nil
}

// ofPayment, OfPaymentInAll and OfOrder begin a sentence: they say the most that may
// be given back, and whether that is this agent's limit.
func (l Limits) ofPayment() string {
	return whose(l.OwnRefund, "You may give back at most %s of one payment", "At most %s of one payment may be given back here", l.MaxRefund)
}

// OfPaymentInAll is about refunds and payouts of one payment.
func (l Limits) OfPaymentInAll() string {
	return whose(l.OwnRefund, "You may give back and pay out at most %s of one payment", "At most %s of one payment may be given back and paid out here", l.MaxRefund)
}

// OfOrder is about refunds and payouts of one order.
func (l Limits) OfOrder() string {
	return whose(l.OwnRefund, "You may give back and pay out at most %s for one order", "At most %s may be given back and paid out for one order here", l.MaxRefund)
}

// MayForOrder reports, as an error, a payout to a card that was read out which, with
// all that was given back and paid out for its order before, exceeds a limit.
func (l Limits) MayForOrder(amount, before gateway.Money) *rights.LimitError {
	if within(amount, before, l.MaxRefund) {
		return nil
	}
	return rights.Limited("%s, and %s has already been given back or paid out for this order. Ask a supervisor.", l.OfOrder(), before)
}

// within reports that an amount and all before it are a limit at most.
func within(amount, before, limit gateway.Money) bool {
	sum, ok := amount.Plus(before)
	return ok && sum.Minor <= limit.Minor
}

// MayToday reports, as an error, an amount that with all that the agent gave back today
// exceeds the agent's limit for one day.
func (l Limits) MayToday(amount, today gateway.Money) *rights.LimitError {
	switch {
	case l.MaxAgentDay.IsZero():
		return nil
	case l.MaxAgentDay.Currency != amount.Currency:
		return rights.Limited("The maximum of a day is set in %s and this is in %s. Ask a supervisor.", l.MaxAgentDay.Currency.Code(), amount.Currency.Code())
	case within(amount, today, l.MaxAgentDay):
		return nil
	case today.IsZero():
		return rights.Limited("%s. Ask a supervisor.", l.ofDay())
	default:
		return rights.Limited("%s, and you have given back %s today. Ask a supervisor.", l.ofDay(), today)
	}
}

// ofDay begins a sentence of a day's limit.
func (l Limits) ofDay() string {
	return whose(l.OwnDay, "You may give back at most %s in one day", "At most %s may be given back by one agent in one day here", l.MaxAgentDay)
}

// whose words a limit as this agent's own, or as the limit for all agents.
func whose(own bool, yours, forAll string, most gateway.Money) string {
	if own {
		return fmt.Sprintf(yours, most)
	}
	return fmt.Sprintf(forAll, most)
}
