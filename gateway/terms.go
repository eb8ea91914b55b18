package gateway

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// The request types of the interface, the gateway's requesttypedescription.
const (
	TypeAuth         = "AUTH"
	TypeAccountCheck = "ACCOUNTCHECK"
	TypeRefund       = "REFUND"
	TypeQuery        = "TRANSACTIONQUERY"
	TypeUpdate       = "TRANSACTIONUPDATE"
	TypeThreeDQuery  = "THREEDQUERY"
	// TypeError replaces the request type in an answer to a request that was
	// refused.
	TypeError = "ERROR"
)

// AccountType is how a payment was taken, the gateway's accounttypedescription.
// Some banks decline the wrong one: a telephone payment sent as ECOM is asked for
// 3-D Secure (documented).
type AccountType string

// The account types the vendor documents.
const (
	AccountMOTO      AccountType = "MOTO"  // mail or telephone order
	AccountECOM      AccountType = "ECOM"  // e-commerce
	AccountRecurring AccountType = "RECUR" // repeats without the customer
	AccountPayout    AccountType = "CFT"   // money to a card, cardholder funds transfer
)

// AuthMethod is how firm an authorisation is. The zero value leaves it to the
// account's setting, FINAL unless support changed it (documented).
type AuthMethod string

// The authorisation methods.
const (
	// AuthFinal: the amount is known and will be settled. Mastercard's rules
	// require that within 4 days.
	AuthFinal AuthMethod = "FINAL"
	// AuthPre: the amount may still change; settlement is within 31 days. Visa and
	// Mastercard only.
	AuthPre AuthMethod = "PRE"
	// AuthIncremental raises an AuthPre, its Parent, that has not settled: the
	// amount is added, and what settles of the parent rises by it
	// (documented). Visa, and some merchant categories only.
	AuthIncremental AuthMethod = "INCREMENTAL"
)

// SettleDays is how many days after an authorisation it may settle. The gateway
// cancels a payment that is still pending after that (documented).
func (m AuthMethod) SettleDays() int {
	if m == AuthPre {
		return 31
	}
	return 7
}

// Takes reports that cards of a brand can be authorised in this way (documented).
func (m AuthMethod) Takes(b Brand) bool {
	switch m {
	case AuthPre:
		return b == Visa || b == Mastercard
	case AuthIncremental:
		return b == Visa
	default:
		return true
	}
}

// CredentialsOnFile says whether the card's details are, or will be, kept for later
// payments. The card schemes require the cardholder's consent to both.
type CredentialsOnFile string

// The values the vendor documents. The zero value is not sent.
const (
	CredentialsNone  CredentialsOnFile = "0" // not kept
	CredentialsStore CredentialsOnFile = "1" // kept from now on, with consent
	CredentialsUse   CredentialsOnFile = "2" // this payment uses details kept earlier
)

// RecipientType says what the number of a Recipient is, the gateway's
// customeraccountnumbertype.
type RecipientType string

// The types the vendor documents.
const (
	RecipientAccount RecipientType = "ACCOUNT"
	RecipientCard    RecipientType = "CARD"
)

// sent is the type to send: an account if none is set.
func (t RecipientType) sent() string { return string(cmp.Or(t, RecipientAccount)) }

// InitiationReason is why a merchant charges without the customer. It must not
// be sent while the customer takes part, as on the telephone (documented).
type InitiationReason string

// The reasons the vendor documents.
const (
	InitiationReauthorisation InitiationReason = "A"
	InitiationUnscheduled     InitiationReason = "C"
	InitiationDelayedCharge   InitiationReason = "D"
	InitiationResubmission    InitiationReason = "S"
	InitiationNoShow          InitiationReason = "X" // a hotel guest who did not arrive
)

// SubscriptionType is a kind of series of payments.
type SubscriptionType string

// The kinds of series.
const (
	SubscriptionRecurring   SubscriptionType = "RECURRING"   // without a fixed end
	SubscriptionInstallment SubscriptionType = "INSTALLMENT" // a total in parts
)

// Subscription is a payment's place in a series. The zero value means no series.
type Subscription struct {
	Type SubscriptionType
	// Number counts the payments of the series from 1; a repeat must be more
	// than 1 (taken from the vendor's client code).
	Number int
}

// IsZero reports a payment of no series.
func (s Subscription) IsZero() bool { return s == Subscription{} }

