package gateway

import (
	"context"
	"time"
)

// queryLimit is the greatest length of an answer to a query.
const queryLimit = 8 << 20

// Query looks for transactions. A record matches when, for each filter that is set,
// it has one of the values (inferred). At least one filter is needed; always name
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
	// Cards are whole card numbers. Every call except QueryKeeping wipes them.
	Cards []CardNumber
	// After and Before are exclusive and in whole seconds, like the time stamps of
	// the gateway's records; fractions are cut off. They are sent in UTC (see
	// Record.StartedAt).
	After, Before time.Time
	// Progress, if set, is called by Records after each stretch of time: Records
	// has yielded all records before the given time.
	Progress func(before time.Time)
}

// QueryResult is the result of a query.
type QueryResult struct {
	// Outcome is Approved when the query worked. Every other outcome comes with an
	// error: only a query that worked can say that nothing was found.
	Outcome Outcome
	// Records are all the transactions in the answer, cleaned, in the gateway's
	// order. There may be some beside an error. Each has its own ErrorCode, that of
	// the original request.
	Records []Record
	// Found is how many transactions there are; 500 means 500 or more. Beside an
	// error it may differ from the number of Records.
	Found int
	// Capped reports that there may be more than Records holds; see
	// Client.Records.
	Capped bool
	// At is the gateway's time when it ran the query. It is zero if the answer does
	// not say.
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
	// Found is how many records the answer holds, or says it found, despite the
	// error.
	Found int
}

// Error names the gateway's code.
func (e *QueryError) Error() string {
	return "the gateway did not carry out the query: code " + e.Code.Code
}

// Query sends one TRANSACTIONQUERY, once, and wipes its cards. The error is nil
// only when the gateway carried the query out. It is a *FieldError when the client
// refused the query, a *QueryError when the gateway answered with an errorcode,
// otherwise an *Error.
//
// A new transaction may take seconds, in the vendor's tests minutes, to be found.
// So an empty result soon after a lost answer proves nothing.
func (c *Client) Query(ctx context.Context, q Query) (QueryResult, error) {
	return send[QueryResult](ctx, c, q)
}

// QueryKeeping is Query without the wiping, for a card that is to be charged next;
// the caller wipes the card. A card that is wiped before the query is ready is not
// sent.
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
	r.Found = resp.claimed() // confirmFound checks it when the query worked
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

// confirmFound reports an answer that does not hold as many records as it says. If
// found is 0, the list may be empty or missing.
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
