package gateway

import (
	"strings"
	"time"
)

// Record is one element of a response: the answer to a request, or one transaction
// found by a query. Values are the gateway's own strings, unchanged; call Cleaned
// before showing them. A field that the gateway did not send is empty. The tags are
// the gateway's names; Billing and Customer hold the fields that begin with those
// words.
type Record struct {
	RequestType          string `json:"requesttypedescription,omitempty"`
	TransactionReference string `json:"transactionreference,omitempty"`        // 25, such as "23-9-80006"
	TransactionStarted   string `json:"transactionstartedtimestamp,omitempty"` // YYYY-MM-DD hh:mm:ss, UTC; see StartedAt
	// ErrorCode is "0" for done; for others see LookupCode. In a record found by a
	// query it is the code of the original request.
	ErrorCode    string `json:"errorcode,omitempty"`
	ErrorMessage string `json:"errormessage,omitempty"`
	// ErrorData names fields, for code 30000. At most 32 are kept.
	ErrorData         []string `json:"errordata,omitempty"`
	SiteReference     string   `json:"sitereference,omitempty"` // queries only
	Interface         string   `json:"interface,omitempty"`     // queries only, such as "PASS-JSON-JSON"
	AccountType       string   `json:"accounttypedescription,omitempty"`
	ParentTransaction string   `json:"parenttransactionreference,omitempty"`
	AuthMethod        string   `json:"authmethod,omitempty"`
	CredentialsOnFile string   `json:"credentialsonfile,omitempty"`
	InitiationReason  string   `json:"initiationreason,omitempty"`
	LiveStatus        string   `json:"livestatus,omitempty"` // "0" test, "1" live
	SplitFinalNumber  string   `json:"splitfinalnumber,omitempty"`

	// The bank's answer.
	AuthCode             string `json:"authcode,omitempty"`
	AcquirerResponseCode string `json:"acquirerresponsecode,omitempty"` // the bank's own; do not read it to callers
	AcquirerResponseText string `json:"acquirerresponsemessage,omitempty"`
	AcquirerAdviceCode   string `json:"acquireradvicecode,omitempty"` // recurring only; see Advice
	AcquirerTransaction  string `json:"acquirertransactionreference,omitempty"`
	RetrievalReference   string `json:"retrievalreferencenumber,omitempty"`
	SecurityAddress      string `json:"securityresponseaddress,omitempty"` // see Checks
	SecurityPostcode     string `json:"securityresponsepostcode,omitempty"`
	SecurityCodeResult   string `json:"securityresponsesecuritycode,omitempty"`
	FraudRating          string `json:"fraudrating,omitempty"` // queries only

	// Money.
	BaseAmount       string `json:"baseamount,omitempty"` // see Amount
	CurrencyISO3A    string `json:"currencyiso3a,omitempty"`
	SettleBaseAmount string `json:"settlebaseamount,omitempty"` // queries only; see SettleAmount
	SettleStatus     string `json:"settlestatus,omitempty"`     // see SettleStatus
	SettleDueDate    string `json:"settleduedate,omitempty"`    // YYYY-MM-DD
	DCCEnabled       string `json:"dccenabled,omitempty"`

	// The card. The gateway never returns its number or security code.
	MaskedPAN     string `json:"maskedpan,omitempty"`  // first six, #, last four
	ExpiryDate    string `json:"expirydate,omitempty"` // MM/YYYY, queries only
	PaymentType   string `json:"paymenttypedescription,omitempty"`
	Issuer        string `json:"issuer,omitempty"`
	IssuerCountry string `json:"issuercountryiso2a,omitempty"`

	// The merchant.
	OrderReference     string `json:"orderreference,omitempty"`
	OperatorName       string `json:"operatorname,omitempty"`
	ChargeDescription  string `json:"chargedescription,omitempty"`
	MerchantName       string `json:"merchantname,omitempty"`
	MerchantNumber     string `json:"merchantnumber,omitempty"`
	MerchantCountry    string `json:"merchantcountryiso2a,omitempty"`
	MerchantCity       string `json:"merchantcity,omitempty"`
	MerchantState      string `json:"merchantstatecode,omitempty"`
	MerchantZIP        string `json:"merchantzipcode,omitempty"`
	MerchantCategory   string `json:"merchantcategorycode,omitempty"`
	MerchantEmail      string `json:"merchantemail,omitempty"`
	TID                string `json:"tid,omitempty"` // terminal at the bank
	CustomField4       string `json:"customfield4,omitempty"`
	CustomField5       string `json:"customfield5,omitempty"`
	SubscriptionType   string `json:"subscriptiontype,omitempty"`
	SubscriptionNumber string `json:"subscriptionnumber,omitempty"`

	Billing              Contact  `json:"billing,omitzero"`
	Customer             Customer `json:"customer,omitzero"`
	RecipientAccount     string   `json:"customeraccountnumber,omitempty"` // masked except for its last four
	RecipientAccountType string   `json:"customeraccountnumbertype,omitempty"`
	DebtRepayment        string   `json:"debtrepayment,omitempty"`

	// 3-D Secure. Cleaned cuts MD and PaReq; a ThreeDResult has them whole.
	Enrolled      string `json:"enrolled,omitempty"`      // see Enrolled
	ThreeDStatus  string `json:"status,omitempty"`        // see ThreeDStatus
	ThreeDVersion string `json:"threedversion,omitempty"` // such as "1.0.2"
	ECI           string `json:"eci,omitempty"`           // electronic commerce indicator
	CAVV          string `json:"cavv,omitempty"`          // proof of authentication
	XID           string `json:"xid,omitempty"`           // reference of the authentication
	ACSURL        string `json:"acsurl,omitempty"`        // where the issuer authenticates
	MD            string `json:"md,omitempty"`
	PaReq         string `json:"pareq,omitempty"`

	// MyBank. Cleaned cuts the address; a MyBankResult has it whole.
	RedirectURL    string `json:"redirecturl,omitempty"`
	AcquirerSecret string `json:"acquirersecret,omitempty"`
}