// String is the type and the number, as in "RECURRING 2"; "" for no series.
func (s Subscription) String() string {
	if s.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d", s.Type, s.Number)
}

// ParseSubscription reads what String wrote. It reports false for anything else.
func ParseSubscription(text string) (Subscription, bool) {
	kind, number, ok := strings.Cut(text, " ")
	n, err := strconv.Atoi(number)
	s := Subscription{Type: SubscriptionType(kind), Number: n}
	return s, ok && err == nil && n > 0 && (s.Type == SubscriptionRecurring || s.Type == SubscriptionInstallment) && s.String() == text
}

// AdviceCode is the bank's advice on further payments, the gateway's acquireradvicecode.
type AdviceCode string

// The advice codes the vendor documents, and two of Mastercard's own, of two digits. It is
// not known whether the gateway passes those on.
const (
	AdviceNone       AdviceCode = "0"
	AdviceNewAccount AdviceCode = "1" // Mastercard only
	AdviceTryLater   AdviceCode = "2"
	AdviceStop       AdviceCode = "4"
	AdviceBlocked    AdviceCode = "8"
	AdviceNever      AdviceCode = "03" // Mastercard's: do not try again
	AdviceStopSeries AdviceCode = "21" // Mastercard's: the cardholder stopped the series
)

// String is the advice in words.
func (a AdviceCode) String() string {
	switch a {
	case AdviceNone:
		return "Nothing to do"
	case AdviceNewAccount:
		return "New account information exists: ask the customer for the new card"
	case AdviceTryLater:
		return "Not approved now: try again later"
	case AdviceStop, AdviceNever:
		return "Do not try again"
	case AdviceStopSeries:
		return "The cardholder stopped the series: do not try again"
	case AdviceBlocked:
		return "Blocked by the card scheme: do not try again"
	default:
		return "No advice given"
	}
}

// Final reports that no further payment may be attempted.
func (a AdviceCode) Final() bool {
	return a == AdviceStop || a == AdviceBlocked || a == AdviceNever || a == AdviceStopSeries
}

// SettleStatus says how far a payment is on its way to the merchant's account, the
// gateway's settlestatus.
type SettleStatus string

// The settle statuses the vendor documents.
const (
	SettlePending   SettleStatus = "0"   // settles in the next daily run
	SettleOverride  SettleStatus = "1"   // as pending, fraud and duplicate checks skipped
	SettleSuspended SettleStatus = "2"   // will not settle until released
	SettleCancelled SettleStatus = "3"   // no money; final
	SettleSettling  SettleStatus = "10"  // sent to the bank; cannot be changed
	SettleSettled   SettleStatus = "100" // paid
)

// String is the status in words.
func (s SettleStatus) String() string {
	switch s {
	case SettlePending:
		return "Pending: settles in the next run"
	case SettleOverride:
		return "Pending: released, settles in the next run"
	case SettleSuspended:
		return "Held: no money moves yet"
	case SettleCancelled:
		return "Cancelled: no money moves"
	case SettleSettling:
		return "Settling: with the bank now"
	case SettleSettled:
		return "Settled: paid"
	default:
		return "Settle status not given"
	}
}

// CheckResult is the bank's answer to one of the address (AVS) and security
// code checks, the gateway's securityresponse fields. The checks do not decide
// the authorisation: a card can be approved with nothing matched.
type CheckResult string

// The values the vendor documents. 3 is not used.
const (
	CheckNotGiven   CheckResult = "0" // we sent nothing to check
	CheckNotChecked CheckResult = "1" // the bank could not or would not check
	CheckMatched    CheckResult = "2" // equals the issuer's record
	CheckNotMatched CheckResult = "4" // differs from the issuer's record
)

// String is the caption in the vendor's portal, or "No answer" for a value that was
// not sent or is not documented.
func (c CheckResult) String() string {
	switch c {
	case CheckNotGiven:
		return "Not given"
	case CheckNotChecked:
		return "Not checked"
	case CheckMatched:
		return "Matched"
	case CheckNotMatched:
		return "Not matched"
	default:
		return "No answer"
	}
}

// Checks are the three check results of a payment.
type Checks struct {
	Address      CheckResult // house number or premise
	Postcode     CheckResult
	SecurityCode CheckResult
}
