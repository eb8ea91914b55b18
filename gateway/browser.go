package gateway

import (
	"context"
	"time"
)

// ThreeDQueryRequest asks whether a card takes part in 3-D Secure version 1,
// which is for buyers with a browser: a caller on the telephone cannot be sent
// to the bank's pages. Version 2 runs in the vendor's browser library; its
// results appear in records.
type ThreeDQueryRequest struct {
	Site           string // sitereference, 50
	OrderReference string // 25, may be empty
	Amount         Money
	Card           Card   // wiped by ThreeDQuery
	TermURL        string // where the bank sends the buyer back to, https
	Accept         string // the browser's Accept header, such as "text/html,*/*"
	Billing        Billing
	Customer       Customer
	OperatorName   string      // 255
	AccountType    AccountType // zero means AccountECOM
}

// ThreeDResult is the result of a THREEDQUERY.
type ThreeDResult struct {
	// AuthResult's Outcome is OutcomeApproved when the gateway answered the
	// question. No money moves.
	AuthResult
	Enrolled Enrolled
	// ACSURL is where to send the buyer's browser, with PaReq, TermURL and MD. It
	// is empty unless Enrolled is Y. ACSURL, MD and PaReq are as the gateway sent
	// them: do not show them.
	ACSURL, MD, PaReq string
}

// ThreeDAuthentication is what the buyer's browser brings back from the
// cardholder's bank. Pass it on unchanged.
type ThreeDAuthentication struct {
	MD    string // 65536
	PaRes string // 1024
}

// Enrolled says whether a card takes part in 3-D Secure.
type Enrolled string

// The values in the vendor's tables.
const (
	EnrolledYes      Enrolled = "Y"
	EnrolledNo       Enrolled = "N"
	EnrolledUnknown  Enrolled = "U"
	EnrolledBypassed Enrolled = "B"
)

// String is the value in words.
func (e Enrolled) String() string {
	switch e {
	case EnrolledYes:
		return "Enrolled"
	case EnrolledNo:
		return "Not enrolled"
	case EnrolledUnknown:
		return "Could not be determined"
	case EnrolledBypassed:
		return "Bypassed"
	default:
		return "Not given"
	}
}

// ThreeDStatus is how the cardholder's authentication ended.
type ThreeDStatus string

// The values in the vendor's tables; the words are those of EMV 3-D Secure.
const (
	ThreeDAuthenticated ThreeDStatus = "Y"
	ThreeDFailed        ThreeDStatus = "N" // an AUTH is answered 60022
	ThreeDAttempted     ThreeDStatus = "A"
	ThreeDUnavailable   ThreeDStatus = "U"
	ThreeDChallenge     ThreeDStatus = "C"
	ThreeDRejected      ThreeDStatus = "R" // an AUTH is answered 60022
)

// String is the value in words.
func (s ThreeDStatus) String() string {
	switch s {
	case ThreeDAuthenticated:
		return "Authenticated"
	case ThreeDFailed:
		return "Not authenticated"
	case ThreeDAttempted:
		return "Attempted"
	case ThreeDUnavailable:
		return "Unavailable"
	case ThreeDChallenge:
		return "Challenge asked for"
	case ThreeDRejected:
		return "Rejected by the card's bank"
	default:
		return "Not given"
	}
}

// ThreeDQuery sends one THREEDQUERY, once, and wipes the card. If the card is not
// enrolled, make the AUTH with AccountECOM and the answer's transaction reference
// as Parent. If it is enrolled, make it with ThreeD.
func (c *Client) ThreeDQuery(ctx context.Context, r ThreeDQueryRequest) (ThreeDResult, error) {
	return send[ThreeDResult](ctx, c, r)
}

func (r ThreeDQueryRequest) wipe() { r.Card.Wipe() }

func (r ThreeDQueryRequest) result(base AuthResult, resp *response) Result {
	result := ThreeDResult{AuthResult: base}
	if resp != nil && result.Outcome == OutcomeApproved {
		result.Enrolled = Enrolled(base.Record.Enrolled)
		if result.Enrolled == EnrolledYes {
			result.ACSURL, result.MD, result.PaReq = resp.record.ACSURL, resp.record.MD, resp.record.PaReq
		}
	}
	return result
}