// Cleaned is the record with every value made safe to show and cut at 255
// characters. A card number in the wrong field is masked.
func (r Record) Cleaned() Record {
	r.clean()
	return r
}

// Checks are the record's address and security code results.
func (r Record) Checks() Checks {
	return Checks{
		Address:      CheckResult(r.SecurityAddress),
		Postcode:     CheckResult(r.SecurityPostcode),
		SecurityCode: CheckResult(r.SecurityCodeResult),
	}
}

// codeInPart is the bank's own code of an approval of less than was asked for (ISO 8583).
const codeInPart = "10"

// InPart reports money that the bank approved only in part. The record names the amount that
// was asked for, or another one; it is not documented which. A cancelled one counts as well: see
// Outcome.
func (r Record) InPart() bool {
	return r.ErrorCode == CodeFine && r.MovesMoney() && strings.TrimSpace(r.AcquirerResponseCode) == codeInPart
}

// Advice is the bank's advice on further payments of a series.
func (r Record) Advice() AdviceCode { return AdviceCode(r.AcquirerAdviceCode) }

// Methods that interpret the strings of a Record.

// Outcome is what the record's errorcode and settle status together say of the
// money. Errorcode 0 alone is never an approval. For a record that moves no money
// (see MovesMoney), Approved means done. A MyBank payment that waits for the
// customer or the bank is Unknown.
//
// If the errorcode leaves the money open, a cancelled settle status decides: what
// was cancelled never settles. Screens, searches and the resolver all judge a record
// here. An answer to the request itself is judged more carefully: see answered.
func (r Record) Outcome() Outcome {
	info, _ := LookupCode(r.ErrorCode)
	switch o := info.Outcome(); {
	case o == OutcomeUnknown && r.neverSettles():
		return OutcomeDeclined
	case !r.MovesMoney():
		return o
	case o != OutcomeApproved && r.SettleStatus != "" && SettleStatus(r.SettleStatus) != SettleCancelled:
		return OutcomeUnknown // refused, yet not cancelled
	case o != OutcomeApproved:
		return o
	}
	switch SettleStatus(r.SettleStatus) {
	case SettleSettling:
		if r.isMyBank() {
			return OutcomeUnknown
		}
		return OutcomeApproved
	case SettlePending, SettleOverride, SettleSettled:
		return OutcomeApproved
	case SettleSuspended:
		return OutcomeHeld
	case SettleCancelled:
		return OutcomeCancelled
	default:
		return OutcomeUnknown
	}
}

