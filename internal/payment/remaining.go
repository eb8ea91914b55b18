package payment

import (
	"errors"
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/statement"
)

// Why it cannot be told how much is left.
var (
	errNoAmount  = errors.New("the gateway does not say how much of this payment settles, so nothing can be given back from here")
	errUncertain = errors.New("the bank has not said for certain what became of this payment")
	errOddRefund = errors.New("the amount of an earlier refund cannot be read, so nothing can be given back from here")
	errManyKids  = errors.New("this payment has 500 or more refunds and repeats, too many to add up")
)

// Remaining is how much of a payment may still be given back: what settles or
// has settled of it, less the refunds made of it. The record must come from a
// query, since an answer does not tell what a payment was reduced to, and
// related from a query by parent. Confirmed are currencies whose decimals the
// operator has confirmed.
//
// A refund that was declined or cancelled gave nothing back. A refund that is
// held or unknown counts as made. So does one whose own amount was reduced: it
// counts with the reduced amount. Payouts are not refunds of the payment and
// do not count.
func Remaining(record gateway.Record, related []gateway.Record, confirmed ...gateway.Currency) (gateway.Money, error) {
	left, ok := record.SettleAmount(confirmed...)
	switch record.Outcome() {
	case gateway.Declined, gateway.Rejected, gateway.Cancelled, gateway.NotSent:
		left.Minor = 0
		return left, nil
	case gateway.Unknown:
		if !waitsForBank(record) {
			return gateway.Money{}, errUncertain
		}
	default:
	}
	if record.RequestType != gateway.TypeAuth {
		left.Minor = 0
		return left, nil
	}
	if !ok {
		return gateway.Money{}, errNoAmount
	}
	seen := map[string]bool{}
	for _, child := range related {
		if !statement.RefundOf(child, record) || seen[child.TransactionReference] {
			continue
		}
		seen[child.TransactionReference] = child.TransactionReference != ""
		gone, ok := child.SettleAmount(confirmed...)
		if !ok {
			gone, ok = child.Amount(confirmed...)
		}
		if !ok || gone.Currency != left.Currency {
			return gateway.Money{}, errOddRefund
		}
		left.Minor -= gone.Minor
	}
	left.Minor = max(left.Minor, 0)
	return left, nil
}

// waitsForBank reports a MyBank payment that the customer or the bank has not
// finished.
func waitsForBank(r gateway.Record) bool {
	return isMyBank(r) && gateway.SettleStatus(r.SettleStatus) == gateway.SettleSettling
}

func isMyBank(r gateway.Record) bool { return r.PaymentType == string(gateway.MyBank) }

// unseen are the refunds and payouts of a payment that this journal knows of
// and the gateway's records do not show: those in doubt or on their way, and
// those that were made a moment ago. They count as made until the gateway's
// record says otherwise.
func unseen(parent string, entries []journal.Entry, related []gateway.Record) []gateway.Record {
	var missing []gateway.Record
	for _, e := range entries {
		if e.Kind() != journal.KindRefund || e.Parent != parent || shows(related, e) {
			continue
		}
		if e.State == journal.Known && !moves(e.Outcome) {
			continue
		}
		missing = append(missing, asRecord(e, parent))
	}
	return missing
}

// asRecord is a refund or payout of the journal as the gateway would show it
// among those of a payment.
func asRecord(e journal.Entry, parent string) gateway.Record {
	account := ""
	if e.Operation == journal.OpPayout {
		account = string(gateway.AccountPayout)
	}
	return gateway.Record{
		RequestType: gateway.TypeRefund, AccountType: account, ParentTransaction: parent, OrderReference: e.SentReference,
		TransactionReference: e.TransactionReference, ErrorCode: "0", SettleStatus: string(gateway.SettlePending),
		BaseAmount: e.Amount.BaseAmount(), CurrencyISO3A: e.Amount.Currency.Code(),
	}
}

// shows reports whether the gateway's records have what an entry made.
func shows(related []gateway.Record, e journal.Entry) bool {
	return slices.ContainsFunc(related, func(r gateway.Record) bool { return owns(e, r) })
}