func (r ThreeDQueryRequest) prepare(now time.Time) (*prepared, error) {
	if r.AccountType == "" {
		r.AccountType = AccountECOM
	}
	p := AuthRequest{
		Site: r.Site, OrderReference: r.OrderReference, Amount: r.Amount, Card: r.Card, Billing: r.Billing,
		Customer: r.Customer, OperatorName: r.OperatorName, AccountType: r.AccountType,
	}.build(TypeThreeDQuery, now)
	p.need("termurl", r.TermURL)
	p.need("accept", r.Accept)
	p.outcome = codeOutcome
	p.echo.money = false
	p.confirm = func(resp *response) *Error {
		if resp.record.Enrolled == string(EnrolledYes) && !isWebAddress(resp.record.ACSURL) {
			return &Error{Kind: KindShape, Written: true, Detail: "it has no https address to send the buyer to"}
		}
		return nil
	}
	return p, p.failure()
}

// threeD adds the answer of the cardholder's bank.
func (e *element) threeD(a ThreeDAuthentication) {
	if a == (ThreeDAuthentication{}) {
		return
	}
	e.need("md", a.MD)
	e.need("pares", a.PaRes)
}

// MyBank is the payment type of Italian bank transfers. It is not a card brand.
const MyBank Brand = "MYBANK"

// MyBankRequest starts a bank transfer, for buyers with a browser: a caller on
// the telephone cannot be sent to the bank's pages.
type MyBankRequest struct {
	Site         string  // sitereference, 50
	Amount       Money   // EUR in the vendor's example
	SuccessURL   string  // where the buyer comes back to, https
	ErrorURL     string  // the same, after a problem
	Billing      Billing // FirstName, LastName and Country are in the vendor's example
	OperatorName string  // 255
	// OrderReference has at most 25 characters and may be empty. Without it, a
	// payment whose answer was lost is hard to find.
	OrderReference string
}

// MyBankResult is the result of starting a bank transfer.
type MyBankResult struct {
	// AuthResult's Outcome is usually OutcomeUnknown: it stays so until the buyer
	// and the bank have finished (settle status 10). A later Query shows 100, or 3,
	// which may still become 100.
	AuthResult
	// RedirectURL is where to send the buyer's browser, as the gateway sent it.
	RedirectURL string
}

// StartMyBank sends one AUTH of the payment type MYBANK, once.
func (c *Client) StartMyBank(ctx context.Context, r MyBankRequest) (MyBankResult, error) {
	return send[MyBankResult](ctx, c, r)
}

func (r MyBankRequest) wipe() {}

func (r MyBankRequest) result(base AuthResult, resp *response) Result {
	result := MyBankResult{AuthResult: base}
	if resp != nil && base.Code.Money == MoneyOK {
		result.RedirectURL = resp.record.RedirectURL
	}
	return result
}

func (r MyBankRequest) prepare(time.Time) (*prepared, error) {
	e := newElement(TypeAuth)
	e.need("sitereference", r.Site)
	e.add("accounttypedescription", string(AccountECOM))
	e.add("paymenttypedescription", string(MyBank))
	e.add("orderreference", r.OrderReference)
	e.amount(r.Amount, false)
	e.currency(r.Amount, false)
	e.need("successfulurlredirect", r.SuccessURL)
	e.need("errorurlredirect", r.ErrorURL)
	e.contact("billing", r.Billing)
	e.add("operatorname", r.OperatorName)
	p := &prepared{element: e, echo: echo{
		site: r.Site, order: r.OrderReference, mustOrder: r.OrderReference != "",
		amount: r.Amount.BaseAmount(), currency: r.Amount.Currency.Code(), money: true,
	}}
	p.confirm = func(resp *response) *Error {
		switch record := &resp.record; {
		case !record.isMyBank():
			return mismatch("its payment type is not ours")
		case record.SettleStatus == string(SettleSettling) && !isWebAddress(record.RedirectURL):
			return &Error{Kind: KindShape, Written: true, Detail: "it has no https address to send the buyer to"}
		}
		return nil
	}
	return p, p.failure()
}
