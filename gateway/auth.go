package gateway

import (
	"context"
	"strings"
	"time"
)

// Longest values the AUTH field tables allow, in characters.
const (
	// MaxOrderReference is the recommended longest order reference: the field
	// takes 255, but banks may cut it at 25.
	MaxOrderReference = 25
	maxSite           = 50
	maxName           = 127
	maxPremise        = 25
	maxPostcode       = 25
	maxOperator       = 255
)

// Billing is whom and where the card is billed to. Premise and Postcode are
// what the bank's address check (AVS) compares; the rest is for the record.
type Billing struct {
	FirstName string // billingfirstname, 127
	LastName  string // billinglastname, 127
	Premise   string // billingpremise, house number or name, 25
	Postcode  string // billingpostcode, 25; its shape is checked for GB, US and CA
	Country   string // billingcountryiso2a, ISO 3166 alpha-2
}

// AuthRequest asks for one authorisation of a card read out over the
// telephone (accounttypedescription MOTO). The card is wiped by Auth.
type AuthRequest struct {
	Site           string // sitereference, letters, digits and "_", 50
	OrderReference string // orderreference, unique for each attempt, 25
	Amount         Money  // baseamount and currencyiso3a
	Card           Card
	Billing        Billing
	OperatorName   string // operatorname, the agent, 255; "" means the Webservices user
}

// AuthResult is what became of an AUTH.
type AuthResult struct {
	Outcome Outcome
	// Code is what is known of the answer's errorcode; zero without an answer.
	Code CodeInfo
	// Fields are the fields a Rejected answer names, by the gateway's names.
	Fields []string
	// Record is the answer, cleaned for showing; zero without a usable answer.
	Record Record
	// RequestReference is what support needs to find the request.
	RequestReference string
}

// validate reports, as a *FieldError, what the field tables refuse.
func (r AuthRequest) validate(now time.Time) error {
	refuse := func(field, rule string) error { return &FieldError{Field: field, Rule: rule} }
	switch {
	case r.Site == "" || len(r.Site) > maxSite:
		return refuse("sitereference", "the site reference must be 1 to 50 characters")
	case r.OrderReference == "" || len([]rune(r.OrderReference)) > MaxOrderReference:
		return refuse("orderreference", "the order reference must be 1 to 25 characters")
	case r.Amount.Minor <= 0 || len(r.Amount.BaseAmount()) > maxBaseDigits:
		return refuse("baseamount", "the amount must be more than zero and at most 13 digits")
	case r.Amount.Currency.Code() == "":
		return refuse("currencyiso3a", "the amount needs a currency")
	case len([]rune(r.Billing.FirstName)) > maxName:
		return refuse("billingfirstname", "the first name must be at most 127 characters")
	case len([]rune(r.Billing.LastName)) > maxName:
		return refuse("billinglastname", "the last name must be at most 127 characters")
	case len([]rune(r.Billing.Premise)) > maxPremise:
		return refuse("billingpremise", "the house number or name must be at most 25 characters")
	case len([]rune(r.Billing.Postcode)) > maxPostcode:
		return refuse("billingpostcode", "the postcode must be at most 25 characters")
	case len([]rune(r.OperatorName)) > maxOperator:
		return refuse("operatorname", "the operator name must be at most 255 characters")
	}
	if err := r.Card.Number.Check(); err != nil {
		return err
	}
	if err := r.Card.Expiry.Check(now); err != nil {
		return err
	}
	return r.Card.Code.Check(r.Card.Number.Brand(), false)
}

// encode is the request as one element, card last.
func (r AuthRequest) encode(alias string) *body {
	var e element
	e.addList("requesttypedescriptions", "AUTH")
	e.add("accounttypedescription", "MOTO")
	e.add("sitereference", r.Site)
	e.add("orderreference", r.OrderReference)
	e.add("operatorname", r.OperatorName)
	e.add("baseamount", r.Amount.BaseAmount())
	e.add("currencyiso3a", r.Amount.Currency.Code())
	e.add("billingfirstname", r.Billing.FirstName)
	e.add("billinglastname", r.Billing.LastName)
	e.add("billingpremise", r.Billing.Premise)
	e.add("billingpostcode", r.Billing.Postcode)
	e.add("billingcountryiso2a", r.Billing.Country)
	return e.encode(alias, &r.Card)
}

// Auth sends one AUTH, once, and wipes the card. The result's Outcome always
// holds; the error says why there is no usable answer: a *FieldError when the
// request was refused here (NotSent), else an *Error.
func (c *Client) Auth(ctx context.Context, r AuthRequest) (AuthResult, error) {
	defer r.Card.Wipe()
	if err := r.validate(c.cfg.Now()); err != nil {
		return AuthResult{Outcome: NotSent}, err
	}
	masked := r.Card.Number.Masked()
	k := call{reference: c.cfg.NewReference(), kind: "AUTH", body: r.encode(c.cfg.Username), limit: answerLimit}
	r.Card.Wipe()
	ans, fail := c.do(ctx, k)
	result := AuthResult{RequestReference: k.reference}
	if fail == nil {
		fail = r.confirm(ans, masked)
	}
	if fail != nil {
		result.Outcome = fail.Outcome()
		return result, fail
	}
	record := ans.elements[0]
	result.Outcome = record.outcome()
	result.Code, _ = LookupCode(record.ErrorCode)
	result.Record = record.Cleaned()
	if result.Outcome == Rejected {
		result.Fields = result.Record.ErrorData
	}
	return result, nil
}

// confirm reports an answer that is not, beyond doubt, the one to this
// request. An answer that says money is reserved must echo everything; one
// that says it is not may leave fields out, but none may differ.
func (r AuthRequest) confirm(ans answer, masked string) *Error {
	mismatch := func(what string) *Error {
		return &Error{Kind: ErrMismatch, Written: true, Detail: what}
	}
	if len(ans.elements) != 1 {
		return mismatch("it holds more than one response")
	}
	record := ans.elements[0]
	outcome := record.outcome()
	if record.ErrorCode == "" {
		return &Error{Kind: ErrShape, Written: true, Detail: "it has no errorcode"}
	}
	strict := outcome == Approved || outcome == Held || outcome == Cancelled
	if t := record.RequestType; t != "AUTH" && (strict || t != "ERROR") {
		return mismatch("it is not the answer to an AUTH")
	}
	if strict && record.TransactionReference == "" {
		return mismatch("it has no transaction reference")
	}
	for _, echo := range []struct{ name, got, want string }{
		{"amount", record.BaseAmount, r.Amount.BaseAmount()},
		{"currency", record.CurrencyISO3A, r.Amount.Currency.Code()},
		{"order reference", record.OrderReference, r.OrderReference},
	} {
		if echo.got != echo.want && (strict || echo.got != "") {
			return mismatch("its " + echo.name + " is not ours")
		}
	}
	if m := record.MaskedPAN; m != "" && !strings.HasSuffix(m, masked[len(masked)-4:]) {
		return mismatch("its card is not ours")
	}
	return nil
}
