package gateway

import (
	"context"
	"strconv"
	"time"
)

// MaxOrderReference is the longest order reference, in characters: the field
// takes 255, but banks may cut it at 25 (documented).
const MaxOrderReference = 25

// AuthRequest asks for one authorisation. Site, OrderReference, Amount and Card are
// needed. With the rest left zero, it is a payment by a card read out over the
// telephone (accounttypedescription MOTO). A number beside a field, here and in
// other requests, is its greatest length in characters, from the vendor's field
// tables.
//
// With Parent set, card, amount and currency may be left out: the gateway takes
// them, and the addresses, from the earlier transaction. A child that is sent
// within seconds of its parent may be answered 20004.
type AuthRequest struct {
	Site string // sitereference, letters, digits and "_", 50
	// OrderReference has at most 25 characters. Make it unique for each attempt: it
	// is the only way to find a payment whose answer was lost.
	OrderReference string
	Amount         Money // baseamount and currencyiso3a; more than zero, 13 digits
	// Card is wiped by Auth. Without a security code some banks decline.
	Card         Card
	Billing      Billing
	OperatorName string // operatorname, the agent, 255; "" means the Webservices user

	AccountType       AccountType // zero means AccountMOTO
	AuthMethod        AuthMethod
	PaymentType       Brand // paymenttypedescription; zero lets the gateway tell by the number
	CredentialsOnFile CredentialsOnFile
	InitiationReason  InitiationReason
	Parent            string // parenttransactionreference, letters, digits and "-", 25
	// SettleStatus is SettlePending when zero; SettleSuspended holds the payment
	// until it is released. Only the gateway sets 10 and 100.
	SettleStatus SettleStatus
	// SettleDueDate is YYYY-MM-DD in UTC, from today to 7 days ahead, or 31 days
	// with AuthPre. "" means the next daily run.
	SettleDueDate string
	// ChargeDescription appears on the cardholder's statement, with some banks: 25
	// letters, digits, spaces and + - _ . @ ( ).
	ChargeDescription string
	MerchantEmail     string // 255, at most 64 before the @; several with , or ; between
	CustomField4      string // 255 (inferred)
	CustomField5      string // 255 (inferred)
	Customer          Customer
	Subscription      Subscription
	Recipient         Recipient // for MCC 6012
	DebtRepayment     bool      // debtrepayment, for MCC 6012, 6051 and 7299
	// ThreeD is the answer of the cardholder's bank (3-D Secure version 1). With
	// it, every field but OrderReference may be left out.
	ThreeD ThreeDAuthentication
}

// AuthResult is the result of an AUTH.
type AuthResult struct {
	Outcome Outcome
	// Code describes the answer's errorcode. It is zero when there is no answer.
	Code CodeInfo
	// Fields are the fields a Rejected answer names, by the gateway's names.
	Fields []string
	// Record is the answer, cleaned for showing; zero without a usable answer.
	Record Record
	// RequestReference lets the vendor's support find the request.
	RequestReference string
}

func (AuthResult) isResult() {}

// Auth sends one AUTH, once, and wipes the card. The result's Outcome is always
// valid. The error says why there is no usable answer: a *FieldError if the client
// refused the request (NotSent), otherwise an *Error.
//
// Approved, Held and Cancelled are given only when the answer has a transaction
// reference and repeats our request reference, amount, currency and order
// reference, as far as they were sent.
func (c *Client) Auth(ctx context.Context, r AuthRequest) (AuthResult, error) {
	return send[AuthResult](ctx, c, r)
}

func (r AuthRequest) wipe() {
	r.Card.Wipe()
	r.Recipient.Number.Wipe()
}

func (r AuthRequest) result(base AuthResult, _ *response) Result { return base }

func (r AuthRequest) prepare(now time.Time) (*prepared, error) {
	p := r.build(TypeAuth, now)
	p.echo.money, p.echo.mustOrder = true, true
	return p, p.failure()
}

// inherits reports that the fields left out come from an earlier transaction.
func (r AuthRequest) inherits() bool { return r.Parent != "" || r.ThreeD.MD != "" }

