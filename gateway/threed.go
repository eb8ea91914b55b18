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

// ThreeDResult is what became of a THREEDQUERY.
type ThreeDResult struct {
	// Outcome is Approved when the question was answered. No money moves.
	Outcome          Outcome
	Code             CodeInfo
	Fields           []string // as in AuthResult
	Record           Record
	RequestReference string
	Enrolled         Enrolled
	// ACSURL is where to send the buyer's browser, with PaReq, TermURL and MD;
	// empty unless Enrolled is Y. These three are as they came: not to be shown.
	ACSURL, MD, PaReq string
}

func (ThreeDResult) isResult() {}

// ThreeDAuthentication is what the cardholder's bank sent the buyer's browser
// back with, unchanged.
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

// ThreeDQuery sends one THREEDQUERY, once, and wipes the card. Where the card
// is not enrolled, make the AUTH with the answer's transaction reference as
// Parent and AccountECOM; where it is, with ThreeD.
func (c *Client) ThreeDQuery(ctx context.Context, r ThreeDQueryRequest) (ThreeDResult, error) {
	return send[ThreeDResult](ctx, c, r)
}

func (r ThreeDQueryRequest) wipe() { r.Card.Wipe() }

func (r ThreeDQueryRequest) result(base AuthResult, resp *response) Result {
	result := ThreeDResult{
		Outcome: base.Outcome, Code: base.Code, Fields: base.Fields, Record: base.Record,
		RequestReference: base.RequestReference,
	}
	if resp != nil && result.Outcome == Approved {
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
			return &Error{Kind: ErrShape, Written: true, Detail: "it has no https address to send the buyer to"}
		}
		return nil
	}
	return p, p.failure()
}

// threeD adds what the cardholder's bank answered.
func (e *element) threeD(a ThreeDAuthentication) {
	if a == (ThreeDAuthentication{}) {
		return
	}
	e.need("md", a.MD)
	e.need("pares", a.PaRes)
}
