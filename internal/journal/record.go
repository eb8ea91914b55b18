package journal

import (
	"cmp"
	"strconv"
	"time"

	"motoconsole/gateway"
)

// Record is the record that the gateway has, or would have, of what an entry made, as far
// as the journal knows. Its codes are those of the answer: they may say less than Outcome.
func (e Entry) Record() gateway.Record {
	r := gateway.Record{
		RequestType: string(e.RequestType()), TransactionReference: e.TransactionReference, ParentTransaction: e.Parent,
		TransactionStarted: e.IntentAt.UTC().Format(time.DateTime), SiteReference: e.Site, OperatorName: e.Agent,
		AuthCode: e.AuthCode, ErrorCode: e.ErrorCode, SettleStatus: e.SettleStatus, SettleDueDate: e.Target.SettleDueDate,
		BaseAmount: e.Amount.BaseAmount(), CurrencyISO3A: e.Amount.Currency.Code(), PaymentType: e.Brand,
		OrderReference: cmp.Or(e.CurrentReference, e.SentReference), AuthMethod: e.AuthMethod,
	}
	if e.Last4 != "" {
		r.MaskedPAN = e.First6 + "######" + e.Last4
	}
	part := r
	if part.AcquirerResponseCode = e.BankCode; part.InPart() { // the code of a refusal is not for every screen
		r = part
	}
	switch e.Operation { //nolint:exhaustive // the others need no more
	case OpPayout:
		r.AccountType = string(gateway.AccountPayout)
	case OpRepeat:
		r.CredentialsOnFile = string(gateway.CredentialsUse)
		if series, ok := gateway.ParseSubscription(e.Initiation); ok {
			r.AccountType = string(gateway.AccountRecurring)
			r.SubscriptionType, r.SubscriptionNumber = string(series.Type), strconv.Itoa(series.Number)
		} else {
			r.InitiationReason = e.Initiation
		}
	}
	return r
}
