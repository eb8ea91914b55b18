package gateway

import (
	"context"
	"time"
)

// queryLimit is the longest answer to a query that is read.
const queryLimit = 8 << 20

// Query looks for transactions. A record matches when it has one of the values of
// each filter that is set (inferred). At least one filter is needed; always name
// the site. There are no filters for settle status, errorcode, amount, masked card
// number or operator.
type Query struct {
	Sites                 []string
	TransactionReferences []string      // 25
	Parents               []string      // 25; finds a payment's refunds
	OrderReferences       []string      // 255
	RequestTypes          []string      // 20, TypeAuth and others
	AccountTypes          []AccountType // 20
	PaymentTypes          []Brand       // 20
	Currencies            []string      // ISO 4217 codes
	BillingEmails         []string      // 255
	BillingFirstNames     []string      // 127
	BillingLastNames      []string      // 127
	BillingPostcodes      []string      // 25
	BillingPremises       []string      // 20
	BillingStreets        []string      // 20
	CustomerIPs           []string      // 39
	// Cards are whole card numbers, wiped when the query is done, save by
	// QueryKeeping.
	Cards []CardNumber
	// After and Before are exclusive and in whole seconds, as the gateway
	// stamps its records; fractions are cut off. They are sent in UTC (see
	// Record.StartedAt).
	After, Before time.Time
	// Progress, if set, is called by Records each time a stretch of time has
	// been done: all records before the time given have been yielded.
	Progress func(before time.Time)
}

// QueryResult is what a query found.
type QueryResult struct {
	// Outcome is Approved when the query worked. Anything else comes with an
	// error: only a query that worked can say that nothing was found.
	Outcome Outcome
	// Records are the transactions, cleaned, in the gateway's order: all that
	// the answer holds, also beside an error. Each has its own ErrorCode, that of
	// the original request.
	Records []Record
	// Found is how many there are, 500 meaning 500 or more. Beside an error it
	// may differ from the number of Records.
	Found int
	// Capped reports that there may be more than Records holds; see
	// Client.Records.
	Capped bool
	// At is the gateway's clock when it carried the query out; zero if the answer
	// does not say.
	At time.Time
	// Code is the query's own errorcode.
	Code             CodeInfo
	Fields           []string // as in AuthResult
	RequestReference string
}

func (QueryResult) isResult() {}

// QueryError says that the gateway answered a query with an errorcode.
type QueryError struct {
	Code   CodeInfo
	Fields []string // the fields the answer names, by the gateway's names
	// Found is how many records the answer says it found all the same, or holds.
	Found int
}

// Error names the gateway's code.
func (e *QueryError) Error() string {
	return "the gateway did not carry out the query: code " + e.Code.Code
}

// Query sends one TRANSACTIONQUERY, once, and wipes its cards. The error is nil
// only when the gateway carried the query out: it is a *FieldError when it was
// refused here, a *QueryError when the gateway answered with an errorcode, else
// an *Error.
//
// A new transaction may take seconds, in the vendor's tests minutes, to be
// found: that nothing was found soon after a lost answer proves nothing.
func (c *Client) Query(ctx context.Context, q Query) (QueryResult, error) {
	return send[QueryResult](ctx, c, q)
}

// QueryKeeping is Query without the wiping: it asks what was paid with a card that
// is to be charged next, and the caller wipes the card. A card that is wiped before
// the query is made ready is not sent.
func (c *Client) QueryKeeping(ctx context.Context, q Query) (QueryResult, error) {
	return send[QueryResult](ctx, c, keepCards{q})
}

func (r QueryResult) refusal() error {
	if r.Outcome == OutcomeApproved {
		return nil
	}
	return &QueryError{Code: r.Code, Fields: r.Fields, Found: r.Found}
}

func (q Query) wipe() {
	for _, card := range q.Cards {
		card.Wipe()
	}
}

func (q Query) result(base AuthResult, resp *response) Result {
	r := QueryResult{Outcome: base.Outcome, Code: base.Code, Fields: base.Fields, RequestReference: base.RequestReference}
	if resp == nil {
		return r
	}
	r.Records = resp.records
	for i := range r.Records {
		r.Records[i].clean()
	}
	r.Found = resp.claimed() // checked by confirmFound where the query worked
	if r.Outcome != OutcomeApproved {
		return r
	}
	r.At, _ = resp.record.StartedAt()
	r.Capped = r.Found >= maxFound || len(r.Records) >= maxFound
	return r
}

func (q Query) prepare(time.Time) (*prepared, error) {
	e := newElement(TypeQuery)
	f := &e.query
	f.values("sitereference", q.Sites...)
	f.values("transactionreference", q.TransactionReferences...)
	f.values("parenttransactionreference", q.Parents...)
	f.values("orderreference", q.OrderReferences...)
	f.values("requesttypedescription", q.RequestTypes...)
	f.values("accounttypedescription", texts(q.AccountTypes)...)
	f.values("paymenttypedescription", texts(q.PaymentTypes)...)
	f.values("currencyiso3a", q.Currencies...)
	f.values("billingemail", q.BillingEmails...)
	f.values("billingfirstname", q.BillingFirstNames...)
	f.values("billinglastname", q.BillingLastNames...)
	f.values("billingpostcode", q.BillingPostcodes...)
	f.values("billingpremise", q.BillingPremises...)
	f.values("billingstreet", q.BillingStreets...)
	f.values("customerip", q.CustomerIPs...)
	if !q.After.IsZero() {
		f.values("starttimestamp", q.After.UTC().Format(time.DateTime))
	}
	if !q.Before.IsZero() {
		f.values("endtimestamp", q.Before.UTC().Format(time.DateTime))
	}
	if !q.After.IsZero() && !q.Before.IsZero() && q.Before.Unix()-q.After.Unix() < 2 {
		f.refuse("endtimestamp", "there is no whole second between the start and the end of the time")
	}
	for _, card := range q.Cards {
		e.check(card.Check())
	}
	e.pans = q.Cards
	if f.text.Len() == 0 && len(e.pans) == 0 {
		e.refuse("filter", "say what to look for")
	}
	p := &prepared{element: e, outcome: doneOutcome, confirm: confirmFound}
	return p, p.failure()
}

// confirmFound reports an answer that does not hold as many records as it says.
// With found 0, the list may be empty or missing.
func confirmFound(r *response) *Error {
	n, ok := smallNumber(r.found, 4)
	if !ok {
		return &Error{Kind: KindShape, Written: true, Detail: "it does not say how many records were found"}
	}
	if n != len(r.records) {
		return &Error{Kind: KindShape, Written: true, Detail: "it does not hold as many records as it says"}
	}
	return nil
}

func texts[S ~string](values []S) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
