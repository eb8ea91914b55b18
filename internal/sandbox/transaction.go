package sandbox

import (
	"time"

	"motoconsole/gateway"
)

// transaction is one payment as the bank works with it: every attempt that
// reached the bank, declined ones too. It has no room for a card number or a
// security code.
type transaction struct {
	serial       int // the last part of the reference
	reference    string
	parent       string
	requestType  string
	site         string
	account      string
	operator     string
	started      time.Time
	since        time.Time // when it came into the settle status it is in
	minor        int64     // baseamount
	settleMinor  int64     // what will be settled of it
	currency     string
	paymentType  string
	maskedPAN    string
	pan          fingerprint
	trait        trait
	expiry       gateway.Expiry
	errorCode    string
	checks       gateway.Checks
	settleStatus gateway.SettleStatus
	settleDue    string
	authMethod   string // FINAL, PRE or ""
	onFile       string // credentialsonfile
	advice       string // acquireradvicecode
	threeD       threeD
	texts        texts
	visibleAt    time.Time // no query finds it before; zero is at once
}

// The request types that are booked. Others leave no trace.
const (
	typeAuth         = "AUTH"
	typeRefund       = "REFUND"
	typeAccountCheck = "ACCOUNTCHECK"
	typeThreeDQuery  = "THREEDQUERY"
	typeOrder        = "ORDER"
	typeOrderDetails = "ORDERDETAILS"
	typeStore        = "STORE"
	typeIdentity     = "IDSTANDARD"
	typeRiskDecision = "RISKDEC"
	typeCurrencyRate = "CURRENCYRATE"
	typeSubscription = "SUBSCRIPTION"
)

// Requests about what is booked.
const (
	typeQuery  = "TRANSACTIONQUERY"
	typeUpdate = "TRANSACTIONUPDATE"
)

// typeCacheTokenise keeps a card for a while, and books nothing.
const typeCacheTokenise = "CACHETOKENISE"

const (
	accountRecurring = "RECUR"
	accountPayout    = "CFT"
	accountShop      = "ECOM"
)

// Payment types that are no cards.
const (
	typeMyBank = "MYBANK" // bank transfers, where the payer's part is elsewhere
	typeSofort = "SOFORT"
	typeACH    = "ACH" // an American bank account
	typePayPal = "PAYPAL"
)

// settles reports whether the daily run takes the transaction.
func (t *transaction) settles() bool {
	return t.requestType == typeAuth || t.requestType == typeRefund
}

// updatable reports whether settlement has not begun.
func (t *transaction) updatable() bool {
	if t.errorCode != "0" || !t.settles() {
		return false
	}
	switch t.settleStatus {
	case gateway.SettlePending, gateway.SettleOverride, gateway.SettleSuspended:
		return true
	default:
		return false
	}
}

// worth is what a transaction moves if nothing more happens: taken from the
// cardholder, or with a minus given to them.
func (t *transaction) worth() int64 {
	switch {
	case t.errorCode != "0" || !t.settles() || t.settleStatus == gateway.SettleCancelled:
		return 0
	case t.requestType == typeRefund:
		return -t.settleMinor
	}
	return t.settleMinor
}

// limitDays is how many days after the authorisation a payment can settle.
func limitDays(authMethod string) int {
	if authMethod == "PRE" {
		return 31
	}
	return 7
}

// today is the bank's day: UTC.
func today(now time.Time) string { return now.UTC().Format(time.DateOnly) }
