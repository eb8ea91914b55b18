package gateway

import (
	"context"
	"time"
)

// MyBank is the payment type of Italian bank transfers. It is no card brand.
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
	// OrderReference is 25 and may be empty; without it a payment whose answer
	// was lost is hard to find.
	OrderReference string
}

// MyBankResult is what became of the start of a bank transfer.
type MyBankResult struct {
	// Outcome is Unknown as long as the buyer or the bank has not finished
	// (settle status 10), which is the usual answer. A later Query shows 100,
	// or 3, which may still become 100.
	Outcome          Outcome
	Code             CodeInfo
	Fields           []string // as in AuthResult
	Record           Record
	RequestReference string
	// RedirectURL is where to send the buyer's browser, as it came.
	RedirectURL string
}

func (MyBankResult) isResult() {}

// StartMyBank sends one AUTH of the payment type MYBANK, once.
func (c *Client) StartMyBank(ctx context.Context, r MyBankRequest) (MyBankResult, error) {
	return send[MyBankResult](ctx, c, r)
}

func (r MyBankRequest) wipe() {}

func (r MyBankRequest) result(base AuthResult, resp *response) Result {
	result := MyBankResult{
		Outcome: base.Outcome, Code: base.Code, Fields: base.Fields, Record: base.Record,
		RequestReference: base.RequestReference,
	}
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
			return &Error{Kind: ErrShape, Written: true, Detail: "it has no https address to send the buyer to"}
		}
		return nil
	}
	return p, p.failure()
}
