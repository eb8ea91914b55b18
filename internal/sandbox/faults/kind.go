package faults

import (
	"net/http"
	"slices"
	"strings"

	"motoconsole/internal/sandbox/book"
)

// Page is the HTML page that is a fault's whole answer, if it has one.
func (k *Kind) Page() (Page, bool) {
	p, ok := map[string]Page{
		"400": {Status: http.StatusBadRequest}, "400paid": {Status: http.StatusBadRequest},
		"401": {Status: http.StatusUnauthorized}, "401paid": {Status: http.StatusUnauthorized},
		"401bare": {Status: http.StatusUnauthorized, Bare: true}, "401barepaid": {Status: http.StatusUnauthorized, Bare: true},
		"502": {Status: http.StatusBadGateway}, "502paid": {Status: http.StatusBadGateway},
	}[k.Name]
	return p, ok
}

// Code is the error code that a fault answers with, "" if it does not.
func (k *Kind) Code() string {
	if code := strings.TrimSuffix(k.Name, "paid"); book.UnknownEnd(code) {
		return code
	}
	return ""
}

// only are the request types that a fault can strike; none are all.
func (k *Kind) only() []string {
	switch {
	case k.Stage == OnQuery:
		return []string{book.TypeQuery}
	case k.coded():
		return []string{book.TypeAuth, book.TypeAccountCheck}
	case k.Name == "stale":
		return []string{book.TypeUpdate}
	case k.Code() != "":
		return []string{book.TypeAuth, book.TypeAccountCheck, book.TypeRefund, book.TypeUpdate}
	case k.Name == "wrongorder" || k.Name == "wrongpan":
		return []string{book.TypeAuth, book.TypeAccountCheck, book.TypeRefund}
	}
	return nil
}

// coded reports a fault whose argument is a code of the bank, and not a time.
func (k *Kind) coded() bool { return k.Takes == takesCode }

// strikes reports whether a fault can strike a request type.
func (k *Kind) strikes(requestType string) bool {
	only := k.only()
	return len(only) == 0 || slices.Contains(only, requestType)
}

// disguises reports whether a fault changes how a query shows a record. An order
// reference asks for such a fault wherever its record is found.
func (k *Kind) disguises() bool {
	return k.Stage == OnQuery && k.Name != "nofilter" && k.Name != "norecords"
}

// Page is an answer outside the API: HTML.
type Page struct {
	Status int
	Bare   bool // a 401 without the Basic challenge of the gateway's own
}

// AskedByQuery reports a fault that a query can ask for by the order reference it
// looks for: one of the clock, or of the query as a whole.
func (k *Kind) AskedByQuery() bool {
	return k.Stage == OnClock || k.Stage == OnQuery && !k.disguises()
}
