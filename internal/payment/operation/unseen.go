package operation

import (
	"slices"

	"motoconsole/gateway"
	"motoconsole/internal/journal"
	"motoconsole/internal/payment/evidence"
)

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
		if e.State == journal.Known && !evidence.Moves(e.Outcome) {
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
	return slices.ContainsFunc(related, func(r gateway.Record) bool { return evidence.Owns(e, r) })
}
