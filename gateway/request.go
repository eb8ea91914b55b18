package gateway

import (
	"context"
	"fmt"
	"strings"
	"time"

	"motoconsole/gateway/internal/secmem"
)

// Request is one element of a block: an AuthRequest, AccountCheckRequest,
// RefundRequest, PayoutRequest, UpdateRequest, Query, ThreeDQueryRequest or
// MyBankRequest. No other type can implement it.
type Request interface {
	// prepare checks the request as the field tables do and makes its element.
	prepare(now time.Time) (*prepared, error)
	// result makes the request's own kind of result. resp is nil if there is no
	// usable answer.
	result(base AuthResult, resp *response) Result
	// wipe empties the card data.
	wipe()
}

// Result is the result of a Request: an AuthResult, RefundResult, UpdateResult,
// QueryResult, ThreeDResult or MyBankResult.
type Result interface{ isResult() }

// prepared is a request that may be sent, with what its answer must say.
type prepared struct {
	*element
	echo echo
	// outcome reads an answer. nil means Record.Outcome.
	outcome func(*Record) Outcome
	// confirm makes further checks on an answer that says done. nil makes none.
	confirm func(*response) *Error
}

// echo holds the values that an answer must repeat. Empty ones were not sent.
type echo struct {
	transaction, site, order, parent, account string
	amount, currency                          string
	last4                                     string
	// money says that an answer that says done needs an amount, a currency and a
	// transaction reference, whether or not the request sent them.
	money bool
	// mustOrder and mustAccount say that an answer must repeat the order reference
	// and the account type, if they were sent.
	mustOrder, mustAccount bool
}

func mismatch(what string) *Error {
	return &Error{Kind: KindMismatch, Written: true, Detail: what}
}

// check reports an answer that does not certainly belong to this request. An answer
// that says done must repeat everything. Any other may leave fields out, but no
// field may differ.
func (e echo) check(kind string, r *Record, done bool) *Error {
	if t := r.RequestType; t != kind && (done || t != TypeError) {
		return mismatch("it is not the answer to this kind of request")
	}
	if done && e.money && r.TransactionReference == "" {
		return mismatch("it has no transaction reference")
	}
	if done && e.money && e.otherWorld(r.LiveStatus) {
		return mismatch("it is a test answer to a live request, or the other way round")
	}
	for _, f := range []struct {
		name, got, want string
		must            bool
	}{
		{"amount", r.BaseAmount, e.amount, e.money},
		{"currency", r.CurrencyISO3A, e.currency, e.money},
		{"order reference", r.OrderReference, e.order, e.mustOrder},
		{"parent", r.ParentTransaction, e.parent, false},
		{"site", r.SiteReference, e.site, false},
		{"account type", r.AccountType, e.account, e.mustAccount},
		{"transaction reference", r.TransactionReference, e.transaction, false},
	} {
		switch {
		case f.got == "" && done && f.must:
			return mismatch("it has no " + f.name)
		case f.got != "" && f.want != "" && f.got != f.want && f.name == "amount" && r.InPart():
			return mismatch("the bank approved only a part, and its amount is not ours")
		case f.got != "" && f.want != "" && f.got != f.want:
			return mismatch("its " + f.name + " is not ours")
		}
	}
	if r.MaskedPAN != "" && !strings.HasSuffix(r.MaskedPAN, e.last4) {
		return mismatch("its card is not ours")
	}
	return nil
}

// otherWorld reports an answer from a live site to a request for a test site, or
// the reverse: real money would have moved unnoticed, or none would have moved.
func (e echo) otherWorld(liveStatus string) bool {
	return liveStatus != "" && e.site != "" && (liveStatus == "0") != IsTestSite(e.site)
}

// judge returns what an answer says, or the error that says why it is not believed.
// The error keeps the transactions that the answer names.
func (p *prepared) judge(resp *response, reference string) (AuthResult, *Error) {
	r := &resp.record
	if r.ErrorCode == "" {
		fail := &Error{Kind: KindShape, Written: true, Detail: "it has no errorcode"}
		return AuthResult{}, fail.keepAnswer(*resp)
	}
	info, _ := LookupCode(r.ErrorCode)
	done := info.Money == MoneyOK
	if fail := p.echo.check(p.kind, r, done); fail != nil {
		return AuthResult{}, fail.keepAnswer(*resp)
	}
	if done && p.confirm != nil {
		if fail := p.confirm(resp); fail != nil {
			return AuthResult{}, fail.keepAnswer(*resp)
		}
	}
	base := AuthResult{Outcome: r.answered(), Code: info, Record: r.Cleaned(), RequestReference: reference}
	if p.outcome != nil {
		base.Outcome = p.outcome(r)
	}
	if base.Outcome == OutcomeRejected {
		base.Fields = base.Record.ErrorData
	}
	return base, nil
}

// codeOutcome is the outcome of a request that moves no money, from its code alone.
func codeOutcome(r *Record) Outcome {
	info, _ := LookupCode(r.ErrorCode)
	return info.Outcome()
}

// Element is the result of one request of a block.
type Element struct {
	// Result has the type that the request's own method returns: AuthResult for an
	// AuthRequest. Its outcome is always valid.
	Result Result
	// Err says why there is no usable answer to this request. It is nil if there is
	// one.
	Err error
}

