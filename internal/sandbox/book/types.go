package book

// The request types that are booked. Others leave no record.
const (
	TypeAuth         = "AUTH"
	TypeRefund       = "REFUND"
	TypeAccountCheck = "ACCOUNTCHECK"
	TypeThreeDQuery  = "THREEDQUERY"
	TypeOrder        = "ORDER"
	TypeOrderDetails = "ORDERDETAILS"
	TypeStore        = "STORE"
	TypeIdentity     = "IDSTANDARD"
	TypeRiskDecision = "RISKDEC"
	TypeCurrencyRate = "CURRENCYRATE"
	TypeSubscription = "SUBSCRIPTION"
)

// Requests about booked transactions.
const (
	TypeQuery  = "TRANSACTIONQUERY"
	TypeUpdate = "TRANSACTIONUPDATE"
)

// TypeCacheTokenise keeps a card for a while, and books nothing.
const TypeCacheTokenise = "CACHETOKENISE"

const (
	AccountRecurring = "RECUR"
	AccountPayout    = "CFT"
	accountShop      = "ECOM"
)

// Payment types that are not cards.
const (
	TypeMyBank = "MYBANK" // bank transfers, where the payer's part is elsewhere
	TypeSofort = "SOFORT"
	TypeACH    = "ACH" // an American bank account
	TypePayPal = "PAYPAL"
)

// KnownType reports whether the gateway has a request type of this name. Most
// come from the vendor's pages and clients; other spellings are refused.
func KnownType(name string) bool {
	switch name {
	case TypeAuth, TypeAccountCheck, TypeRefund, TypeQuery, TypeUpdate, TypeThreeDQuery, TypeCacheTokenise,
		TypeOrder, TypeOrderDetails, TypeStore, TypeIdentity, TypeRiskDecision, TypeCurrencyRate, TypeSubscription,
		"REVERSAL", "WALLETVERIFY", "IDENTITYCHECK":
		return true
	}
	return false
}

// IsCard reports whether a payment type is a card's.
func IsCard(paymentType string) bool {
	switch paymentType {
	case TypeMyBank, TypeSofort, TypeACH, TypePayPal:
		return false
	}
	return true
}

// UnknownEnd reports a code that the vendor calls a final state not known: the answer
// says nothing more.
func UnknownEnd(code string) bool { return code == "60010" || code == "60034" || code == "99999" }
