package sandbox

import (
	"net/http"
	"slices"
	"strings"

	"motoconsole/internal/sandbox/book"
)

// page is the HTML page that is a fault's whole answer, if it has one.
func (k *faultKind) page() (page, bool) {
	p, ok := map[string]page{
		"400": {status: http.StatusBadRequest}, "400paid": {status: http.StatusBadRequest},
		"401": {status: http.StatusUnauthorized}, "401paid": {status: http.StatusUnauthorized},
		"401bare": {status: http.StatusUnauthorized, bare: true}, "401barepaid": {status: http.StatusUnauthorized, bare: true},
		"502": {status: http.StatusBadGateway}, "502paid": {status: http.StatusBadGateway},
	}[k.name]
	return p, ok
}

// code is the error code that a fault answers with, "" if it does not.
func (k *faultKind) code() string {
	if code := strings.TrimSuffix(k.name, "paid"); book.UnknownEnd(code) {
		return code
	}
	return ""
}

// only are the request types that a fault can strike; none are all.
func (k *faultKind) only() []string {
	switch {
	case k.stage == onQuery:
		return []string{book.TypeQuery}
	case k.name == "stale":
		return []string{book.TypeUpdate}
	case k.code() != "":
		return []string{book.TypeAuth, book.TypeAccountCheck, book.TypeRefund, book.TypeUpdate}
	case k.name == "wrongorder" || k.name == "wrongpan":
		return []string{book.TypeAuth, book.TypeAccountCheck, book.TypeRefund}
	}
	return nil
}

// strikes reports whether a fault can strike a request type.
func (k *faultKind) strikes(requestType string) bool {
	only := k.only()
	return len(only) == 0 || slices.Contains(only, requestType)
}

// disguises reports whether a fault changes how a query shows a record. An
// order reference asks for such a fault wherever its record is found.
func (k *faultKind) disguises() bool {
	return k.stage == onQuery && k.name != "nofilter" && k.name != "norecords"
}

// page is an answer outside the API: HTML.
type page struct {
	status int
	bare   bool // a 401 without the Basic challenge of the gateway's own
}

// askedByQuery reports a fault that the order reference a query looks for can
// ask for: one of the clock, or of the query as a whole.
func (k *faultKind) askedByQuery() bool {
	return k.stage == onClock || k.stage == onQuery && !k.disguises()
}
