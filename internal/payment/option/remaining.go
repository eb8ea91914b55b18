package option

import (
	"errors"

	"motoconsole/gateway"
	"motoconsole/internal/statement"
)

// Why the amount left is not known.
var (
	errNoAmount  = errors.New("the gateway does not say how much of this payment settles, so nothing can be given back from here")
	errUncertain = errors.New("the bank has not confirmed the outcome of this payment")
	errOddRefund = errors.New("the amount of an earlier refund cannot be read, so nothing can be given back from here")
	ErrManyKids  = errors.New("this payment has 500 or more refunds and repeats, too many to add up")
)

// Remaining is how much of a payment may still be given back: the amount that
// settles or has settled, less its refunds. The record must come from a query,
// since an answer does not say what a payment was reduced to, and related from a query
// by parent. confirmed are currencies whose decimals have been confirmed.
//
// A refund that was declined or cancelled gave nothing back. A refund that is held
// or unknown counts as made. A refund that was itself reduced counts with the
// reduced amount. Payouts are not refunds of the payment and do not count.
func Remaining(record gateway.Record, related []gateway.Record, confirmed ...gateway.Currency) (gateway.Money, error) {
	left, ok := record.SettleAmount(confirmed...)
	switch record.Outcome() {
	case gateway.OutcomeDeclined, gateway.OutcomeRejected, gateway.OutcomeCancelled, gateway.OutcomeNotSent:
		left.Minor = 0
		return left, nil
	case gateway.OutcomeUnknown:
		if !waitsForBank(record) {
			return gateway.Money{}, errUncertain
		}
	default:
	}
	if record.RequestType != gateway.TypeAuth || statement.KindOf(record) == statement.Raise {
		left.Minor = 0
		return left, nil
	}
	if !ok {
		return gateway.Money{}, errNoAmount
	}
	for child := range statement.RefundsOf(record, related) {
		gone, ok := child.SettleAmount(confirmed...)
		if !ok {
			gone, ok = child.Amount(confirmed...)
		}
		if !ok || gone.Currency != left.Currency {
			return gateway.Money{}, errOddRefund
		}
		left, _ = left.Minus(gone)
	}
	return left, nil
}

// waitsForBank reports a MyBank payment that the customer or the bank has not
// finished.
func waitsForBank(r gateway.Record) bool {
	return isMyBank(r) && gateway.SettleStatus(r.SettleStatus) == gateway.SettleSettling
}

func isMyBank(r gateway.Record) bool { return r.PaymentType == string(gateway.MyBank) }
