package gateway

import (
	"strings"
	"time"
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
		case f.got != "" && f.want != "" && f.got != f.want:
			return mismatch("its " + f.name + " is not ours")
		}
	}
	if r.MaskedPAN != "" && !strings.HasSuffix(r.MaskedPAN, e.last4) {
		return mismatch("its card is not ours")
	}
	return nil
}

// TestSitePrefix begins the names of test sites, and of no others (documented).
// Payments of any other site move real money.
const TestSitePrefix = "test_"

// IsTestSite reports a site on which no real money moves.
func IsTestSite(site string) bool { return strings.HasPrefix(site, TestSitePrefix) }

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
	base := AuthResult{Outcome: r.Outcome(), Code: info, Record: r.Cleaned(), RequestReference: reference}
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