// neverSettles reports a payment, refund, payout or card check that was cancelled for
// good. A bank may still complete a cancelled MyBank payment, and moto does not know
// what the settle status of other requests means.
func (r Record) neverSettles() bool {
	switch r.RequestType {
	case TypeAuth, TypeRefund, TypeAccountCheck:
		return SettleStatus(r.SettleStatus) == SettleCancelled && !r.isMyBank()
	default:
		return false
	}
}

// answered is the outcome of the answer to a request. The vendor says of errorcodes
// such as 60010 that the final state is not known yet and has to be asked for, so
// only a query decides then, whatever settle status the answer has.
func (r Record) answered() Outcome {
	if info, _ := LookupCode(r.ErrorCode); info.Outcome() == OutcomeUnknown {
		return OutcomeUnknown
	}
	return r.Outcome()
}

// MovesMoney reports whether the record is a payment, refund or payout. An
// unrecognised type counts as one, for safety. Card checks, 3-D Secure checks,
// queries and updates move no money themselves.
func (r Record) MovesMoney() bool {
	switch r.RequestType {
	case TypeAccountCheck, TypeThreeDQuery, TypeQuery, TypeUpdate:
		return false
	default:
		return true
	}
}

func (r Record) isMyBank() bool { return r.PaymentType == string(MyBank) }

// What is the kind of record in words: "Payment", "Pre-authorisation", "Refund", "Card
// check".
func (r Record) What() string {
	switch r.RequestType {
	case TypeAuth:
		switch {
		case r.isMyBank():
			return "MyBank payment"
		case r.AccountType == string(AccountRecurring):
			return "Recurring payment"
		case r.AuthMethod == string(AuthPre):
			return "Pre-authorisation"
		case r.AuthMethod == string(AuthIncremental):
			return "Raise"
		default:
			return "Payment"
		}
	case TypeRefund:
		if r.AccountType == string(AccountPayout) {
			return "Payout"
		}
		return "Refund"
	case TypeAccountCheck:
		return "Card check"
	case TypeThreeDQuery:
		return "3-D Secure check"
	case TypeUpdate:
		return "Change"
	case TypeQuery:
		return "Query"
	case TypeError:
		return "Refused request"
	case "":
		return "Record"
	default:
		return cleanValue(r.RequestType)
	}
}

// Progress says in words how far the money is on its way.
func (r Record) Progress() string {
	if r.isMyBank() && SettleStatus(r.SettleStatus) == SettleSettling {
		return "Waiting: the customer or the bank has not finished"
	}
	return SettleStatus(r.SettleStatus).String()
}

// Amount is the amount asked for. It reports false if the answer has no whole
// amount, or has a currency whose decimals are not certain to ParseCurrency and
// that is not among the confirmed ones.
func (r Record) Amount(confirmed ...Currency) (Money, bool) {
	return r.money(r.BaseAmount, confirmed)
}

// SettleAmount is the amount that will settle or has settled: at most Amount, or more
// where a pre-authorisation was raised. Only a record found by a query has it.
func (r Record) SettleAmount(confirmed ...Currency) (Money, bool) {
	return r.money(r.SettleBaseAmount, confirmed)
}

func (r Record) money(digits string, confirmed []Currency) (Money, bool) {
	for _, c := range confirmed {
		if c.Code() != "" && c.Code() == r.CurrencyISO3A {
			m, err := ParseBaseAmount(digits, c)
			return m, err == nil
		}
	}
	c, err := ParseCurrency(r.CurrencyISO3A)
	if err != nil {
		return Money{}, false
	}
	m, err := ParseBaseAmount(digits, c)
	return m, err == nil
}

// StartedAt is when the transaction was made, to the second, in UTC. The gateway
// names no time zone; a guide of 2013 says that its clock keeps GMT (inferred).
func (r Record) StartedAt() (time.Time, bool) {
	t, err := time.Parse(time.DateTime, r.TransactionStarted)
	return t, err == nil
}

// ThreeD is the record's 3-D Secure result.
func (r Record) ThreeD() (Enrolled, ThreeDStatus) {
	return Enrolled(r.Enrolled), ThreeDStatus(r.ThreeDStatus)
}