// build makes the element of an AUTH, or of another request with the same fields.
func (r AuthRequest) build(kind string, now time.Time) *prepared {
	e := newElement(kind)
	p := &prepared{element: e, echo: echo{
		site: r.Site, order: r.OrderReference, parent: r.Parent,
		currency: r.Amount.Currency.Code(), last4: r.Card.Number.Last4(),
	}}
	account := r.AccountType
	if r.ThreeD.MD != "" {
		e.add("sitereference", r.Site)
	} else {
		e.need("sitereference", r.Site)
		if account == "" {
			account = AccountMOTO
		}
	}
	if kind == TypeThreeDQuery {
		e.add("orderreference", r.OrderReference)
	} else {
		e.need("orderreference", r.OrderReference)
	}
	if kind == TypeAccountCheck && r.Amount.Minor == 0 {
		e.add("baseamount", "0")
	} else {
		e.amount(r.Amount, r.inherits())
	}
	e.currency(r.Amount, r.inherits() && r.Amount.Minor == 0)
	if r.Amount.Minor != 0 {
		p.echo.amount = r.Amount.BaseAmount()
	}
	e.add("accounttypedescription", string(account))
	e.add("authmethod", string(r.AuthMethod))
	e.add("paymenttypedescription", string(r.PaymentType))
	e.add("credentialsonfile", string(r.CredentialsOnFile))
	e.add("initiationreason", string(r.InitiationReason))
	e.add("parenttransactionreference", r.Parent)
	e.contact("billing", r.Billing)
	e.customer(r.Customer)
	e.recipient(r.Recipient, r.Customer.Contact)
	if r.DebtRepayment {
		e.add("debtrepayment", "1")
	}
	e.add("operatorname", r.OperatorName)
	e.add("chargedescription", r.ChargeDescription)
	e.add("merchantemail", r.MerchantEmail)
	e.add("customfield4", r.CustomField4)
	e.add("customfield5", r.CustomField5)
	e.subscription(r.Subscription, r.Parent != "")
	e.add("settlestatus", string(r.SettleStatus))
	if r.AuthMethod == AuthIncremental && r.Parent == "" {
		e.refuse("authmethod", "only a pre-authorisation can be raised: name it as the parent")
	}
	if brand := r.Card.Number.Brand(); brand != "" && !r.AuthMethod.Takes(brand) {
		e.refuse("authmethod", "only Visa and Mastercard payments can be authorised before the amount is final")
	}
	e.dueDate(r.SettleDueDate, r.AuthMethod.SettleDays(), now)
	e.threeD(r.ThreeD)
	e.card(r.Card, r.inherits(), now)
	return p
}

func (e *element) subscription(s Subscription, repeat bool) {
	if s.IsZero() {
		return
	}
	if s.Number < 1 || repeat && s.Number < 2 {
		e.refuse("subscriptionnumber", "payments of a series are numbered from 1, so a repeat needs a number above 1")
	}
	e.need("subscriptiontype", string(s.Type))
	e.add("subscriptionnumber", strconv.Itoa(s.Number))
}

// AccountCheckRequest asks the bank about a card without charging it: whether it
// may be used, and what the address and security code checks say. It has the fields
// of an AuthRequest; the amount may be zero but needs a currency. Banks that cannot
// check a card answer with an error (documented: Trust Payments' own acquiring can;
// for others, ask its support). Send CredentialsStore when the card is to be used
// again.
type AccountCheckRequest AuthRequest

// AccountCheck sends one ACCOUNTCHECK, once, and wipes the card. Approved means
// that the bank made the check and the card is good: read the result's
// Record.Checks. No money moves and none is reserved. The transaction reference may
// be the Parent of an AuthRequest.
func (c *Client) AccountCheck(ctx context.Context, r AccountCheckRequest) (AuthResult, error) {
	return send[AuthResult](ctx, c, r)
}

func (r AccountCheckRequest) wipe() { AuthRequest(r).wipe() }

func (r AccountCheckRequest) result(base AuthResult, _ *response) Result { return base }

func (r AccountCheckRequest) prepare(now time.Time) (*prepared, error) {
	p := AuthRequest(r).build(TypeAccountCheck, now)
	p.outcome = codeOutcome
	p.echo.mustOrder = true
	return p, p.failure()
}