// Block sends 1 to 64 requests together and wipes their cards. The gateway answers
// in the order of the requests. Block returns one Element for each request even
// when its error, which concerns the whole block, is not nil.
//
// The gateway may answer fewer requests than were sent: it is said to skip a refund
// that follows a successful update in the same block (inferred from the vendor's
// own tests, not documented). A request without an answer is Unknown. When answers
// are missing, so is an answer that does not say which request it belongs to.
func (c *Client) Block(ctx context.Context, requests ...Request) ([]Element, error) {
	if len(requests) == 0 || len(requests) > maxBlock {
		for _, r := range requests {
			r.wipe()
		}
		return settle(requests, AuthResult{Outcome: OutcomeNotSent}, nil),
			&FieldError{Field: "request", Rule: fmt.Sprintf("a block has 1 to %d requests", maxBlock)}
	}
	return c.run(ctx, requests)
}

// send does one request as a block of its own.
func send[R Result](ctx context.Context, c *Client, request Request) (R, error) {
	elements, err := c.run(ctx, []Request{request})
	result, _ := elements[0].Result.(R) // every element holds the type of its own request
	if err == nil {
		err = elements[0].Err
	}
	return result, err
}

// settle gives every request the same result.
func settle(requests []Request, base AuthResult, err error) []Element {
	elements := make([]Element, len(requests))
	for i, r := range requests {
		elements[i] = Element{Result: r.result(base, nil), Err: err}
	}
	return elements
}

// run sends requests once, in one body, and judges each answer.
func (c *Client) run(ctx context.Context, requests []Request) ([]Element, error) {
	defer func() {
		for _, r := range requests {
			r.wipe()
		}
	}()
	all, err := c.prepare(requests)
	if err != nil {
		return settle(requests, AuthResult{Outcome: OutcomeNotSent}, nil), err
	}
	k := call{reference: c.cfg.NewReference(), limit: answerLimit}
	kinds, elements := make([]string, len(all)), make([]*element, len(all))
	for i, p := range all {
		kinds[i], elements[i] = p.kind, p.element
		if p.kind == TypeQuery {
			k.limit = queryLimit
		}
	}
	k.kind = strings.Join(kinds, "+")
	secmem.Quietly(func() { k.body, err = encode(c.cfg.Username, c.cfg.headSize(), elements...) })
	if err != nil {
		fail := &Error{Kind: KindNotReached, Detail: "the card could not be made ready", err: err}
		return settle(requests, AuthResult{Outcome: OutcomeNotSent}, fail), fail
	}
	for _, r := range requests {
		r.wipe()
	}
	ans, fail := c.do(ctx, k)
	if fail == nil && (len(ans.responses) > len(all) || len(all) == 1 && len(ans.responses) != 1) {
		fail = mismatch("it holds more responses than there were requests").keepAnswer(ans.responses...)
		if ans.refused != nil {
			fail.Kind, fail.Status = ans.refused.Kind, ans.refused.Status
		}
	}
	if fail != nil {
		return settle(requests, AuthResult{Outcome: fail.Outcome(), RequestReference: k.reference}, fail), fail
	}
	return judgeAll(requests, all, ans), nil
}

// prepare checks all requests. When there are several, its error says which one is
// wrong.
func (c *Client) prepare(requests []Request) ([]*prepared, error) {
	all := make([]*prepared, len(requests))
	for i, r := range requests {
		p, err := r.prepare(c.cfg.Now())
		if err == nil {
			err = p.failure()
		}
		switch {
		case err != nil && len(requests) > 1:
			return nil, fmt.Errorf("request %d: %w", i+1, err)
		case err != nil:
			return nil, err
		}
		all[i] = p
	}
	return all, nil
}

func missing(detail string) *Error {
	return &Error{Kind: KindMissing, Written: true, Detail: detail}
}

func judgeAll(requests []Request, all []*prepared, ans answer) []Element {
	// When answers are missing, those that came may belong to any request.
	lost := func(detail string) *Error { return missing(detail).keepAnswer(ans.responses...) }
	times := map[string]int{}
	for _, p := range all {
		times[p.kind]++
	}
	short := len(ans.responses) < len(all)
	var fail error
	if short {
		fail = lost("") // only if needed: it reads every record
	}
	elements := settle(requests, AuthResult{Outcome: OutcomeUnknown, RequestReference: ans.reference}, fail)
	for i := range ans.responses {
		resp, p := &ans.responses[i], all[i] //nolint:gosec // there are no more answers than requests: see run
		if short && (resp.record.RequestType == TypeError || times[p.kind] > 1) {
			elements[i].Err = lost("responses are missing, and it is not certain which")
			continue
		}
		base, fail := p.judge(resp, ans.reference)
		base, fail = ans.onlyRefusal(resp, base, fail)
		if fail != nil {
			elements[i].Err = fail
			continue
		}
		elements[i] = Element{Result: requests[i].result(base, resp)} //nolint:gosec // the same
		if q, ok := elements[i].Result.(QueryResult); ok {
			elements[i].Err = q.refusal()
		}
	}
	return elements
}
